import Authority
import Cryptography
import Custody
import Identity
import Records

// What the screen asks of the cabinet's logs.
extension CabinetLedger {
    /// The most leaves that are looked through for failed attempts at a start.
    private static var attemptLeafCountMax: UInt64 { 4_096 }
    /// Older failures are forgotten: a day.
    private static var attemptAgeMillisecondsMax: Int64 { 86_400_000 }

    /// Reads the records of a grant's filings again and compares them with the grant in memory.
    func check(_ filed: FiledGrant) -> GrantCheck {
        do {
            var again: FiledGrant?
            for index in [filed.index] + filed.later.map(\.index) {
                let stretch = try records(of: origins.policy, from: index, byteCountMax: 1)
                guard stretch.first == index, let record = stretch.bundle.records.first else {
                    return .unread
                }
                let opened = try record.opened()
                guard opened.leaf.header.sequence == index, try opened.kind()?.kind == .grant,
                    let leaf: ApprovedGrant = try opened.detail(), leaf.bytes == filed.approved.bytes
                else { return .different }
                if again == nil {
                    again = FiledGrant(index: index, approved: leaf, statement: try leaf.statement())
                } else {
                    _ = again?.add(leaf.approvals, at: index)
                }
            }
            return again == filed ? .same : .different
        } catch {
            return .unread
        }
    }

    /// Failed attempts of the last day by the log's own clock that no success of the same person followed, oldest first.
    func unforgivenAttempts() throws -> [AttemptLedger.Failure] {
        var failures: [AttemptLedger.Failure] = []
        // A new epoch must not forget them.
        for epoch in acts.epochs.suffix(2) {
            guard let status = try store.status(of: epoch.origin) else { continue }
            let size = status.isOwn ? status.head.size : status.proved.size
            try noteAttempts(in: epoch.origin, to: size, &failures)
        }
        return failures
    }

    private func noteAttempts(in origin: Origin, to size: UInt64, _ failures: inout [AttemptLedger.Failure])
        throws
    {
        let newest = view.custody.lastTime.milliseconds
        try store.forEachRecord(
            of: origin,
            from: size - min(size, Self.attemptLeafCountMax),
            to: size
        ) { _, record in
            let opened = try record.opened()
            let age = newest - min(newest, opened.leaf.header.time.milliseconds)
            guard age <= Self.attemptAgeMillisecondsMax, let kind = try opened.kind()?.kind else { return }
            switch kind {
            case .identificationFailed:
                guard let made: IdentificationMade = try opened.detail() else { return }
                // A card that did not prove itself says nothing about the person whose number it carries.
                let isPersons = made.methods != [.card]
                failures.append(
                    .init(person: isPersons ? try opened.subject()?.person : nil, card: made.card)
                )
            case .identified:
                guard let made: IdentificationMade = try opened.detail(), made.methods.count >= 2 else {
                    return
                }
                let person = try opened.actor()?.person
                failures.removeAll { $0.person == person || ($0.card != nil && $0.card == made.card) }
            default: return
            }
        }
    }
}
