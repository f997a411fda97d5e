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
        let size = view.head.size
        let newest = view.custody.lastTime.milliseconds
        var failures: [AttemptLedger.Failure] = []
        try store.forEachRecord(
            of: origins.acts,
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
        return failures
    }
}
