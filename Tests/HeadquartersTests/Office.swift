import Authority
import Cryptography
import Custody
import Enrolment
import FoundationEssentials
import Host
import Records
import Replication
import Store
import Synchronization
import Testing

@testable import Headquarters

/// A clock that tests set.
final class HandClock: HostClock {
    private let now = Mutex<Int64>(1_800_000_000_000)

    var wallMilliseconds: Int64 { now.withLock { $0 } }
    var bootMilliseconds: UInt64 { UInt64(wallMilliseconds - 1_799_999_000_000) }

    func pass(_ milliseconds: Int64) { now.withLock { $0 += milliseconds } }
}

/// An organisation whose every key lies in the test's hand, and a headquarters that holds only its own.
final class Office: Sendable {
    static let name = "example.org"

    let folder: String
    let clock: HandClock
    let owners: [Ed25519PrivateKey]
    let officers: [Ed25519PrivateKey]
    let approvers: [Ed25519PrivateKey]
    let approverIDs: [Identifier<Person>]
    let keys: HeadquartersKeyFile
    let credential: CredentialKey
    let root: SignedStatement
    let ledger: HeadquartersLedger

    private init(
        folder: String,
        clock: HandClock,
        people: ([Ed25519PrivateKey], [Ed25519PrivateKey], [Ed25519PrivateKey]),
        approverIDs: [Identifier<Person>],
        keys: HeadquartersKeyFile,
        credential: CredentialKey,
        root: SignedStatement,
        isFounding: Bool = false
    ) async throws {
        self.folder = folder
        self.clock = clock
        (owners, officers, approvers) = people
        self.approverIDs = approverIDs
        self.keys = keys
        self.credential = credential
        self.root = root
        ledger = try await Self.open(folder, keys, root, clock, isFounding: isFounding)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static func open(
        _ folder: String,
        _ keys: HeadquartersKeyFile,
        _ root: SignedStatement,
        _ clock: HandClock,
        isFounding: Bool = false
    ) async throws -> HeadquartersLedger {
        var generator = SystemRandomNumberGenerator()
        return try await HeadquartersLedger.open(
            store: EvidenceFile(path: folder + "/evidence.sqlite"),
            shutNotesPath: folder + "/missing",
            keys: keys,
            root: root,
            isFounding: isFounding,
            boot: Identifier(using: &generator),
            clock: clock
        )
    }

    /// A headquarters under a signed root and nothing else.
    static func opened() async throws -> Office {
        let folder =
            "\(FileManager.default.temporaryDirectory.path)/signet-hq-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let credential = try CredentialKey.readOrMake(path: folder + "/credential")
        let keys = try HeadquartersKeyFile(making: folder + "/secrets", credential: credential)
        let people = { (count: Int) in try (0..<count).map { _ in try Ed25519PrivateKey() } }
        let owners = try people(3)
        let publicKeys = try keys.current.publicKeys()
        let root = RootStatement(
            organisation: name,
            regime: .full,
            threshold: 2,
            owners: owners.map(\.publicKey),
            authorityKey: publicKeys.authority,
            actsKey: publicKeys.acts,
            receiptsKey: publicKeys.receipts
        )
        var generator = SystemRandomNumberGenerator()
        let ids: [Identifier<Person>] = (0..<3).map { _ in Identifier(using: &generator) }
        return try await Office(
            folder: folder,
            clock: HandClock(),
            people: (owners, try people(2), try people(3)),
            approverIDs: ids,
            keys: keys,
            credential: credential,
            root: try signed(root, by: Array(owners.prefix(2))),
            isFounding: true
        )
    }

    /// A copy of the evidence as it is now: what a backup holds.
    func backup() throws -> String {
        let copy = "\(folder)-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for name in ["evidence.sqlite", "evidence.sqlite-wal"]
        where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(copy)/\(name)")
        }
        return copy
    }

    /// The same headquarters with the evidence of a backup.
    func restored(from backup: String) async throws -> Office {
        try await Office(
            folder: backup,
            clock: clock,
            people: (owners, officers, approvers),
            approverIDs: approverIDs,
            keys: keys,
            credential: credential,
            root: root
        )
    }

    /// Gets back what it lacks of `authority`, as cabinet c1 has it from a headquarters that lacks nothing.
    func takeBackAuthority(of whole: Office) async throws {
        let (origin, first) = (ledger.origins.authority, ledger.view.standing.size)
        let offer = try #require(try await whole.ledger.offer(origin, from: first)).offer
        _ = try await ledger.missing([offer.note.bytes], shownBy: "c1")
        let stretch = try await whole.ledger.read(origin, from: first, byteCountMax: 1 << 20)
        _ = try await ledger.recover(origin, first: first, stretch.bundle, from: "c1")
    }

    /// With services, officers, a rule, two sites and approvers.
    static func founded() async throws -> Office {
        let office = try await opened()
        let keys = try office.keys.current.publicKeys()
        let bytes = { (key: [UInt8]) in Bytes(key) }
        try await office.give(
            ServicesStatement(
                head: office.head,
                version: 1,
                notesKey: bytes(keys.notes.bytes),
                witnessKey: bytes(keys.witness.bytes),
                mirrorKey: bytes(keys.mirror.bytes),
                safeKey: bytes(keys.safe.bytes),
                transportKey: bytes(keys.transport.bytes),
                enrolmentKey: bytes(keys.enrolment.bytes),
                tagServiceKey: bytes(keys.notes.bytes)
            ),
            by: office.ownerPair
        )
        try await office.give(office.officersStatement, by: office.ownerPair)
        try await office.give(
            RulesStatement(head: office.head, version: 1, rules: [office.rule]),
            by: office.ownerPair
        )
        for (site, unit) in [("east", "华东"), ("north", "华北")] {
            try await office.give(try office.site(site, unit: unit), by: office.ownerPair)
        }
        for index in 0..<3 { try await office.give(office.approver(index), by: office.officers) }
        return office
    }

    var ownerPair: [Ed25519PrivateKey] { Array(owners.prefix(2)) }

    var head: StatementHead {
        StatementHead(organisation: Self.name, madeUnder: ledger.view.standing.size)
    }

    var officersStatement: OfficersStatement {
        OfficersStatement(
            head: head,
            version: 1,
            officers: officers.map { key in
                var generator = SystemRandomNumberGenerator()
                return Officer(
                    person: Identifier(using: &generator),
                    key: Bytes(key.publicKey.bytes),
                    isSecurityOfficer: true,
                    isDutyOfficer: false
                )
            }
        )
    }

    var rule: SealRule {
        SealRule(
            name: "contract",
            approvals: [ApprovalStep(group: "branch", count: 1), ApprovalStep(group: "legal", count: 1)],
            needsCompanion: false,
            modes: [.borrow]
        )
    }

    func site(_ site: String, unit: String) throws -> SiteStatement {
        SiteStatement(
            head: head,
            version: 1,
            site: site,
            name: "\(unit)支行",
            unit: unit,
            policyEpoch: 1,
            policyKey: Bytes(try keys.policyKey(makingFor: site).bytes)
        )
    }

    /// The first is a branch head, the second sits in legal, the third in both.
    func approver(_ index: Int) -> ApproverStatement {
        ApproverStatement(
            head: head,
            person: approverIDs[index],
            generation: 1,
            key: Bytes(approvers[index].publicKey.bytes),
            groups: [["branch"], ["legal"], ["branch", "legal"]][index]
        )
    }

    func cabinet(_ name: String, site: String, keys: CabinetKeys) -> CabinetStatement {
        CabinetStatement(
            head: head,
            version: 1,
            cabinet: name,
            site: site,
            name: "\(name) 号柜",
            keys: keys,
            request: Bytes([UInt8](repeating: 9, count: 32))
        )
    }

    static func signed(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws -> SignedStatement {
        var signed = SignedStatement(statement)
        for key in keys { try signed.sign(with: key) }
        return signed
    }

    @discardableResult
    func give(_ statement: some Statement, by keys: [Ed25519PrivateKey], site: String? = nil) async throws
        -> GivenRecord
    {
        try await ledger.give(
            try Self.signed(statement, by: keys),
            site: site,
            by: Actor(component: "test")
        )
    }

    /// Enrols a cabinet by two officers; its keys stay in the test's hand.
    func enrol(_ name: String, site: String = "east") async throws -> CabinetSecrets {
        let secrets = try CabinetSecrets(making: credential)
        try await give(cabinet(name, site: site, keys: try secrets.publicKeys()), by: officers)
        return secrets
    }

    /// A person of a site, and a seal in a drawer of a cabinet.
    func furnish(_ cabinet: String, site: String = "east", drawer: UInt64 = 1) async throws -> (
        person: Identifier<Person>, seal: Identifier<Seal>
    ) {
        var generator = SystemRandomNumberGenerator()
        let (person, seal) = (Identifier<Person>(using: &generator), Identifier<Seal>(using: &generator))
        try await give(
            PersonStatement(head: head, person: person, generation: 1, version: 1, name: "王某", rights: []),
            by: officers,
            site: site
        )
        try await give(
            SealStatement(
                head: head,
                seal: seal,
                version: 1,
                name: "合同专用章",
                tag: TagReference(
                    uid: Bytes((0..<7).map { _ in UInt8.random(in: 0...255) }),
                    keyNumber: 1,
                    keyVersion: 1
                ),
                grade: .proved,
                cabinet: cabinet,
                drawer: drawer,
                rule: "contract"
            ),
            by: officers
        )
        return (person, seal)
    }

    /// The heads of which `receipts` says that they were cosigned, in order.
    func receiptedHeads() async throws -> [Checkpoint] {
        var heads: [Checkpoint] = []
        let origin = ledger.origins.receipts
        let size = try ledger.store.status(of: origin)?.head.size ?? 0
        try ledger.store.forEachRecord(of: origin, from: 0, to: size) {
            let opened = try $1.opened()
            guard try opened.kind()?.kind == .headCosigned, let detail: HeadCosigned = try opened.detail()
            else { return }
            heads.append(try Checkpoint(SignedNote(parsing: detail.note.bytes)))
        }
        return heads
    }

    func form(_ seal: Identifier<Seal>, _ taker: Identifier<Person>) -> ApplicationForm {
        let now = clock.wallMilliseconds
        return ApplicationForm(
            seals: [seal],
            takers: [taker],
            reason: "签约",
            placeOfUse: "本机构内",
            expectedReturn: now + 3_600_000,
            notBefore: now - 60_000,
            notAfter: now + 86_400_000
        )
    }

    func approval(of application: Application, by index: Int) throws -> Approval {
        try Approval(of: application.approved.bytes, by: approverIDs[index], key: approvers[index])
    }
}
