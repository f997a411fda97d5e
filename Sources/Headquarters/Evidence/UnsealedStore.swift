import Authority
import Cryptography
import Records

/// A store as whoever exports evidence reads it: what is sealed for persons lies open where their keys are here.
///
/// The leaf commits to what is inside: shown open, it proves itself as any other group does. What was erased stays closed, and
/// the keys themselves never leave the house.
struct UnsealedStore<Store: LogStore>: LogStore {
    let store: Store
    let policies: [String: SitePolicy]

    func records(of origin: Origin, from first: UInt64, byteCountMax: Int) throws(RecordsError)
        -> RecordStretch
    {
        try unsealed(try store.records(of: origin, from: first, byteCountMax: byteCountMax), origin)
    }

    func stretch(of origin: Origin, from first: UInt64, byteCountMax: Int) throws(RecordsError)
        -> RecordStretch
    {
        try unsealed(try store.stretch(of: origin, from: first, byteCountMax: byteCountMax), origin)
    }

    private func unsealed(_ stretch: RecordStretch, _ origin: Origin) throws(RecordsError) -> RecordStretch {
        guard let policy = policies.first(where: { isPolicy(origin, of: $0.key) })?.value else {
            return stretch
        }
        var records: [Record] = []
        for record in stretch.bundle.records {
            guard !record.bodyBytes.isEmpty, let opened = try? record.opened() else {
                records.append(record)
                continue
            }
            let isKey = opened.leaf.header.recordClass == .subjectKey
            let body = policy.unsealed(opened).body
            records.append(Record(leafBytes: record.leafBytes, bodyBytes: isKey ? [] : body.encoded))
        }
        return RecordStretch(
            first: stretch.first,
            bundle: try RecordBundle(records),
            checkpoint: stretch.checkpoint
        )
    }

    private func isPolicy(_ origin: Origin, of site: String) -> Bool {
        let parts = origin.text.split(separator: "/")
        return parts.count == 5 && parts[1] == "hq" && parts[2] == "policy" && parts[3] == site
    }

    // All else is the store's own.

    func logs() throws(RecordsError) -> [LogStatus] { try store.logs() }
    func firstIndex(of origin: Origin) throws(RecordsError) -> UInt64 { try store.firstIndex(of: origin) }
    func giveUp(_ origin: Origin, keeping size: UInt64, under note: SignedNote) throws(RecordsError) {
        try store.giveUp(origin, keeping: size, under: note)
    }
    func status(of origin: Origin) throws(RecordsError) -> LogStatus? { try store.status(of: origin) }
    func open(_ origin: Origin, key: NoteVerifierKey, isOwn: Bool) throws(RecordsError) -> LogStatus {
        try store.open(origin, key: key, isOwn: isOwn)
    }
    func append(
        _ bundle: RecordBundle,
        to origin: Origin,
        after head: TreeHead,
        storing note: SignedNote?
    ) throws(RecordsError) -> TreeHead {
        try store.append(bundle, to: origin, after: head, storing: note)
    }
    func reread(_ origin: Origin, from frontier: TreeFrontier) throws(RecordsError) -> TreeFrontier {
        try store.reread(origin, from: frontier)
    }
    func rebuild(_ origin: Origin, from frontier: TreeFrontier) throws(RecordsError) -> TreeHead {
        try store.rebuild(origin, from: frontier)
    }
    func frontier(of origin: Origin, size: UInt64) throws(RecordsError) -> TreeFrontier {
        try store.frontier(of: origin, size: size)
    }
    func ingest(_ ingests: [Ingest]) throws(RecordsError) -> [IngestOutcome] { try store.ingest(ingests) }
    func keep(_ note: SignedNote, of origin: Origin, as role: NoteRole) throws(RecordsError) {
        try store.keep(note, of: origin, as: role)
    }
    func notes(of origin: Origin, as role: NoteRole, from size: UInt64, limit: Int) throws(RecordsError)
        -> [SignedNote]
    {
        try store.notes(of: origin, as: role, from: size, limit: limit)
    }
    func root(of origin: Origin, size: UInt64) throws(RecordsError) -> Digest {
        try store.root(of: origin, size: size)
    }
    func inclusions(of indices: [UInt64], in origin: Origin, size: UInt64) throws(RecordsError)
        -> [InclusionProof]
    {
        try store.inclusions(of: indices, in: origin, size: size)
    }
    func consistency(of origin: Origin, from: UInt64, to: UInt64) throws(RecordsError) -> ConsistencyProof {
        try store.consistency(of: origin, from: from, to: to)
    }
    func disputes(of origin: Origin) throws(RecordsError) -> [LeafDispute] { try store.disputes(of: origin) }
    func forks(of origin: Origin) throws(RecordsError) -> [ForkEvidence] { try store.forks(of: origin) }
    func eraseBodies(of origin: Origin, at indices: Set<UInt64>) throws(RecordsError) {
        try store.eraseBodies(of: origin, at: indices)
    }
}
