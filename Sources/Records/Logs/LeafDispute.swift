/// Records that came for a log and contradict it: kept whole beside the log, never merged.
package struct LeafDispute: Hashable, Sendable {
    /// The most bytes of disputed leaves and bodies that are kept of one log.
    package static let byteCountMax = 64 << 20

    /// Why they do not belong into the log.
    package enum Reason: String, Hashable, Sendable {
        /// Another leaf is stored at the same index.
        case otherLeaf
        /// No signed head confirms them: the root over them is not the one that the log signed, or other records came for their
        /// places before any head did.
        case otherRoot
        /// The log is in quarantine.
        case quarantined
    }

    /// Why.
    package let reason: Reason

    /// The index of the first record.
    package let first: UInt64

    /// The records.
    package let bundle: RecordBundle

    /// A dispute from its parts.
    package init(reason: Reason, first: UInt64, bundle: RecordBundle) {
        self.reason = reason
        self.first = first
        self.bundle = bundle
    }
}
