import Cryptography
import Records
import Synchronization

/// A store that notes when an append had returned from the disk, and is otherwise the one below it.
final class WatchedStore<Below: LogStore>: LogStore {
    private let below: Below
    private let clock = ContinuousClock()
    private let durable = Mutex<ContinuousClock.Instant?>(nil)

    init(_ below: Below) { self.below = below }

    /// When the newest append was on the disk; nil before the first.
    var lastDurable: ContinuousClock.Instant? { durable.withLock { $0 } }

    func append(
        _ bundle: RecordBundle,
        to origin: Origin,
        after head: TreeHead,
        storing checkpoint: OwnCheckpoint?,
        committing begin: () -> Void
    ) throws(RecordsError) -> TreeHead {
        let head = try below.append(bundle, to: origin, after: head, storing: checkpoint, committing: begin)
        durable.withLock { $0 = clock.now }
        return head
    }

    func beginBeside(_ work: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        below.beginBeside(work)
    }

    func giveUpDamaged(_ origin: Origin, key: NoteVerifierKey?) throws(RecordsError) -> [LogDamage] {
        try below.giveUpDamaged(origin, key: key)
    }

    func damages(of origin: Origin) throws(RecordsError) -> [LogDamage] { try below.damages(of: origin) }

    func logs() throws(RecordsError) -> [LogStatus] { try below.logs() }

    func status(of origin: Origin) throws(RecordsError) -> LogStatus? { try below.status(of: origin) }

    func open(_ origin: Origin, key: NoteVerifierKey, isOwn: Bool) throws(RecordsError) -> LogStatus {
        try below.open(origin, key: key, isOwn: isOwn)
    }

    func reread(_ origin: Origin, from frontier: TreeFrontier) throws(RecordsError) -> TreeFrontier {
        try below.reread(origin, from: frontier)
    }

    func rebuild(_ origin: Origin, from frontier: TreeFrontier) throws(RecordsError) -> TreeHead {
        try below.rebuild(origin, from: frontier)
    }

    func frontier(of origin: Origin, size: UInt64) throws(RecordsError) -> TreeFrontier {
        try below.frontier(of: origin, size: size)
    }

    func giveUp(_ origin: Origin, keeping size: UInt64, under note: SignedNote) throws(RecordsError) {
        try below.giveUp(origin, keeping: size, under: note)
    }

    func ingest(_ ingests: [Ingest]) throws(RecordsError) -> [IngestOutcome] { try below.ingest(ingests) }

    func keep(_ notes: [(note: SignedNote, origin: Origin, role: NoteRole)]) throws(RecordsError) {
        try below.keep(notes)
    }

    func notes(of origin: Origin, as role: NoteRole, from size: UInt64, limit: Int) throws(RecordsError)
        -> [SignedNote]
    {
        try below.notes(of: origin, as: role, from: size, limit: limit)
    }

    func firstIndex(of origin: Origin) throws(RecordsError) -> UInt64 { try below.firstIndex(of: origin) }

    func stretch(of origin: Origin, from first: UInt64, byteCountMax: Int) throws(RecordsError)
        -> RecordStretch
    {
        try below.stretch(of: origin, from: first, byteCountMax: byteCountMax)
    }

    func records(of origin: Origin, from first: UInt64, byteCountMax: Int) throws(RecordsError)
        -> RecordStretch
    {
        try below.records(of: origin, from: first, byteCountMax: byteCountMax)
    }

    func root(of origin: Origin, size: UInt64) throws(RecordsError) -> Digest {
        try below.root(of: origin, size: size)
    }

    func inclusions(of indices: [UInt64], in origin: Origin, size: UInt64) throws(RecordsError)
        -> [InclusionProof]
    {
        try below.inclusions(of: indices, in: origin, size: size)
    }

    func consistency(of origin: Origin, from: UInt64, to: UInt64) throws(RecordsError) -> ConsistencyProof {
        try below.consistency(of: origin, from: from, to: to)
    }

    func disputes(of origin: Origin) throws(RecordsError) -> [LeafDispute] { try below.disputes(of: origin) }

    func forks(of origin: Origin) throws(RecordsError) -> [ForkEvidence] { try below.forks(of: origin) }

    func eraseBodies(of origin: Origin, at indices: Set<UInt64>) throws(RecordsError) {
        try below.eraseBodies(of: origin, at: indices)
    }
}
