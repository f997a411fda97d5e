import Authority
import Cryptography
import Glibc
import Records
import SealTags
import Testing

@testable import TagKeys

/// An organisation in the test's hands: owners, officers, two sites, three cabinets, and what headquarters would send.
struct House {
    static let name = "example.org"

    let owners: [Ed25519PrivateKey]
    let officers: [Ed25519PrivateKey]
    let notesKey: Ed25519PrivateKey
    let root: SignedStatement
    /// The sealing keys of the cabinets c1 and c2 of east, c3 of west, and c4, which is not enrolled yet.
    let sealing: [String: X25519PrivateKey]
    private(set) var records: [Record] = []
    private var composer: Composer

    init() throws {
        owners = try (0..<3).map { _ in try Ed25519PrivateKey() }
        officers = try (0..<2).map { _ in try Ed25519PrivateKey() }
        notesKey = try Ed25519PrivateKey()
        sealing = [
            "c1": try X25519PrivateKey(), "c2": try X25519PrivateKey(), "c3": try X25519PrivateKey(),
            "c4": try X25519PrivateKey(),
        ]
        let logKey = try Ed25519PrivateKey()
        root = try Self.signed(
            RootStatement(
                organisation: Self.name,
                regime: .full,
                threshold: 2,
                owners: owners.map(\.publicKey),
                authorityKey: logKey.publicKey,
                actsKey: logKey.publicKey,
                receiptsKey: logKey.publicKey
            ),
            by: Array(owners.prefix(2))
        )
        composer = Composer(
            origin: "example.org/hq/authority/e1",
            boot: id(1),
            nextSequence: 0,
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        try append(root, .root)
        try give(officersStatement, by: owners)
        try give(services, by: owners)
        for site in ["east", "west"] { try give(siteStatement(site), by: owners) }
        for (cabinet, site) in [("c1", "east"), ("c2", "east"), ("c3", "west")] {
            try give(cabinetStatement(cabinet, site: site), by: officers)
        }
    }

    var pinnedRoot: Digest { root.digest }

    var head: StatementHead { StatementHead(organisation: Self.name, madeUnder: UInt64(records.count)) }

    func job(
        _ number: Int = 1,
        cabinet: String = "c1",
        organisation: String = House.name,
        version: UInt64 = 1
    )
        -> TagJobStatement
    {
        TagJobStatement(
            head: StatementHead(organisation: organisation, madeUnder: head.madeUnder),
            job: jobID(number),
            cabinet: cabinet,
            uid: Bytes([4, 1, 2, 3, 4, 5, 6]),
            purpose: .card,
            keyVersion: version
        )
    }

    func jobID(_ number: Int) -> Bytes { Bytes((id(number) as Identifier<Person>).bytes) }

    func order(
        _ job: TagJobStatement,
        by signers: [Ed25519PrivateKey]? = nil,
        cabinets: [String] = ["c1", "c2"]
    )
        throws -> KeyServiceRequest
    {
        .job(TagJobOrder(job: try Self.signed(job, by: signers ?? officers), cabinets: cabinets))
    }

    func presence(_ number: Int, cabinets: [String], version: UInt64 = 1, organisation: String = House.name)
        -> PresenceOrder
    {
        PresenceOrder(
            organisation: organisation,
            id: jobID(number),
            uid: Bytes([4, 1, 2, 3, 4, 5, 6]),
            keyVersion: version,
            cabinets: cabinets
        )
    }

    /// Everything that `authority` holds, as one request.
    var authority: KeyServiceRequest { .authority(AuthorityStretch(first: 0, records: records)) }

    mutating func give(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws {
        try append(try Self.signed(statement, by: keys), type(of: statement).kind)
    }

    mutating func suspend(_ cabinet: String) throws {
        var subject = Subject()
        subject.cabinet = cabinet
        try append(Draft(.taking, .cabinetSuspended, actor: Actor(component: "test"), subject: subject))
    }

    static func signed(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws -> SignedStatement {
        var signed = SignedStatement(statement)
        for key in keys { try signed.sign(with: key) }
        return signed
    }

    func siteStatement(_ site: String) -> SiteStatement {
        SiteStatement(
            head: head,
            version: 1,
            site: site,
            name: site,
            unit: "",
            policyEpoch: 1,
            policyKey: Bytes(notesKey.publicKey.bytes)
        )
    }

    func cabinetStatement(_ cabinet: String, site: String) throws -> CabinetStatement {
        let key = Bytes(notesKey.publicKey.bytes)
        let sealing = try #require(self.sealing[cabinet])
        return CabinetStatement(
            head: head,
            version: 1,
            cabinet: cabinet,
            site: site,
            name: cabinet,
            keys: CabinetKeys(
                acts: key,
                telemetry: key,
                act: key,
                witness: key,
                device: Bytes([UInt8](repeating: 4, count: 65)),
                transport: key,
                sealing: Bytes(sealing.publicKey.bytes),
                nextActs: key
            ),
            request: key
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

    private var services: ServicesStatement {
        let key = Bytes(notesKey.publicKey.bytes)
        return ServicesStatement(
            head: head,
            version: 1,
            notesKey: key,
            witnessKey: key,
            mirrorKey: key,
            safeKey: key,
            transportKey: key,
            enrolmentKey: key,
            tagServiceKey: key
        )
    }

    private mutating func append(_ signed: SignedStatement, _ kind: RecordKind) throws {
        try append(
            Draft(.giving, kind, isCritical: true, actor: Actor(component: "test"), detail: signed.canonical)
        )
    }

    private mutating func append(_ draft: Draft) throws {
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        records.append(try composer.compose(draft, at: reading, obeying: nil))
    }
}

/// An id that a test can name.
func id<Subject>(_ number: Int) -> Identifier<Subject> {
    Identifier((0..<16).map { $0 == 15 ? UInt8(number & 0xFF) : $0 == 14 ? UInt8(number >> 8) : 0 })
        ?? { preconditionFailure("16 bytes make an id") }()
}

/// A folder of the service with masters, gone when the test has ended.
func withFolder<Result>(_ body: (KeyFolder, MasterKeys) async throws -> Result) async throws -> Result {
    var template = Array("/tmp/signet-keys-XXXXXX".utf8CString)
    let path = try #require(unsafe mkdtemp(&template).map { unsafe String(cString: $0) })
    defer {
        for name in ["masters", "authority", "receipts", "socket", "words"] {
            _ = unsafe unlink(path + "/" + name)
        }
        _ = unsafe rmdir(path)
    }
    let folder = KeyFolder(path: path)
    let lock = KeyLock.passphrase(SecretBytes(Array("a long passphrase".utf8)))
    _ = try folder.initialise(lock: lock, cost: 16)
    return try await body(folder, try folder.keys(lock: lock))
}
