/// How many failures are borne before takes wait; returns never do.
package struct AttemptLimits: Sendable, Hashable {
    /// The limit of one subject.
    package struct Limit: Sendable, Hashable {
        /// So many failures within ``windowMilliseconds`` lock.
        package let failureCountMax: Int
        /// Older failures are forgotten.
        package let windowMilliseconds: UInt64
        /// How long the first lock lasts; each further one without a success between lasts twice as long.
        package let lockMilliseconds: UInt64
        /// No lock lasts longer.
        package let lockMillisecondsMax: UInt64

        /// A limit.
        package init(
            failureCountMax: Int,
            windowMilliseconds: UInt64,
            lockMilliseconds: UInt64,
            lockMillisecondsMax: UInt64
        ) {
            self.failureCountMax = failureCountMax
            self.windowMilliseconds = windowMilliseconds
            self.lockMilliseconds = lockMilliseconds
            self.lockMillisecondsMax = lockMillisecondsMax
        }
    }

    private static let minute: UInt64 = 60_000

    /// Of a person whose card or finger was right: 5 wrong PINs in 15 minutes, then 15 minutes, at most a day.
    package let person: Limit
    /// Of a card, whoever shows it: 5 in 15 minutes, then 15 minutes, at most a day.
    package let card: Limit
    /// Of the cabinet, whoever tries: 20 in 10 minutes, then 5 minutes, at most 20.
    package let cabinet: Limit

    /// Limits of all three.
    package init(person: Limit, card: Limit, cabinet: Limit) {
        self.person = person
        self.card = card
        self.cabinet = cabinet
    }

    /// What cabinets use.
    package static let standard = AttemptLimits(
        person: Limit(
            failureCountMax: 5,
            windowMilliseconds: 15 * minute,
            lockMilliseconds: 15 * minute,
            lockMillisecondsMax: 1_440 * minute
        ),
        card: Limit(
            failureCountMax: 5,
            windowMilliseconds: 15 * minute,
            lockMilliseconds: 15 * minute,
            lockMillisecondsMax: 1_440 * minute
        ),
        cabinet: Limit(
            failureCountMax: 20,
            windowMilliseconds: 10 * minute,
            lockMilliseconds: 5 * minute,
            lockMillisecondsMax: 20 * minute
        )
    )
}
