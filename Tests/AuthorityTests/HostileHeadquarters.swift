import Cryptography
import Records
import Simulation

@testable import Authority

/// A headquarters that holds its own keys and one key of everybody's, and writes what it likes.
struct HostileHeadquarters {
    /// What people can give.
    enum Paper: String, CaseIterable, Sendable {
        case root, services, officers, rules, witnessPolicy, site, cabinet, approver
        case person, credential, seal, lockMap, tagJob

        var kind: RecordKind {
            switch self {
            case .root: .root
            case .services: .services
            case .officers: .officers
            case .rules: .rules
            case .witnessPolicy: .witnessPolicy
            case .site: .site
            case .cabinet: .cabinet
            case .approver: .approver
            case .person: .person
            case .credential: .credential
            case .seal: .seal
            case .lockMap: .lockMap
            case .tagJob: .tagJob
            }
        }

        var isOfOwners: Bool {
            switch self {
            case .root, .services, .officers, .rules, .witnessPolicy, .site: true
            default: false
            }
        }

        var isOfPolicy: Bool {
            switch self {
            case .person, .credential, .seal, .lockMap, .tagJob: true
            default: false
            }
        }
    }

    /// Everything that is given, without the numbers of leaves.
    struct Given: Equatable {
        let root: RootStatement?
        let services: ServicesStatement?
        let officers: OfficersStatement?
        let rules: RulesStatement?
        let witnesses: WitnessPolicyStatement?
        let sites: [String: SiteStatement]
        let cabinets: [String: CabinetStatement]
        let approvers: [Identifier<Person>: ApproverStatement]
        let persons: [Identifier<Person>: PersonStatement]
        let credentials: [Identifier<CredentialSubject>: CredentialStatement]
        let seals: [Identifier<Seal>: SealStatement]
        let lockMaps: [String: LockMapStatement]
        let tagJobs: [Bytes: TagJobStatement]

        init(_ standing: Standing, _ policy: SitePolicy) {
            root = standing.root
            services = standing.services
            officers = standing.officers
            rules = standing.rules
            witnesses = standing.witnessPolicy
            sites = standing.sites
            cabinets = standing.cabinets
            approvers = standing.approvers
            persons = policy.persons
            credentials = policy.credentials
            seals = policy.seals
            lockMaps = policy.lockMaps
            tagJobs = policy.tagJobs
        }
    }

    var organisation: SimulatedOrganisation

    init() throws { organisation = try SimulatedOrganisation.founded() }

    var given: Given { Given(organisation.standing, organisation.policy) }

    /// The two whose signatures make the paper count.
    func signers(_ paper: Paper) -> [Ed25519PrivateKey] {
        Array((paper.isOfOwners ? organisation.owners : organisation.officers).prefix(2))
    }

    /// Puts a signed statement into the log where it belongs.
    mutating func lay(_ signed: SignedStatement, _ paper: Paper) throws -> FoldOutcome {
        guard paper.isOfPolicy else { return try organisation.give(signed, kind: paper.kind) }
        return try organisation.appendToPolicy(
            Draft(
                .giving,
                paper.kind,
                isCritical: true,
                actor: Actor(component: "test"),
                detail: signed.canonical
            )
        )
    }

    /// A statement that would count if the right people signed it; a larger step is a later edit.
    ///
    /// `head` stands in all of them; nil is the present one.
    func signed(
        _ paper: Paper,
        step: UInt64 = 1,
        head: StatementHead? = nil,
        by keys: [Ed25519PrivateKey]
    ) throws -> SignedStatement {
        let head = head ?? organisation.head
        return switch paper {
        case .root: try organisation.signed(root(step, head), by: keys)
        case .services: try organisation.signed(services(step, head), by: keys)
        case .officers: try organisation.signed(officers(step, head), by: keys)
        case .rules: try organisation.signed(rules(step, head), by: keys)
        case .witnessPolicy: try organisation.signed(witnesses(step, head), by: keys)
        case .site: try organisation.signed(site(step, head), by: keys)
        case .cabinet: try organisation.signed(cabinet(step, head), by: keys)
        case .approver: try organisation.signed(approver(step, head), by: keys)
        case .person: try organisation.signed(person(step, head), by: keys)
        case .credential: try organisation.signed(credential(step, head), by: keys)
        case .seal: try organisation.signed(seal(step, head), by: keys)
        case .lockMap: try organisation.signed(lockMap(step, head), by: keys)
        case .tagJob: try organisation.signed(tagJob(step, head), by: keys)
        }
    }
}

extension HostileHeadquarters {
    private func key(_ byte: UInt64) -> Bytes { Bytes([UInt8](repeating: UInt8(byte), count: 32)) }

    private func root(_ step: UInt64, _ head: StatementHead) -> RootStatement {
        RootStatement(
            organisation: head.organisation,
            madeUnder: head.madeUnder,
            rootVersion: 1 + step,
            regime: .full,
            threshold: 2,
            owners: organisation.owners.map(\.publicKey),
            authorityKey: organisation.logKey.publicKey,
            actsKey: organisation.logKey.publicKey,
            receiptsKey: organisation.logKey.publicKey,
            previous: SHA256.hash((organisation.standing.root ?? organisation.root).encoded)
        )
    }

    private func services(_ step: UInt64, _ head: StatementHead) -> ServicesStatement {
        ServicesStatement(
            head: head,
            version: step,
            notesKey: key(step),
            witnessKey: key(1),
            mirrorKey: key(2),
            safeKey: key(3),
            transportKey: key(4),
            enrolmentKey: key(5),
            tagServiceKey: key(6)
        )
    }

    private func officers(_ step: UInt64, _ head: StatementHead) -> OfficersStatement {
        let old = organisation.officersStatement(version: 1 + step)
        return OfficersStatement(
            head: head,
            version: 1 + step,
            officers: old.officers.map {
                Officer(person: $0.person, key: $0.key, isSecurityOfficer: true, isDutyOfficer: step % 2 == 1)
            }
        )
    }

    private func rules(_ step: UInt64, _ head: StatementHead) -> RulesStatement {
        let rule = organisation.rule
        return RulesStatement(
            head: head,
            version: 1 + step,
            rules: [
                SealRule(
                    name: rule.name,
                    approvals: rule.approvals,
                    needsCompanion: true,
                    modes: rule.modes,
                    offlineSecondsMax: step
                )
            ]
        )
    }

    private func witnesses(_ step: UInt64, _ head: StatementHead) -> WitnessPolicyStatement {
        WitnessPolicyStatement(
            head: head,
            version: step,
            witnesses: [Witness(name: "example.org/cabinet/c1", key: key(step))]
        )
    }

    private func site(_ step: UInt64, _ head: StatementHead) -> SiteStatement {
        SiteStatement(
            head: head,
            version: 1 + step,
            site: "east",
            name: "东支行 \(step)",
            unit: "华东",
            policyEpoch: 1,
            policyKey: Bytes(organisation.logKey.publicKey.bytes)
        )
    }

    private func cabinet(_ step: UInt64, _ head: StatementHead) -> CabinetStatement {
        let old = organisation.cabinet(version: 1 + step)
        return CabinetStatement(
            head: head,
            version: 1 + step,
            cabinet: old.cabinet,
            site: old.site,
            name: "\(step)",
            keys: old.keys,
            request: old.request
        )
    }

    /// Has no version: the later of two is the one that was made under more leaves.
    private func approver(_ step: UInt64, _ head: StatementHead) -> ApproverStatement {
        ApproverStatement(
            head: StatementHead(
                organisation: head.organisation,
                madeUnder: head.madeUnder > organisation.standing.size
                    ? head.madeUnder : organisation.standing.size - 2 + min(step, 2)
            ),
            person: id(110),
            generation: 1,
            key: key(step),
            groups: ["branch"]
        )
    }

    private func person(_ step: UInt64, _ head: StatementHead) -> PersonStatement {
        PersonStatement(head: head, person: id(3), generation: 1, version: step, name: "\(step)", rights: [])
    }

    private func credential(_ step: UInt64, _ head: StatementHead) -> CredentialStatement {
        CredentialStatement(
            head: head,
            credential: id(30),
            person: id(Int(step)),
            generation: 1,
            credentialKind: .pin
        )
    }

    private func seal(_ step: UInt64, _ head: StatementHead) -> SealStatement {
        SealStatement(
            head: head,
            seal: id(400),
            version: step,
            name: "\(step)",
            tag: TagReference(uid: Bytes([4, 0, 0, 0, 0, 0, 1]), keyNumber: 1, keyVersion: 1),
            grade: .proved,
            cabinet: "c1",
            drawer: 1,
            rule: "contract"
        )
    }

    private func lockMap(_ step: UInt64, _ head: StatementHead) -> LockMapStatement {
        LockMapStatement(head: head, cabinet: "c1", version: step, drawers: [])
    }

    private func tagJob(_ step: UInt64, _ head: StatementHead) -> TagJobStatement {
        TagJobStatement(
            head: head,
            job: Bytes([UInt8](repeating: 1, count: 16)),
            cabinet: "c1",
            uid: Bytes([4, 0, 0, 0, 0, 0, 1]),
            purpose: .seal,
            keyVersion: step
        )
    }
}
