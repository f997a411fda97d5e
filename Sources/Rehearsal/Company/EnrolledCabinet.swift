import Authority
import Cryptography
import Enrolment
import Records
import Replication
import Simulation

/// A cabinet as it left its enrolment: its keys, and the seal and the person that belong to it.
struct EnrolledCabinet: Sendable {
    /// Drawers of each cabinet: the seal's own, and one more.
    static let drawerCount: UInt64 = 2
    /// Cabinets of one site.
    private static let cabinetsPerSite = 10

    let number: Int
    let act: Ed25519PrivateKey
    let witnessKey: Ed25519PrivateKey
    let transport: TransportKey
    /// The first keys of its logs, from which all later ones follow.
    private let acts: Ed25519PrivateKey
    private let telemetry: Ed25519PrivateKey

    var name: String { "c\(number)" }
    var site: String { Self.site(of: number) }
    var taker: Identifier<Person> { id(1_000 + number) }
    var seal: Identifier<Seal> { id(2_000 + number) }
    var tag: TagReference {
        TagReference(uid: Bytes([4, 1, 1, 1, 1, 1, UInt8(number)]), keyNumber: 1, keyVersion: 1)
    }

    init(_ number: Int, using generator: inout SeededGenerator) throws {
        self.number = number
        let key = { (generator: inout SeededGenerator) in try Staff.key(using: &generator) }
        (acts, act) = (try key(&generator), try key(&generator))
        (witnessKey, telemetry) = (try key(&generator), try key(&generator))
        // Lines are not encrypted here: a key on them is only a name.
        guard let transport = TransportKey(try key(&generator).publicKey.bytes) else {
            throw RecordsError(.malformed, "a transport key has 32 bytes")
        }
        self.transport = transport
    }

    static func site(of number: Int) -> String { "s\((number - 1) / cabinetsPerSite + 1)" }

    /// What officers sign of it, where it takes another machine's place as the one behind that.
    func statement(_ head: StatementHead, version: UInt64 = 1, behind replacement: Replacement? = nil) throws
        -> CabinetStatement
    {
        CabinetStatement(
            head: head,
            version: version,
            cabinet: name,
            site: site,
            name: "\(number) 号柜",
            keys: CabinetKeys(
                acts: Bytes(acts.publicKey.bytes),
                telemetry: Bytes(telemetry.publicKey.bytes),
                act: Bytes(act.publicKey.bytes),
                witness: Bytes(witnessKey.publicKey.bytes),
                // Signs nothing in a story; it has the form of a point (SEC 1, section 2.3.3) and is this machine's own.
                device: Bytes([4] + acts.publicKey.bytes + act.publicKey.bytes),
                transport: Bytes(transport.bytes),
                sealing: Bytes(transport.bytes),
                nextActs: Bytes(
                    try actsKey(replacement?.actsEpoch ?? 1, first: replacement?.actsEpoch ?? 1).nextKey.bytes
                )
            ),
            request: Bytes([UInt8](repeating: 9, count: 32)),
            replacement: replacement
        )
    }

    /// Whether officers enrolled this very machine.
    func isNamed(in statement: CabinetStatement) -> Bool { statement.keys.acts.bytes == acts.publicKey.bytes }

    /// The key of its acts in an epoch; the first of its epochs is another one for a machine that took another's place.
    func actsKey(_ epoch: UInt64, first: UInt64) throws -> LogKey {
        try Self.key("acts", epoch, of: acts, first: first)
    }

    /// The key of its telemetry in an epoch.
    func telemetryKey(_ epoch: UInt64, first: UInt64) throws -> LogKey {
        try Self.key("telemetry", epoch, of: telemetry, first: first)
    }

    private static func key(_ log: String, _ epoch: UInt64, of key: Ed25519PrivateKey, first: UInt64) throws
        -> LogKey
    {
        func privateKey(_ number: UInt64) throws -> Ed25519PrivateKey {
            guard number > first else { return key }
            let seed = SHA256.hash(parts: [key.publicKey.bytes, Array("\(number)".utf8)])
            return try Ed25519PrivateKey(seed: seed.bytes)
        }
        let next = try privateKey(epoch + 1).publicKey
        return LogKey(
            log: log,
            epoch: epoch,
            privateKey: try privateKey(epoch),
            nextKey: SHA256.hash(parts: [Domain.nextKey.prefix, next.bytes])
        )
    }

    func lockMap(_ head: StatementHead) -> LockMapStatement {
        let drawers = (1...Self.drawerCount).map { number in
            let place = BoardPlace(board: "a", number: number)
            return DrawerPlace(
                drawer: number,
                reader: "slot-\(number)",
                lock: place,
                bolt: SwitchPlace(place, isActiveWhenSecure: true),
                door: nil,
                light: nil
            )
        }
        return LockMapStatement(head: head, cabinet: name, version: 1, drawers: drawers)
    }

    func sealStatement(_ head: StatementHead) -> SealStatement {
        SealStatement(
            head: head,
            seal: seal,
            version: 1,
            name: "合同专用章",
            tag: tag,
            grade: .proved,
            cabinet: name,
            drawer: 1,
            rule: "contract"
        )
    }

    func takerStatement(_ head: StatementHead) -> PersonStatement {
        PersonStatement(head: head, person: taker, generation: 1, version: 1, name: "王某", rights: [])
    }

    /// A grant of the seal for its taker.
    func grant(_ number: Int, _ head: StatementHead, uses: UInt64, from: Int64, until: Int64)
        -> GrantStatement
    {
        GrantStatement(
            head: head,
            grant: id(10_000 + number),
            application: id(500_000 + number),
            applicant: id(2),
            seals: [seal],
            site: site,
            takers: [PersonInGeneration(person: taker, generation: 1)],
            mode: .borrow,
            reason: "签约",
            files: [],
            copies: 1,
            uses: uses,
            placeOfUse: "本机构内",
            companion: nil,
            expectedReturn: until,
            notBefore: from,
            notAfter: until,
            offlineSecondsMax: 14 * 86_400
        )
    }
}
