import Authority
import Cryptography
import FoundationEssentials
import Glibc
import Records

@testable import Enrolment

/// A small seeded generator (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

extension [UInt8] {
    /// The same bytes with one to three accidents: a changed, lost, doubled or cut byte.
    func damaged(using generator: inout SplitMix) -> [UInt8] {
        var bytes = self
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(bytes[index], at: index)
            case 3: bytes.removeLast(bytes.count - index)
            default: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
        }
        return bytes
    }
}

/// A folder of its own for a test, gone afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.path() + "/signet-enrolment-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

/// The permission bits of a file.
func mode(of path: String) -> UInt32 {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return 0 }
    return status.st_mode & 0o7777
}

/// An id that a test can name.
func id<Subject>(_ number: UInt8) -> Identifier<Subject> {
    Identifier([UInt8](repeating: 0, count: 15) + [number])
        ?? { preconditionFailure("16 bytes make an id") }()
}

func passphrase(_ text: String) throws -> Passphrase {
    var bytes = Array(text.utf8)
    return try Passphrase(moving: &bytes)
}

func credential(_ byte: UInt8 = 1) throws -> CredentialKey {
    try CredentialKey(SecretBytes([UInt8](repeating: byte, count: 32)))
}

/// Owners, officers, headquarters and one cabinet that wants to be enrolled, with all keys in the test's hands.
struct Installation {
    static let organisation = "example.org"
    static let now: Int64 = 1_800_000_000_000

    let owners: [Ed25519PrivateKey]
    let officers: [Ed25519PrivateKey]
    let headquarters: HeadquartersSecrets
    let cabinet: CabinetSecrets
    let root: SignedStatement
    var standing: Standing
    private var composer: Composer

    init() throws {
        owners = try (0..<3).map { _ in try Ed25519PrivateKey() }
        officers = try (0..<2).map { _ in try Ed25519PrivateKey() }
        headquarters = try HeadquartersSecrets(making: try credential())
        cabinet = try CabinetSecrets(making: try credential())
        let keys = try headquarters.publicKeys()
        let statement = RootStatement(
            organisation: Self.organisation,
            regime: .full,
            threshold: 2,
            owners: owners.map(\.publicKey),
            authorityKey: keys.authority,
            actsKey: keys.acts,
            receiptsKey: keys.receipts
        )
        var signed = SignedStatement(statement)
        for owner in owners.prefix(2) { try signed.sign(with: owner) }
        root = signed
        standing = Standing(organisation: Self.organisation, pinnedRoot: signed.digest)
        composer = Composer(
            origin: "example.org/hq/authority/e1",
            boot: id(1),
            nextSequence: 0,
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        try give(signed, kind: .root)
        try give(services, by: owners)
        try give(officersStatement, by: owners)
        try give(site, by: owners)
    }

    var head: StatementHead { StatementHead(organisation: Self.organisation, madeUnder: standing.size) }

    var services: ServicesStatement {
        get throws {
            let keys = try headquarters.publicKeys()
            return ServicesStatement(
                head: head,
                version: 1,
                notesKey: Bytes(keys.notes.bytes),
                witnessKey: Bytes(keys.witness.bytes),
                mirrorKey: Bytes(keys.mirror.bytes),
                safeKey: Bytes(keys.safe.bytes),
                transportKey: Bytes(keys.transport.bytes),
                enrolmentKey: Bytes(keys.enrolment.bytes),
                tagServiceKey: Bytes([UInt8](repeating: 9, count: 32))
            )
        }
    }

    private var officersStatement: OfficersStatement {
        OfficersStatement(
            head: head,
            version: 1,
            officers: officers.enumerated().map { index, key in
                Officer(
                    person: id(UInt8(50 + index)),
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
            policyKey: Bytes(owners[0].publicKey.bytes)
        )
    }

    func slip(expiry: Int64 = now + 86_400_000, cabinet name: String = "c1") throws -> SignedSlip {
        let slip = try Slip(
            organisation: Self.organisation,
            cabinet: name,
            cabinetVersion: 1,
            site: "east",
            name: "1 号柜",
            root: root.digest,
            headquarters: try headquarters.publicKeys(),
            replicationEndpoints: ["tcp://127.0.0.1:7443"],
            enrolmentEndpoints: ["tcp://127.0.0.1:7444"],
            expiry: expiry
        )
        return try SignedSlip(slip, by: headquarters.notes)
    }

    func request(_ signed: SignedSlip, secrets: CabinetSecrets? = nil, note: String = "") throws
        -> SignedRequest
    {
        let (slip, secrets) = (try signed.opened(), secrets ?? cabinet)
        let request = EnrolmentRequest(
            slip: slip,
            keys: try secrets.publicKeys(),
            selfTest: [SelfTestResult(name: "lock 1", outcome: .passed, note: note)]
        )
        return try SignedRequest(request, secrets: secrets, slip: slip)
    }

    func statement(_ request: EnrolmentRequest, cabinet: String = "c1", keys: CabinetKeys? = nil)
        -> CabinetStatement
    {
        CabinetStatement(
            head: head,
            version: 1,
            cabinet: cabinet,
            site: "east",
            name: "1 号柜",
            keys: keys ?? request.keys,
            request: Bytes(request.digest.bytes)
        )
    }

    func signed(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws -> SignedStatement {
        var signed = SignedStatement(statement)
        for key in keys { try signed.sign(with: key) }
        return signed
    }

    mutating func give(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws {
        try give(signed(statement, by: keys), kind: type(of: statement).kind)
    }

    mutating func give(_ signed: SignedStatement, kind: RecordKind) throws {
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        let draft = Draft(
            .giving,
            kind,
            isCritical: true,
            actor: Actor(component: "test"),
            detail: signed.canonical
        )
        let outcome = try standing.fold(composer.compose(draft, at: reading, obeying: nil).opened())
        precondition(outcome == .counted, "\(outcome)")
    }
}
