/// Something that an outsider holds or signed, and that headquarters alone cannot take back.
package enum OutsideAnchor: Sendable, Equatable {
    /// A time-stamping authority's token on a head of `receipts`.
    case timestamp(HeadTimestamped)
    /// Cosignatures of outsiders on a head of `authority` or `receipts`.
    case cosignature(HeadCosignedOutside)

    /// The anchor that a record of `receipts` holds; nil for every other record.
    ///
    /// - Throws: `.malformed` for a record of these kinds that cannot be read.
    package init?(_ record: OpenedRecord) throws(RecordsError) {
        guard record.leaf.header.recordClass == .receipt, let kind = try record.kind()?.kind else {
            return nil
        }
        switch kind {
        case .headTimestamped:
            guard let detail: HeadTimestamped = try record.detail() else { return nil }
            self = .timestamp(detail)
        case .headCosignedOutside:
            guard let detail: HeadCosignedOutside = try record.detail() else { return nil }
            self = .cosignature(detail)
        default: return nil
        }
    }
}

/// The newest anchors outside the house, as `receipts` says: a fold over its records.
///
/// What it holds was said by headquarters; tokens and cosignatures are verified by whoever shows them.
package struct OutsideAnchors: Sendable, Equatable {
    /// An anchor and where it stands.
    package struct Place<Anchor: Sendable & Equatable>: Sendable, Equatable {
        /// The index of the record in `receipts`.
        package let index: UInt64
        /// When it was written, in milliseconds since 1970 by headquarters' clock.
        package let milliseconds: Int64
        /// The anchor.
        package let anchor: Anchor
    }

    /// The newest token; nil before the first.
    package internal(set) var timestamp: Place<HeadTimestamped>?
    /// By log, the newest note with cosignatures of outsiders.
    package internal(set) var cosignatures: [Origin: Place<HeadCosignedOutside>] = [:]

    /// No anchor yet.
    package init() {}

    /// Whether nobody outside holds anything.
    package var isEmpty: Bool { timestamp == nil && cosignatures.isEmpty }

    /// Folds the next record of `receipts`; one that cannot be read is no anchor.
    package mutating func fold(_ record: OpenedRecord) {
        let header = record.leaf.header
        switch try? OutsideAnchor(record) {
        case .timestamp(let anchor)?:
            timestamp = Place(index: header.sequence, milliseconds: header.time.milliseconds, anchor: anchor)
        case .cosignature(let anchor)?:
            guard let origin = try? anchor.checkpoint().origin else { return }
            cosignatures[origin] = Place(
                index: header.sequence,
                milliseconds: header.time.milliseconds,
                anchor: anchor
            )
        case nil: return
        }
    }
}
