package import Records

/// New epochs of logs that headquarters writes, and where the epochs before them end.
///
/// Signed by owners, after a restore: what such a log says can be shown again by nobody else, so that
/// headquarters alone may not begin it anew. What the epoch before says beyond its cut is kept and attests nothing.
package struct LogEpochsStatement: Statement {
    package static let kind = RecordKind.logEpochs
    package static let signers = Signers.owners
    package static let title = "new epochs of headquarters' logs"
    /// More logs than one statement is signed for.
    package static let epochCountMax = 16

    /// More leaves of `authority` than a headquarters writes between two backups: in its next epoch each of them has a place.
    package static let lostCountMax: UInt64 = 65_536

    /// Why other logs begin: a headquarters whose logs are lost or cannot be read does not come so far as to lay this out.
    private static let reasonsOfOthers: Set<EpochReason> = [.enrolment, .diskLost, .bitError]

    package let head: StatementHead
    /// Why they begin.
    package let reason: EpochReason
    /// What begins, each log once.
    package let epochs: [LogEpoch]

    /// Epochs that begin together.
    package init(head: StatementHead, reason: EpochReason, epochs: [LogEpoch]) {
        self.head = head
        self.reason = reason
        self.epochs = epochs
    }

    package var fields: CBORMap { CBORMap([4: reason.canonical, 5: .list(epochs)]) }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        reason = try fields.value(4)
        epochs = try fields.list(5, countMax: Self.epochCountMax)
        try Self.check(keys: epochs.map(\.key))
        guard !Self.reasonsOfOthers.contains(reason), !epochs.isEmpty else {
            throw RecordsError(
                .malformed,
                "a later epoch of headquarters' logs has a reason of its own, and a statement names at least one"
            )
        }
        var logs: Set<HeadquartersLog> = []
        for epoch in epochs { logs.insert(try epoch.log(of: head.organisation).log) }
        guard logs.count == epochs.count, Set(epochs.map(\.key)).count == epochs.count else {
            throw RecordsError(.malformed, "a log or a key stands there twice")
        }
        try checkAuthority(logs)
    }

    /// The statement is itself the leaf that opens an epoch of `authority`, behind as many places as leaves were lost.
    private func checkAuthority(_ logs: Set<HeadquartersLog>) throws(RecordsError) {
        guard logs.contains(.authority), let epoch = epochs.first else { return }
        guard logs.count == 1, epoch.cut.size - epoch.last.size <= Self.lostCountMax else {
            throw RecordsError(
                .malformed,
                "an epoch of authority begins alone, and with at most \(Self.lostCountMax) lost leaves"
            )
        }
    }
}

/// One new epoch of a log that headquarters writes.
package struct LogEpoch: Canonical, Hashable {
    /// The log, with the epoch that begins.
    package let origin: String
    /// The key that signs its checkpoints (Ed25519).
    package let key: Bytes
    /// How much headquarters itself has of the epoch before.
    package let last: CitedHead
    /// Where the epoch before ends: the largest head of it that anybody has shown.
    package let cut: CitedHead

    /// An epoch behind the one before.
    package init(origin: String, key: Bytes, last: CitedHead, cut: CitedHead) {
        self.origin = origin
        self.key = key
        self.last = last
        self.cut = cut
    }

    package var canonical: CBOR {
        .map(CBORMap([0: origin.canonical, 1: key.canonical, 2: last.canonical, 3: cut.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an epoch of a log")
        origin = try fields.value(0)
        key = try fields.value(1)
        last = try fields.value(2)
        cut = try fields.value(3)
        try fields.finish()
    }

    /// The log and its epoch.
    ///
    /// - Throws: `.malformed` for a log that is not of this headquarters, for a first epoch, and for heads that are not of the
    ///   epoch before.
    package func log(of organisation: String) throws(RecordsError) -> (log: HeadquartersLog, epoch: UInt64) {
        guard let named = HeadquartersLog.read(origin, of: organisation), named.epoch >= 2 else {
            throw RecordsError(.malformed, "\(origin) is no later epoch of a log of this headquarters")
        }
        let previous = try named.log.origin(organisation, epoch: named.epoch - 1).text
        guard last.origin == previous, cut.origin == previous, cut.size <= TreeHead.sizeMax else {
            throw RecordsError(
                .malformed,
                "the end of the epoch before \(origin) is not a head of \(previous)"
            )
        }
        guard last.size < cut.size || last == cut else {
            throw RecordsError(
                .malformed,
                "\(previous) cannot end before the \(last.size) leaves that headquarters has of it"
            )
        }
        return named
    }
}
