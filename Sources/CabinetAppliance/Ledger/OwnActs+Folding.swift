import Authority
import Cryptography
import Custody
import Records

extension OwnActs {
    /// The leaves of an epoch that are here.
    func head(of epoch: ActsEpoch) throws -> TreeHead {
        guard let status = try store.status(of: epoch.origin) else { return .empty }
        return status.isOwn ? status.head : status.proved
    }

    /// How many leaves of all epochs lie behind what a state has folded.
    func remaining(after custody: CustodyState) throws -> UInt64 {
        var count: UInt64 = 0
        for epoch in epochs where epoch.epoch >= custody.epoch {
            let size = try head(of: epoch).size
            count += epoch.epoch == custody.epoch ? size - min(size, custody.size) : size
        }
        return count
    }

    /// Folds on, at most so many leaves, over the openings of later epochs.
    ///
    /// What this cabinet writes is verified as it is written. Leaves of an epoch that was given up came from headquarters: their own
    /// signatures are verified here, by the keys that officers enrolled for it; by its own key where none of them is known here.
    /// Headquarters' logs may come after them: what they cite beyond what is known is noted in the state, and judged again
    /// (``CustodyState/isOvertaken(by:)``).
    ///
    /// - Returns: whether there is more.
    func fold(_ custody: inout CustodyState, under standing: Standing, countMax: UInt64 = .max) throws -> Bool
    {
        var keys = standing.actKeys(of: custody.cabinet)
        if keys.all.isEmpty { keys.enrol(Bytes(self.keys.act.publicKey.bytes), at: 0) }
        var left = countMax
        while let place = epochs.firstIndex(where: { $0.epoch >= custody.epoch }) {
            let epoch = epochs[place]
            if epoch.epoch > custody.epoch { custody.open(epoch: epoch.epoch) }
            let size = try head(of: epoch).size
            let first = custody.size
            let end = min(size, first.addingReportingOverflow(left).overflow ? .max : first + left)
            if end > first {
                var state = custody
                let isOwn = try store.status(of: epoch.origin)?.isOwn ?? false
                let judge =
                    isOwn
                    ? nil : origins.judge(of: epoch.origin, keys: keys, openedSizes: state.epochSizes.opened)
                let vain = try carriedInVain(in: epoch)
                try store.forEachRecord(of: epoch.origin, from: first, to: end) {
                    guard let record = try opened($1, at: $0, of: epoch.origin) else {
                        return state.passOverIllegible()
                    }
                    let examined = judge?.examine(record, leafBytes: $1.leafBytes)
                    var size = state.obeyedSize
                    let verdict = examined.flatMap { judge?.verdict(on: $0, obeying: &size) }
                    try state.fold(
                        record,
                        signature: vain.contains($0) ? .carriedInVain : verdict,
                        knownSize: isOwn ? nil : standing.size
                    )
                }
                custody = state
                left -= end - first
            }
            guard custody.size >= size else { return true }
            guard place + 1 < epochs.count else { return false }
            custody.open(epoch: epochs[place + 1].epoch)
        }
        return false
    }

    /// A record; nil for one whose leaf is none that can be read at its place, and that the log signed all the same.
    private func opened(_ record: Record, at index: UInt64, of origin: Origin) throws -> OpenedRecord? {
        if record.isIllegible(at: index), try store.isSigned(record, at: index, of: origin) { return nil }
        return try record.opened()
    }
}
