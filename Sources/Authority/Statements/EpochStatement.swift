package import Records

/// An epoch of a cabinet's acts counts, although the epoch before does not vouch for it, and the epoch before ends here.
///
/// Signed by two officers, after a fork, a lost disk or a key that was not promised. What the epoch before says beyond the
/// cut is kept and attests nothing any more.
package struct EpochStatement: Statement {
    package static let kind = RecordKind.cabinetEpoch
    package static let signers = Signers.officers
    package static let title = "epoch of a cabinet"

    package let head: StatementHead
    /// The cabinet.
    package let cabinet: String
    /// The epoch of its `acts` that counts, from 2.
    package let epoch: UInt64
    /// The key that signs its checkpoints (Ed25519).
    package let key: Bytes
    /// Where the epoch before ends: its origin, and the head up to which it attests.
    package let cut: CitedHead

    /// An epoch that two officers let count.
    package init(head: StatementHead, cabinet: String, epoch: UInt64, key: Bytes, cut: CitedHead) {
        self.head = head
        self.cabinet = cabinet
        self.epoch = epoch
        self.key = key
        self.cut = cut
    }

    package var fields: CBORMap {
        CBORMap([4: cabinet.canonical, 5: epoch.canonical, 6: key.canonical, 7: cut.canonical])
    }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        cabinet = try fields.value(4)
        epoch = try fields.value(5)
        key = try fields.value(6)
        cut = try fields.value(7)
        try Self.check(keys: [key])
        try Self.check(label: cabinet)
        guard epoch >= 2 else {
            throw RecordsError(.malformed, "the first epoch of a cabinet counts by its enrolment")
        }
        let previous = try LogNames.acts(head.organisation, cabinet: cabinet, epoch: epoch - 1)
        guard cut.origin == previous.text, cut.size <= TreeHead.sizeMax else {
            throw RecordsError(.malformed, "the cut of epoch \(epoch) is not a head of \(previous)")
        }
    }
}
