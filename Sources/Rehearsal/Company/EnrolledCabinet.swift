import Authority
import CabinetAppliance
import Cryptography
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
    let logKeys: CabinetLogKeys
    let witnessKey: Ed25519PrivateKey
    let transport: TransportKey
    private let telemetry: StoredTelemetryKeys

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
        let (acts, act) = (try key(&generator), try key(&generator))
        witnessKey = try key(&generator)
        telemetry = StoredTelemetryKeys(first: try key(&generator))
        logKeys = CabinetLogKeys(acts: acts, act: act, telemetry: telemetry.keys)
        // Lines are not encrypted here: a key on them is only a name.
        guard let transport = TransportKey(try key(&generator).publicKey.bytes) else {
            throw RecordsError(.malformed, "a transport key has 32 bytes")
        }
        self.transport = transport
    }

    static func site(of number: Int) -> String { "s\((number - 1) / cabinetsPerSite + 1)" }

    func statement(_ head: StatementHead) -> CabinetStatement {
        CabinetStatement(
            head: head,
            version: 1,
            cabinet: name,
            site: site,
            name: "\(number) 号柜",
            keys: CabinetKeys(
                acts: Bytes(logKeys.acts.publicKey.bytes),
                telemetry: Bytes(telemetry.first.publicKey.bytes),
                act: Bytes(logKeys.act.publicKey.bytes),
                witness: Bytes(witnessKey.publicKey.bytes),
                device: Bytes([UInt8](repeating: 4, count: 65)),
                transport: Bytes(transport.bytes),
                sealing: Bytes(transport.bytes),
                nextActs: Bytes([UInt8](repeating: 5, count: 32))
            ),
            request: Bytes([UInt8](repeating: 9, count: 32))
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
