import Cryptography
import FoundationEssentials
import GRDB
import Host
import Records
import Replication
import Simulation
import Store
import Testing

@testable import Authority
@testable import CabinetAppliance
@testable import Custody

/// A cabinet with one seal, one person with a card, one grant of two uses of which one is spent, and files of its own.
struct KeptCabinet {
    struct FixedClock: HostClock {
        let wallMilliseconds: Int64 = 1_500_000
        let bootMilliseconds: UInt64 = 7_000
    }

    static let seal: Identifier<Seal> = id(400)
    static let taker: Identifier<Person> = id(3)
    static let tag = TagReference(uid: Bytes([4, 0, 0, 0, 0, 0, 1]), keyNumber: 1, keyVersion: 1)

    let folder: String
    let organisation: SimulatedOrganisation
    let keys: CabinetLogKeys
    let telemetryKeys: KeptTelemetryKeys

    var projections: String { folder + "/projections.sqlite" }

    static func with(_ body: (KeptCabinet) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/signet-kept-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let places = (1...2).map { number in
            DrawerPlace(
                drawer: UInt64(number),
                reader: "slot-\(number)",
                lock: BoardPlace(board: "a", number: UInt64(number)),
                bolt: SwitchPlace(BoardPlace(board: "a", number: UInt64(number)), isActiveWhenSecure: true),
                door: nil,
                light: nil
            )
        }
        _ = try organisation.file(
            LockMapStatement(head: organisation.head, cabinet: "c1", version: 1, drawers: places),
            by: officers
        )
        _ = try organisation.file(
            SealStatement(
                head: organisation.head,
                seal: seal,
                version: 1,
                name: "合同专用章",
                tag: tag,
                grade: .proved,
                cabinet: "c1",
                drawer: 1,
                rule: "contract"
            ),
            by: officers
        )
        _ = try organisation.file(
            PersonStatement(
                head: organisation.head,
                person: taker,
                generation: 1,
                version: 1,
                name: "某人",
                rights: []
            ),
            by: officers
        )
        _ = try organisation.file(
            CredentialStatement(
                head: organisation.head,
                credential: id(77),
                person: taker,
                generation: 1,
                credentialKind: .pin,
                verifiers: [SealedForCabinet(cabinet: "c1", sealed: Bytes([1, 2, 3]))]
            ),
            by: officers
        )
        _ = try organisation.file(try organisation.approved(organisation.grant()))
        let telemetryKeys = try KeptTelemetryKeys()
        let keys = CabinetLogKeys(
            acts: try Ed25519PrivateKey(),
            act: try Ed25519PrivateKey(),
            telemetry: telemetryKeys.keys
        )
        try await body(
            KeptCabinet(
                folder: folder,
                organisation: organisation,
                keys: keys,
                telemetryKeys: telemetryKeys
            )
        )
    }

    /// The same cabinet under what people gave since.
    func obeying(_ organisation: SimulatedOrganisation) -> KeptCabinet {
        KeptCabinet(folder: folder, organisation: organisation, keys: keys, telemetryKeys: telemetryKeys)
    }

    /// The same cabinet with other keys of its logs.
    func with(_ keys: CabinetLogKeys) -> KeptCabinet {
        KeptCabinet(folder: folder, organisation: organisation, keys: keys, telemetryKeys: telemetryKeys)
    }

    /// An open cabinet: close both files behind it.
    struct Running {
        let store: EvidenceFile
        let states: ProjectionFile
        let ledger: CabinetLedger<EvidenceFile>

        func close() throws {
            try store.close()
            try states.close()
        }
    }

    /// `quota`: the bytes that records may take, with a reserve of 512 KiB; nil for no room at all.
    func open(quota: Int64? = nil, isDiskFull: Bool = false) throws -> Running {
        let store = try EvidenceFile(path: folder + "/evidence.sqlite")
        let states = try ProjectionFile(path: projections)
        let room = quota.map { quota in
            StorageRoom(
                of: store,
                reserve: folder + "/reserve",
                quotaByteCount: quota,
                reserveByteCount: 512 << 10
            )
        }
        if let room { try #require(try room.hold()) }
        let ledger = try CabinetLedger(
            store: store,
            states: states,
            base: EvidenceBase(store),
            room: room,
            isDiskFull: isDiskFull,
            identity: CabinetIdentity(
                organisation: SimulatedOrganisation.name,
                site: "east",
                cabinet: "c1",
                root: organisation.root
            ),
            keys: keys,
            boot: id(9),
            clock: FixedClock()
        )
        return Running(store: store, states: states, ledger: ledger)
    }

    /// Fills the disk with acts, and lets all of them lie in a backup.
    func fillAndBackUp(_ ledger: CabinetLedger<EvidenceFile>, _ store: EvidenceFile) async throws {
        func act(_ byteCount: Int) -> Draft {
            Draft(
                .system,
                RecordKind(rawValue: 900),
                actor: Actor(component: "test"),
                detail: .bytes([UInt8](repeating: 7, count: byteCount))
            )
        }
        while !ledger.view.isDiskFull { try await ledger.append([act(32 << 10)]) }
        for _ in 0..<6 { try await ledger.append(Array(repeating: act(1), count: 50)) }
        let offer = try await ledger.offer(ledger.view.acts, from: 0).offer
        let note = try SignedNote(parsing: offer.note.bytes)
        try store.keep(note, of: ledger.view.acts, as: .safe)
        let size = try Checkpoint(note).head.size
        await ledger.change { $0.safeSize = size }
    }

    /// Hands the cabinet headquarters' logs, and writes that the seal came in, was taken under the grant and came back.
    func live(_ ledger: CabinetLedger<EvidenceFile>) async throws {
        let origins = try CabinetOrigins(ledger.view.identity)
        for (origin, records) in [
            (try origins.authority(epoch: 1), organisation.authorityRecords),
            (try origins.policy(epoch: 1), organisation.policyRecords),
        ] {
            let path = folder + "/headquarters-\(UUID().uuidString).sqlite"
            let store = try EvidenceFile(path: path)
            let signer = try CheckpointSigner(origin: origin, privateKey: organisation.logKey)
            var writer = try LogWriter(store: store, signer: signer)
            let note = try writer.append(records)
            try store.close()
            _ = try await ledger.store(
                Ingest(origin: origin, offer: CheckpointOffer(note: note, from: 0, path: []))
            )
            _ = try await ledger.store(Ingest(origin: origin, first: 0, bundle: try RecordBundle(records)))
            try await ledger.obey()
        }
        try await visit(.giveBack, on: ledger)
        try await visit(.take, on: ledger)
        try await visit(.giveBack, on: ledger)
    }

    /// Writes a visit from intent to outcome, as it should go.
    func visit(_ purpose: OpenVisit.Purpose, on ledger: CabinetLedger<EvidenceFile>) async throws {
        var generator = SystemRandomNumberGenerator()
        let subject = Subject(
            seal: Self.seal,
            grant: purpose == .take ? id(201) : nil,
            visit: Identifier(using: &generator),
            drawer: 1
        )
        let isTake = purpose == .take
        let actor = Actor(person: Self.taker)
        let end =
            isTake
            ? TakeEnded(outcome: .taken, reading: .empty, isResolved: false).canonical
            : ReturnEnded(outcome: .proved, reading: .proved(Self.tag), isResolved: false).canonical
        try await ledger.append([
            Draft(
                .custody,
                isTake ? .takeBegun : .returnBegun,
                actor: actor,
                subject: subject,
                detail: VisitBegun(persons: []).canonical,
                isSigned: true
            ),
            Draft(
                .custody,
                isTake ? .takeEnded : .returnEnded,
                actor: actor,
                subject: subject,
                detail: end,
                isSigned: true
            ),
        ])
    }

    /// What an attacker does with `sqlite3` who can write the projection but holds no key of the cabinet.
    ///
    /// Every digest beside the bytes is made to fit, so that only the signed leaf is out of reach.
    func edit(_ name: String, _ change: ([UInt8]) throws -> [UInt8]) throws {
        let queue = try DatabaseQueue(path: projections)
        try queue.write { db in
            for row in try Row.fetchAll(db, sql: "SELECT id, manifest FROM state") {
                let manifest = try StateManifest(decoding: [UInt8](row["manifest"] as Data))
                let piece = try #require(manifest.pieces.first { $0.name == name })
                let bytes = try #require(
                    try Data.fetchOne(
                        db,
                        sql: "SELECT bytes FROM part WHERE digest = ?",
                        arguments: [Data(piece.digest.bytes)]
                    )
                )
                let changed = StatePart(name: name, bytes: try change([UInt8](bytes)))
                try db.execute(
                    sql: "INSERT OR REPLACE INTO part (digest, bytes) VALUES (?, ?)",
                    arguments: [Data(changed.digest.bytes), Data(changed.bytes)]
                )
                let pieces =
                    manifest.pieces.filter { $0.name != name }
                    + [StateManifest.Piece(name: name, digest: changed.digest)]
                try db.execute(
                    sql: "UPDATE state SET manifest = ? WHERE id = ?",
                    arguments: [
                        Data(StateManifest(version: manifest.version, pieces: pieces).encoded),
                        row["id"] as Int64,
                    ]
                )
            }
        }
        try queue.close()
    }

    /// The same, with the digests left as they are.
    func editBytesOnly(_ name: String, _ change: ([UInt8]) throws -> [UInt8]) throws {
        let queue = try DatabaseQueue(path: projections)
        try queue.write { db in
            for manifest in try Data.fetchAll(db, sql: "SELECT manifest FROM state") {
                for piece in try StateManifest(decoding: [UInt8](manifest)).pieces where piece.name == name {
                    let digest = Data(piece.digest.bytes)
                    let bytes = try #require(
                        try Data.fetchOne(
                            db,
                            sql: "SELECT bytes FROM part WHERE digest = ?",
                            arguments: [digest]
                        )
                    )
                    try db.execute(
                        sql: "UPDATE part SET bytes = ? WHERE digest = ?",
                        arguments: [Data(try change([UInt8](bytes))), digest]
                    )
                }
            }
        }
        try queue.close()
    }
}
