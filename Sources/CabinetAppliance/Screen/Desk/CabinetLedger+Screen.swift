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
