/// What is wrong with a stored log: its bytes are not those that were signed.
package struct LogDamage: Hashable, Sendable, Error {
    /// What of it is wrong.
    package enum Part: String, Sendable {
        /// A kept note does not bear the log's signature.
        case note
        /// Leaves that a signed head covers are gone.
        case missing
        /// Leaves do not lead to the root that was signed.
        case leaves
        /// A body is not the one that its leaf commits to.
        case body
        /// The leaves are those that were signed, and the tree beside them is not theirs: proofs cannot be made.
        case tree
    }

    /// The log.
    package let origin: Origin
    /// What is wrong.
    package let part: Part
    /// Where: the smallest stretch of leaves in which it is known to lie.
    package let indices: Range<UInt64>

    /// A damage.
    package init(origin: Origin, part: Part, indices: Range<UInt64>) {
        self.origin = origin
        self.part = part
        self.indices = indices
    }
}

extension LogDamage: CustomStringConvertible {
    /// One sentence for the record of the finding.
    package var description: String {
        let place = indices.count == 1 ? "leaf \(indices.lowerBound)" : "leaves \(indices)"
        return switch part {
        case .note: "a kept note of \(origin) over \(place) is not signed by the log"
        case .missing: "\(place) of \(origin) are missing below a head that was signed"
        case .leaves: "\(place) of \(origin) are not those that were signed"
        case .body: "the body of \(place) of \(origin) is not the one that was committed to"
        case .tree: "the stored tree over \(place) of \(origin) is damaged; the leaves are as signed"
        }
    }
}
