import Authority
import Cryptography
import Enrolment
import FoundationEssentials
import Records

// How the company comes to be: owners' root, headquarters, officers, approvers, sites.
extension Company {
    /// Makes keys and logs and starts headquarters.
    func found() async throws {
        try await fleet.startRig()
        say("three owners, two officers and two approvers make their keys")
        let folder = fleet.folder
        for owner in FleetStory.owners {
            _ = try await room.makeKey(of: owner, role: .owner, person: cast.holder(owner))
        }
        for officer in FleetStory.officers {
            _ = try await room.makeKey(of: officer, role: .officer, person: cast.holder(officer))
        }
        for (approver, _) in FleetStory.approvers {
            _ = try await room.makeKey(of: approver, role: .approver, person: cast.holder(approver))
        }

        say("headquarters and the tag-key service make theirs")
        let tagServiceKey = try await fleet.tagKeysTool.run([
            "init", "--configuration", folder.tagKeysConfigurationPath,
        ])
        let keysPath = "\(folder.headquarters)/headquarters.keys"
        let configuration = ["--configuration", folder.headquartersConfigurationPath]
        _ = try await fleet.headquartersTool.run(
            ["init"] + configuration + FleetStory.sites.flatMap { ["--site", $0.site] } + [
                "--keys", keysPath,
            ]
        )

        say("two owners sign root, services, officers, rules and sites; two officers sign the approvers")
        let root = try await room.makeRoot(headquartersKeys: keysPath)
        let keys = try HeadquartersKeys(
            ProtectedFile.read(keysPath, readers: .anyone, byteCountMax: HeadquartersKeys.byteCountMax)
        )
        var papers = [root]
        for statement in try await ownersStatements(keys, tagServiceKey: tagServiceKey) {
            papers.append(try await room.signed(statement, by: Array(FleetStory.owners.prefix(2))))
        }
        for (approver, group) in FleetStory.approvers {
            let statement = ApproverStatement(
                head: foundingHead,
                person: try cast.holder(approver),
                generation: 1,
                key: try Self.bytes(room.publicKey(of: approver)),
                groups: [group]
            )
            papers.append(try await room.signed(statement, by: FleetStory.officers))
        }
        _ = try await fleet.headquartersTool.run(["found"] + configuration + papers)
        try await makeAccounts(configuration)
        try startObeying(root)
        try await fleet.startTagKeys()
        try await fleet.startHeadquarters()
    }

    /// Statements that owners sign before there is anything but the root and the log's opening.
    private var foundingHead: StatementHead {
        StatementHead(organisation: FleetStory.organisation, madeUnder: 2)
    }

    private func ownersStatements(_ keys: HeadquartersKeys, tagServiceKey: String) async throws
        -> [any Statement]
    {
        let head = foundingHead
        let services = ServicesStatement(
            head: head,
            version: 1,
            notesKey: Bytes(keys.notes.bytes),
            witnessKey: Bytes(keys.witness.bytes),
            mirrorKey: Bytes(keys.mirror.bytes),
            safeKey: Bytes(keys.safe.bytes),
            transportKey: Bytes(keys.transport.bytes),
            enrolmentKey: Bytes(keys.enrolment.bytes),
            tagServiceKey: try Self.bytes(tagServiceKey.filter { !$0.isWhitespace })
        )
        let officers = OfficersStatement(
            head: head,
            version: 1,
            officers: try FleetStory.officers.map { officer in
                Officer(
                    person: try cast.holder(officer),
                    key: try Self.bytes(room.publicKey(of: officer)),
                    isSecurityOfficer: true,
                    isDutyOfficer: false
                )
            }
        )
        var statements: [any Statement] = [
            services, officers, RulesStatement(head: head, version: 1, rules: [FleetStory.rule]),
        ]
        for site in FleetStory.sites {
            let key = try await fleet.headquartersTool.run([
                "site-key", site.site, "--configuration", fleet.folder.headquartersConfigurationPath,
            ])
            statements.append(
                SiteStatement(
                    head: head,
                    version: 1,
                    site: site.site,
                    name: site.name,
                    unit: site.unit,
                    policyEpoch: 1,
                    policyKey: try Self.bytes(key.filter { !$0.isWhitespace })
                )
            )
        }
        return statements
    }

    private func makeAccounts(_ configuration: [String]) async throws {
        for account in FleetStory.accounts {
            let person = try account.holder.map { ["--person", "\(try cast.holder($0))"] } ?? []
            _ = try await fleet.headquartersTool.run(
                ["account", "add", account.name, "--display-name", account.displayName] + person
                    + account.posts.flatMap { ["--post", $0] } + configuration,
                input: FleetStory.password + "\n"
            )
        }
    }

    /// Tells the tag-key service which owners it obeys.
    private func startObeying(_ root: String) throws {
        let paper = try [UInt8](Data(contentsOf: URL(filePath: root)))
        let signed = try SignedStatement(decoding: Armor.bytes(of: paper, .signedStatement))
        try fleet.obey(root: "\(signed.digest)")
    }

    static func bytes(_ hexadecimal: String) throws -> Bytes {
        guard let bytes = Hex.decode(hexadecimal) else {
            throw FleetError(.answer, "«\(hexadecimal)» is no hexadecimal text")
        }
        return Bytes(bytes)
    }
}
