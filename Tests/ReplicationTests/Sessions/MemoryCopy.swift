import Cryptography
import Records

/// A copy of a log in memory, taken in by the rules that a store follows.
struct MemoryCopy {
    private(set) var witness: WitnessState
    private(set) var records: [Record] = []
    private(set) var proved = TreeHead.empty
    private var frontier = TreeFrontier()
    private let key: NoteVerifierKey

    init(of signer: CheckpointSigner) throws {
        witness = try WitnessState(origin: signer.origin, logKey: signer.verifierKey)
        key = signer.verifierKey
    }

    mutating func ingest(_ ingest: Ingest) throws -> IngestOutcome {
        let verdict = ingest.offer.map { witness.consider($0.note, from: $0.from, path: $0.path) }
        var leaves = IngestOutcome.Leaves.none
        if let bundle = ingest.bundle { leaves = try take(bundle, first: ingest.first) }
        if try !prove() { leaves = .disputed(.otherRoot) }
        return IngestOutcome(leaves: leaves, verdict: verdict, head: frontier.head, proved: proved)
    }

    private mutating func take(_ bundle: RecordBundle, first: UInt64) throws -> IngestOutcome.Leaves {
        guard first <= frontier.size else { return .gap }
        let known = min(bundle.count, records.count - Int(first))
        let offered = bundle.records
        for position in 0..<known
        where offered[position].leafBytes != records[Int(first) + position].leafBytes {
            return .disputed(.otherLeaf)
        }
        guard known < bundle.count else { return .known }
        for record in offered[known...] {
            records.append(record)
            try frontier.append(TreeHash.leaf(record.leafBytes))
        }
        return .stored(count: bundle.count - known)
    }

    private mutating func prove() throws -> Bool {
        let head = witness.head
        guard head.size > proved.size, head.size <= frontier.size else { return true }
        var reached = TreeFrontier()
        for record in records.prefix(Int(head.size)) { try reached.append(TreeHash.leaf(record.leafBytes)) }
        guard reached.head == head else { return false }
        proved = head
        return true
    }
}
