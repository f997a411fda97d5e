import Cryptography
import Records

/// What a file shows that may lie under an outsider's head: the heads of acts, and single records of `receipts`.
///
/// An anchor may hold thousands of records, and a file many anchors: each is looked up, and not searched for.
struct AnchoredRecords {
    /// By log and number of leaves.
    private(set) var roots: [Origin: [UInt64: Digest]] = [:]
    /// By log and index.
    private(set) var receipts: [Origin: [UInt64: [UInt8]]] = [:]

    init(_ acts: [CabinetReading], _ receipts: [CheckedProofs]) {
        for epoch in acts.flatMap(\.epochs) {
            for checkpoint in epoch.log.checkpoints
            where roots[checkpoint.origin]?[checkpoint.head.size] == nil {
                roots[checkpoint.origin, default: [:]][checkpoint.head.size] = checkpoint.head.root
            }
        }
        for log in receipts {
            for proved in log.section.entries {
                self.receipts[log.origin, default: [:]][proved.proof.index] = proved.entry.leaf
            }
        }
    }
}
