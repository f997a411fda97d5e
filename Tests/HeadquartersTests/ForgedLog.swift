import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Store

@testable import Headquarters

/// A cabinet's acts in the hands of whoever holds the key of its log: each record is signed with the act key that the test says.
final class ForgedLog {
    let cabinet: String
    let origin: Origin
    let secrets: CabinetSecrets
    let store: EvidenceFile
    private var writer: LogWriter<EvidenceFile>
    private var sentSize: UInt64 = 0
    private var time = HybridTime(milliseconds: 1_800_000_000_000)
    private let boot: Identifier<Boot> = Written.someID()

    init(_ cabinet: String, of office: Office, secrets: CabinetSecrets) throws {
        (self.cabinet, self.secrets) = (cabinet, secrets)
        origin = try office.ledger.origins.acts(of: cabinet)
        store = try EvidenceFile(path: "\(office.folder)/\(cabinet)-forged.sqlite")
        writer = try LogWriter(
            store: store,
            signer: try CheckpointSigner(origin: origin, privateKey: secrets.logKey(.acts).privateKey)
        )
    }

    var size: UInt64 { writer.head.size }

    /// Composes the next record; nothing is written yet.
    func compose(_ draft: Draft, by key: Ed25519PrivateKey?, obeying size: UInt64? = nil) throws -> Record {
        var composer = Composer(
            origin: origin.text,
            boot: boot,
            nextSequence: writer.head.size,
            lastTime: time,
            actKey: key
        )
        let heads = size.map {
            ObeyedHeads(
                authority: (1, $0, SHA256.hash([1])),
                policy: (1, 1, SHA256.hash([2]))
            )
        }
        let reading = ClockReading(
            wallMilliseconds: time.milliseconds + 1,
            monotonicMilliseconds: 1,
            quality: .unknown
        )
        return try composer.compose(draft, at: reading, obeying: heads)
    }

    /// Writes a record as it is.
    func write(_ record: Record) throws {
        _ = try writer.append([record])
        time = HybridTime(milliseconds: time.milliseconds + 1)
    }

    func write(_ draft: Draft, by key: Ed25519PrivateKey?, obeying size: UInt64? = nil) throws {
        try write(compose(draft, by: key, obeying: size))
    }

    /// What headquarters has not been sent yet, with its head.
    func batch(at ledger: HeadquartersLedger) async throws -> [CabinetIngest] {
        let held = try await ledger.witnessedHead(of: origin).size
        let proof = try store.consistency(of: origin, from: held, to: size)
        let offer = CheckpointOffer(note: writer.checkpoint, from: held, path: proof.path)
        let records = try store.records(of: origin, from: sentSize, byteCountMax: 1 << 20)
        sentSize += UInt64(records.bundle.count)
        return [
            CabinetIngest(Ingest(origin: origin, offer: offer), of: cabinet),
            CabinetIngest(Ingest(origin: origin, first: records.first, bundle: records.bundle), of: cabinet),
        ]
    }

    /// Sends everything, which headquarters stores and cosigns and does not fold.
    @discardableResult
    func send(to ledger: HeadquartersLedger) async throws -> [HeadquartersSession.StoredAnswer] {
        try await ledger.ingest(try await batch(at: ledger))
    }
}

extension AnnouncedEpoch {
    /// The first record of an epoch, as an act key signs it.
    static func first(
        of origin: Origin,
        after previous: Origin,
        key: Ed25519PrivateKey,
        by act: Ed25519PrivateKey,
        reason: EpochReason = .rotation,
        lastOwn: CitedHead? = nil
    ) throws -> AnnouncedEpoch {
        var composer = Composer(
            origin: origin.text,
            boot: Written.someID(),
            nextSequence: 0,
            lastTime: HybridTime(milliseconds: 0),
            actKey: act
        )
        let opening = EpochOpening(
            previousOrigin: previous.text,
            lastOwn: lastOwn,
            reason: reason,
            nextKey: Bytes([UInt8](repeating: 7, count: 32)),
            key: Bytes(key.publicKey.bytes)
        )
        let draft = Draft(
            .system,
            .epochOpened,
            actor: Actor(component: "test"),
            detail: opening.canonical,
            isSigned: true
        )
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        return AnnouncedEpoch(
            origin: origin.text,
            record: try composer.compose(draft, at: reading, obeying: nil)
        )
    }
}

/// Acts as cabinets write them.
enum Written {
    static let seal: Identifier<Seal> = someID()
    static let person: Identifier<Person> = someID()

    static func someID<Subject>() -> Identifier<Subject> {
        var generator = SystemRandomNumberGenerator()
        return Identifier(using: &generator)
    }

    static func begun(_ visit: UInt8, as recordClass: RecordClass = .custody, isSigned: Bool = true) -> Draft
    {
        Draft(
            recordClass,
            .returnBegun,
            actor: Actor(person: person),
            subject: subject(visit),
            detail: VisitBegun(persons: []).canonical,
            isSigned: isSigned
        )
    }

    static func ended(
        _ visit: UInt8,
        _ outcome: ReturnEnded.Outcome = .unproved,
        isSigned: Bool = true
    ) -> Draft {
        Draft(
            .custody,
            .returnEnded,
            actor: Actor(person: person),
            subject: subject(visit),
            detail: ReturnEnded(outcome: outcome, reading: .unreadable).canonical,
            isSigned: isSigned
        )
    }

    private static func subject(_ visit: UInt8) -> Subject {
        Subject(seal: seal, visit: Identifier([UInt8](repeating: visit, count: 16)), drawer: 1)
    }
}
