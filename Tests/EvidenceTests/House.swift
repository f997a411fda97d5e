import Authority
import Cryptography
import Custody
import FoundationEssentials
import Records
import Store
import Testing

@testable import Evidence

/// A house with three owners, two officers, two approvers, one site, one cabinet and two seals; and headquarters' store.
struct House {
    static let name = "example.org"
    static let seal: Identifier<Seal> = id(400)
    static let otherSeal: Identifier<Seal> = id(401)
    static let taker: Identifier<Person> = id(3)
    static let companion: Identifier<Person> = id(4)
    /// The first moment of the day that is exported.
    static let morning: Int64 = 1_770_000_000_000
    static let evening = morning + 86_399_999
    static let tag = TagReference(uid: Bytes([4, 1, 2, 3, 4, 5, 6]), keyNumber: 1, keyVersion: 1)

    let store: EvidenceFile
    let owners: [Ed25519PrivateKey]
    let officers: [Ed25519PrivateKey]
    let approvers: [Ed25519PrivateKey]
    let approverIDs: [Identifier<Person>] = [id(100), id(101)]
    let actKey: Ed25519PrivateKey
    let cosigners: [HeadquartersCosigners.Role: Cosigner]
    let witness: Cosigner
    let root: SignedStatement
    var authority: TestLog
    var policy: TestLog
    var acts: TestLog
    var headquarters: TestLog
    var receipts: TestLog
    var now = morning

    private let services: ServicesStatement
    let logKeys: [Ed25519PrivateKey]
    /// The keys of the cabinet's epochs from 2 on.
    let epochKeys: [Ed25519PrivateKey]

    private let folder: TestFolder

    init(folder: TestFolder) throws {
        self.folder = folder
        store = try EvidenceFile(path: folder.path + "/evidence.sqlite")
        owners = try (0..<3).map { _ in try Ed25519PrivateKey() }
        officers = try (0..<2).map { _ in try Ed25519PrivateKey() }
        approvers = try (0..<2).map { _ in try Ed25519PrivateKey() }
        logKeys = try (0..<3).map { _ in try Ed25519PrivateKey() }
        epochKeys = try (0..<4).map { _ in try Ed25519PrivateKey() }
        actKey = try Ed25519PrivateKey()
        let keys: [HeadquartersCosigners.Role: Ed25519PrivateKey] = [
            .witness: try Ed25519PrivateKey(), .mirror: try Ed25519PrivateKey(),
            .safe: try Ed25519PrivateKey(),
        ]
        var cosigners: [HeadquartersCosigners.Role: Cosigner] = [:]
        for (role, key) in keys {
            cosigners[role] = Cosigner(name: try HeadquartersCosigners.name(role, Self.name), privateKey: key)
        }
        self.cosigners = cosigners
        witness = Cosigner(
            name: try NoteKeyName("notary.example.net/witness"),
            privateKey: try Ed25519PrivateKey()
        )
        root = try Self.signed(
            RootStatement(
                organisation: Self.name,
                regime: .full,
                threshold: 2,
                owners: owners.map(\.publicKey),
                authorityKey: logKeys[0].publicKey,
                actsKey: logKeys[0].publicKey,
                receiptsKey: logKeys[0].publicKey
            ),
            by: Array(owners.prefix(2))
        )
        let any = Bytes(try Ed25519PrivateKey().publicKey.bytes)
        func key(_ role: HeadquartersCosigners.Role) -> Bytes { Bytes(keys[role]?.publicKey.bytes ?? []) }
        services = ServicesStatement(
            head: StatementHead(organisation: Self.name, madeUnder: 1),
            version: 1,
            notesKey: any,
            witnessKey: key(.witness),
            mirrorKey: key(.mirror),
            safeKey: key(.safe),
            transportKey: any,
            enrolmentKey: any,
            tagServiceKey: any
        )
        authority = try TestLog(store, LogNames.authority(Self.name, epoch: 1), logKeys[0])
        policy = try TestLog(store, LogNames.policy(Self.name, site: "east", epoch: 1), logKeys[1])
        acts = try TestLog(
            store,
            LogNames.acts(Self.name, cabinet: "c1", epoch: 1),
            logKeys[2],
            actKey: actKey
        )
        headquarters = try TestLog(store, LogNames.headquartersActs(Self.name, epoch: 1), logKeys[0])
        receipts = try TestLog(store, LogNames.receipts(Self.name, epoch: 1), logKeys[0])
    }

    var pinnedRoot: Digest { root.digest }
    var head: StatementHead { StatementHead(organisation: Self.name, madeUnder: authority.writer.head.size) }
    var heads: ObeyedHeads {
        ObeyedHeads(
            authority: (
                authority.writer.origin.epoch, authority.writer.head.size, authority.writer.head.root
            ),
            policy: (policy.writer.origin.epoch, policy.writer.head.size, policy.writer.head.root)
        )
    }
    var claim: EvidenceClaim {
        get throws { try #require(EvidenceClaim(seal: Self.seal, from: Self.morning, to: Self.evening)) }
    }

    static func signed(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws -> SignedStatement {
        var signed = SignedStatement(statement)
        for key in keys { try signed.sign(with: key) }
        return signed
    }
}

extension House {
    /// Root, services, officers, rules, site, cabinet and approvers.
    mutating func found(withWitness: Bool = false) throws {
        try append(root, .root)
        try give(services, by: owners)
        try give(officersStatement, by: owners)
        try give(RulesStatement(head: head, version: 1, rules: [rule]), by: owners)
        try give(site, by: owners)
        try give(cabinet(), by: officers)
        for index in approvers.indices { try give(approver(index), by: officers) }
        if withWitness {
            let key = Bytes(witness.verifierKey.publicKey.bytes)
            let list = [Witness(name: witness.verifierKey.name.text, key: key)]
            try give(WitnessPolicyStatement(head: head, version: 1, witnesses: list), by: owners)
        }
        for (seal, drawer) in [(Self.seal, UInt64(1)), (Self.otherSeal, 2)] {
            try file(sealStatement(seal, drawer: drawer), by: officers)
        }
        for (person, name) in [(Self.taker, "张三"), (Self.companion, "李四"), (id(9), "王五")] {
            try file(
                PersonStatement(
                    head: head,
                    person: person,
                    generation: 1,
                    version: 1,
                    name: name,
                    rights: [.companion]
                ),
                by: officers
            )
        }
    }

    mutating func give(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws {
        try append(try Self.signed(statement, by: keys), type(of: statement).kind)
    }

    private mutating func append(_ signed: SignedStatement, _ kind: RecordKind) throws {
        try authority.append(
            Draft(.giving, kind, isCritical: true, actor: Actor(component: "test"), detail: signed.canonical),
            at: Self.morning - 3_600_000,
            obeying: nil
        )
    }

    mutating func file(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws {
        try fileRecord(type(of: statement).kind, detail: try Self.signed(statement, by: keys).canonical)
    }

    mutating func file(_ grant: ApprovedGrant) throws { try fileRecord(.grant, detail: grant.canonical) }

    private mutating func fileRecord(_ kind: RecordKind, detail: CBOR) throws {
        try policy.append(
            Draft(.giving, kind, isCritical: true, actor: Actor(component: "test"), detail: detail),
            at: Self.morning - 3_600_000,
            obeying: heads
        )
    }

    func approved(_ grant: GrantStatement, by keys: [Ed25519PrivateKey]? = nil) throws -> ApprovedGrant {
        var approved = ApprovedGrant(bytes: grant.encoded)
        for (index, key) in (keys ?? approvers).enumerated() {
            approved.add(try Approval(of: approved.bytes, by: approverIDs[index], key: key))
        }
        return approved
    }
}

extension House {
    var rule: SealRule {
        SealRule(
            name: "contract",
            approvals: [ApprovalStep(group: "branch", count: 1), ApprovalStep(group: "legal", count: 1)],
            needsCompanion: true,
            modes: [.borrow]
        )
    }

    func grant(_ number: Int = 1, madeUnder: UInt64? = nil, site: String = "east") -> GrantStatement {
        GrantStatement(
            head: StatementHead(organisation: Self.name, madeUnder: madeUnder ?? authority.writer.head.size),
            grant: id(200 + number),
            application: id(300 + number),
            applicant: id(2),
            seals: [Self.seal],
            site: site,
            takers: [PersonInGeneration(person: Self.taker, generation: 1)],
            mode: .borrow,
            reason: "签约",
            files: [ApprovedFile(digest: SHA256.hash([1]), name: "合同.pdf", pages: 14)],
            copies: 4,
            uses: 2,
            placeOfUse: "本机构内",
            companion: nil,
            expectedReturn: Self.evening,
            notBefore: Self.morning - 1_000_000,
            notAfter: Self.evening,
            offlineSecondsMax: 86_400
        )
    }

    private func sealStatement(_ seal: Identifier<Seal>, drawer: UInt64) -> SealStatement {
        SealStatement(
            head: head,
            seal: seal,
            version: 1,
            name: drawer == 1 ? "合同专用章" : "公章",
            tag: drawer == 1
                ? Self.tag : TagReference(uid: Bytes([4, 9, 9, 9, 9, 9, 9]), keyNumber: 1, keyVersion: 1),
            grade: .proved,
            cabinet: "c1",
            drawer: drawer,
            rule: "contract"
        )
    }

    private var officersStatement: OfficersStatement {
        OfficersStatement(
            head: head,
            version: 1,
            officers: officers.enumerated().map { index, key in
                Officer(
                    person: id(50 + index),
                    key: Bytes(key.publicKey.bytes),
                    isSecurityOfficer: true,
                    isDutyOfficer: false
                )
            }
        )
    }

    private var site: SiteStatement {
        SiteStatement(
            head: head,
            version: 1,
            site: "east",
            name: "东支行",
            unit: "华东",
            policyEpoch: 1,
            policyKey: Bytes(logKeys[1].publicKey.bytes)
        )
    }

    /// What officers enrol the cabinet with; with another key of its log or its acts where it is enrolled anew.
    func cabinet(
        version: UInt64 = 1,
        acts: Ed25519PrivateKey? = nil,
        act: Ed25519PrivateKey? = nil
    ) -> CabinetStatement {
        let key = services.notesKey
        return CabinetStatement(
            head: head,
            version: version,
            cabinet: "c1",
            site: "east",
            name: "1 号柜",
            keys: CabinetKeys(
                acts: Bytes((acts ?? logKeys[2]).publicKey.bytes),
                telemetry: key,
                act: Bytes((act ?? actKey).publicKey.bytes),
                witness: key,
                device: Bytes([UInt8](repeating: 4, count: 65)),
                transport: key,
                sealing: key,
                nextActs: EpochOpening.commitment(to: Bytes(epochKeys[0].publicKey.bytes))
            ),
            request: key
        )
    }

    private func approver(_ index: Int) -> ApproverStatement {
        ApproverStatement(
            head: head,
            person: approverIDs[index],
            generation: 1,
            key: Bytes(approvers[index].publicKey.bytes),
            groups: [["branch"], ["legal"]][index]
        )
    }
}

/// A folder that goes with the house.
final class TestFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/signet-evidence-" + UUID().uuidString

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// One log of the house, with what writes it.
struct TestLog {
    var writer: LogWriter<EvidenceFile>
    private var composer: Composer

    init(_ store: EvidenceFile, _ origin: Origin, _ key: Ed25519PrivateKey, actKey: Ed25519PrivateKey? = nil)
        throws
    {
        writer = try LogWriter(store: store, signer: try CheckpointSigner(origin: origin, privateKey: key))
        composer = Composer(
            origin: origin.text,
            boot: id(1),
            nextSequence: writer.head.size,
            lastTime: try store.timeOfLastLeaf(of: origin, size: writer.head.size),
            actKey: actKey
        )
    }

    mutating func append(_ draft: Draft, at time: Int64, monotonic: UInt64 = 1, obeying heads: ObeyedHeads?)
        throws
    {
        let reading = ClockReading(
            wallMilliseconds: time,
            monotonicMilliseconds: monotonic,
            quality: .disciplined
        )
        _ = try writer.append([try composer.compose(draft, at: reading, obeying: heads)])
    }

    /// Appends what whoever holds the log's key alone can write: a leaf with a signature that was copied from another one.
    mutating func append(_ draft: Draft, at time: Int64, bearing signature: [UInt8]) throws {
        let reading = ClockReading(wallMilliseconds: time, monotonicMilliseconds: 1, quality: .disciplined)
        let record = try composer.compose(draft, at: reading, obeying: nil)
        guard case .map(var leaf) = try Leaf(decoding: record.leafBytes).canonical else { return }
        leaf[9] = .bytes(signature)
        _ = try writer.append([Record(leafBytes: CBOR.map(leaf).encoded, bodyBytes: record.bodyBytes)])
    }
}

/// An id that a test can name.
func id<Subject>(_ number: Int) -> Identifier<Subject> {
    Identifier((0..<16).map { $0 == 15 ? UInt8(number & 0xFF) : $0 == 14 ? UInt8(number >> 8) : 0 })
        ?? { preconditionFailure("16 bytes make an id") }()
}
