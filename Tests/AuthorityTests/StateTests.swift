import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

/// What is folded of the obeyed logs on its way through bytes, and where each statement came from.
@Suite struct StateTests {
    private func organisation() throws -> SimulatedOrganisation {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let card = TagReference(uid: Bytes([4, 0, 0, 0, 0, 0, 9]), keyNumber: 1, keyVersion: 1)
        _ = try organisation.file(try organisation.approved(organisation.grant(), by: [0]))
        _ = try organisation.file(try organisation.approved(organisation.grant(), by: [1]))
        _ = try organisation.file(
            PersonStatement(
                head: organisation.head,
                person: id(3),
                generation: 1,
                version: 1,
                name: "某人",
                rights: [.companion]
            ),
            by: officers
        )
        _ = try organisation.file(
            CredentialStatement(
                head: organisation.head,
                credential: id(77),
                person: id(3),
                generation: 1,
                credentialKind: .card,
                card: card,
                verifiers: []
            ),
            by: officers
        )
        let actor = Actor(component: "test")
        for draft in [
            Draft(.taking, .grantRevoked, actor: actor, subject: Subject(grant: id(9))),
            Draft(.taking, .credentialRevoked, actor: actor, subject: Subject(credential: id(9))),
            Draft(.taking, .sealSuspended, actor: actor, subject: Subject(seal: id(9))),
            Draft(.taking, .offlineLimitLowered, actor: actor, detail: .integer(60)),
            Draft(
                .taking,
                .countRequested,
                actor: actor,
                detail: CountRequest(run: id(1), nonce: Bytes([UInt8](repeating: 1, count: 16)), deadline: 5)
                    .canonical
            ),
        ] { _ = try organisation.appendToPolicy(draft) }
        _ = try organisation.appendToAuthority(
            Draft(
                .taking,
                .personRemoved,
                actor: actor,
                detail: PersonInGeneration(person: id(5), generation: 2).canonical
            )
        )
        _ = try organisation.appendToAuthority(
            Draft(.taking, .cabinetSuspended, actor: actor, subject: Subject(cabinet: "c9"))
        )
        return organisation
    }

    @Test func `what people gave is the same after it was written and read`() throws {
        let organisation = try organisation()
        let standing = organisation.standing
        #expect(try Standing(decoding: standing.encoded) == standing)
        let policy = organisation.policy
        #expect(policy.grants.values.contains { !$0.later.isEmpty })
        #expect(try SitePolicy(decoding: policy.encoded) == policy)
        #expect(try SitePolicy(decoding: policy.encoded).encoded == policy.encoded)
        let logs = ObeyedLogs(standing: standing, policy: policy, missesCriticalRecord: true)
        #expect(try ObeyedLogs(decoding: logs.encoded) == logs)
    }

    @Test func `leaves that wait for authority are read again after a restart`() throws {
        let organisation = try organisation()
        var logs = ObeyedLogs(
            standing: Standing(
                organisation: SimulatedOrganisation.name,
                pinnedRoot: SHA256.hash(organisation.root.encoded)
            ),
            policy: SitePolicy(site: "east")
        )
        for record in organisation.policyRecords { _ = try logs.fold(policy: record) }
        #expect(logs.policy.hereSize == UInt64(organisation.policyRecords.count))
        var again = try ObeyedLogs(decoding: logs.encoded)
        #expect(again.policy.hereSize == 0)
        for record in organisation.authorityRecords { _ = try again.fold(authority: record) }
        for record in organisation.policyRecords { _ = try again.fold(policy: record) }
        #expect(again.standing == organisation.standing)
        #expect(again.policy == organisation.policy)
    }

    @Test func `every field of what is folded is written`() {
        // A field that is not written is lost at a restart: write it, raise LedgerStart.version, then name it here.
        func fields(_ value: Any) -> [String] { Mirror(reflecting: value).children.compactMap(\.label) }
        let standing = Standing(organisation: "a", pinnedRoot: SHA256.hash([]))
        #expect(
            fields(standing) == [
                "known", "lagging", "pending", "witnessedSize", "mustFoldAnew", "pendingCountMax",
            ]
        )
        #expect(
            fields(standing.known) == [
                "organisation", "pinnedRoot", "size", "root", "services", "officers", "rulesEdits",
                "witnessPolicies", "sites", "cabinets", "cabinetSites", "cabinetMachines", "cabinetActKeys",
                "cabinetEpochs", "approvers", "earlierApproverKeys", "removals", "suspensions",
                "signingOfficers", "notedHeads",
                "logEpochs", "sources",
            ]
        )
        let policy = SitePolicy(site: "east")
        #expect(
            fields(policy) == [
                "site", "epoch", "size", "persons", "credentials", "seals", "lockMaps", "grants", "tagJobs",
                "tagKeys",
                "files", "blobs", "subjects",
                "citedAuthority", "carried", "taken", "deliveredUnder", "takenAhead", "citedAhead", "waiting",
                "lastSigned",
                "waitingCountMax", "sources",
            ]
        )
        #expect(
            fields(policy.carried) == [
                "sharedSize", "takings", "deliveries", "erased", "leafCount", "isUnreadable", "cited",
            ]
        )
        #expect(
            fields(policy.subjects) == [
                "keys", "keyLeaves", "unreadableLeaves", "erasures", "unreadable", "files",
            ]
        )
        #expect(
            fields(policy.taken) == [
                "revokedGrants", "revokedCredentials", "suspendedSeals", "offlineSecondsMax", "countRequests",
                "requestedRotations",
            ]
        )
        #expect(
            fields(ObeyedLogs(standing: standing, policy: policy)) == [
                "standing", "policy", "missesCriticalRecord", "foldsAnewFrom", "authorityEpoch", "lost",
                "awaited", "loss",
            ]
        )
    }

    @Test func `each statement in force is found again in the leaf that it came from`() throws {
        let organisation = try organisation()
        for (sources, records) in [
            (organisation.standing.sources, organisation.authorityRecords),
            (organisation.policy.sources, organisation.policyRecords),
        ] {
            #expect(!sources.isEmpty)
            for (name, index) in sources {
                let record = try records[Int(index)].opened()
                let signed: SignedStatement = try #require(try record.detail())
                #expect(try record.kind()?.kind == name.kind)
                #expect(try GivenName(name.kind, of: signed) == name)
            }
        }
        #expect(organisation.standing.sources.count == organisation.authorityRecords.count - 2)
        #expect(
            organisation.policy.sources[GivenName(.credential, id(77) as Identifier<CredentialSubject>)] == 3
        )
    }

    private func check(_ logs: ObeyedLogs, _ organisation: SimulatedOrganisation) throws -> String? {
        let (authority, policy) = (organisation.authorityRecords, organisation.policyRecords)
        let check = FoundationCheck(logs) { log, index throws(RecordsError) in
            try (log == .authority ? authority : policy)[Int(index)].opened()
        }
        let filed = try #require(logs.policy.grants.values.first)
        return try check.difference(filed, seal: id(400), persons: [id(3)])
    }

    @Test func `what a take rests on is as its leaves say`() throws {
        let organisation = try sealed()
        #expect(try check(logs(organisation), organisation) == nil)
    }

    private func sealed() throws -> SimulatedOrganisation {
        var organisation = try organisation()
        let seal = SealStatement(
            head: organisation.head,
            seal: id(400),
            version: 1,
            name: "合同专用章",
            tag: TagReference(uid: Bytes([4, 0, 0, 0, 0, 0, 1]), keyNumber: 1, keyVersion: 1),
            grade: .proved,
            cabinet: "c1",
            drawer: 1,
            rule: "contract"
        )
        _ = try organisation.file(seal, by: Array(organisation.officers.prefix(2)))
        return organisation
    }

    private func logs(_ organisation: SimulatedOrganisation) -> ObeyedLogs {
        ObeyedLogs(standing: organisation.standing, policy: organisation.policy, missesCriticalRecord: false)
    }

    @Test func `whatever was changed in memory of what a take rests on is found`() throws {
        let organisation = try sealed()
        func difference(
            _ standing: (inout Standing) throws -> Void = { _ in },
            policy: (inout SitePolicy) throws -> Void = { _ in }
        ) throws -> String? {
            var (changedStanding, changedPolicy) = (organisation.standing, organisation.policy)
            try standing(&changedStanding)
            try policy(&changedPolicy)
            let logs = ObeyedLogs(
                standing: changedStanding,
                policy: changedPolicy,
                missesCriticalRecord: false
            )
            return try check(logs, organisation)
        }
        let stranger = try Ed25519PrivateKey()
        #expect(
            try difference { standing in
                let officers = organisation.officersStatement(version: 1, [stranger, stranger, stranger])
                standing.known.rulesEdits = [RulesStatement(head: officers.head, version: 1, rules: [])]
            } == "the rules are not those that owners signed"
        )
        #expect(
            try difference { standing in
                var other = organisation
                _ = try other.give(organisation.root, by: [])
                standing.known.root = RootStatement(
                    organisation: SimulatedOrganisation.name,
                    regime: .full,
                    threshold: 2,
                    owners: [stranger.publicKey, stranger.publicKey, stranger.publicKey],
                    authorityKey: stranger.publicKey,
                    actsKey: stranger.publicKey,
                    receiptsKey: stranger.publicKey
                )
            } == "the root is not the one that owners signed"
        )
        #expect(
            try difference { standing in
                let current = try #require(standing.known.approvers[id(100)])
                standing.known.approvers[id(100)] = ApproverStatement(
                    head: current.head,
                    person: current.person,
                    generation: current.generation,
                    key: Bytes(stranger.publicKey.bytes),
                    groups: current.groups
                )
            } != nil
        )
        #expect(
            try difference(policy: { policy in
                let current = try #require(policy.credentials[id(77)])
                policy.credentials[id(77)] = CredentialStatement(
                    head: current.head,
                    credential: current.credential,
                    person: current.person,
                    generation: current.generation,
                    credentialKind: current.credentialKind,
                    card: TagReference(uid: Bytes([4, 9, 9, 9, 9, 9, 9]), keyNumber: 1, keyVersion: 1),
                    verifiers: []
                )
            }) != nil
        )
        #expect(
            try difference(policy: { $0.sources[GivenName(.seal, id(400) as Identifier<Seal>)] = 0 }) != nil
        )
    }
}
