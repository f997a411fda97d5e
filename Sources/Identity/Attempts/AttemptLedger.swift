package import Records

/// Who failed how often, and who must wait with taking: per person, per card, and for the cabinet as a whole.
///
/// Times are milliseconds of the cabinet's monotonic clock. It begins anew at each start, so a ledger is made again from the
/// failures in the log, all counted as of now: switching the power off and on buys no further tries.
package struct AttemptLedger: Sendable, Equatable {
    /// The most persons, and the most cards, whose failures are counted one by one; the cabinet's own limit holds above it.
    package static let subjectCountMax = 1_024

    /// A failure as the log has it.
    package struct Failure: Sendable, Hashable {
        /// Whose PIN or finger it should have been; nil when nobody was known yet.
        package let person: Identifier<Person>?
        /// The UID of the card, where one was laid on.
        package let card: Bytes?

        /// A failure.
        package init(person: Identifier<Person>?, card: Bytes?) {
            self.person = person
            self.card = card
        }
    }

    /// A lock that makes takes wait.
    package struct Lock: Sendable, Hashable {
        /// Whose lock it is.
        package enum Subject: Sendable, Hashable {
            case person
            case card
            case cabinet
        }

        /// Whose lock it is.
        package let subject: Subject
        /// Until when, in milliseconds of the monotonic clock.
        package let until: UInt64
    }

    private let limits: AttemptLimits
    private var persons: [Identifier<Person>: FailureCounter] = [:]
    private var cards: [Bytes: FailureCounter] = [:]
    private var cabinet = FailureCounter()

    /// A ledger; `failures` are those of the last day by the log's clock, but for persons and cards that
    /// succeeded since, oldest first.
    package init(limits: AttemptLimits = .standard, restoring failures: [Failure] = [], at now: UInt64 = 0) {
        self.limits = limits
        for failure in failures { fail(failure, at: now) }
    }

    /// Counts a failure.
    package mutating func fail(_ failure: Failure, at now: UInt64) {
        cabinet.fail(at: now, limits.cabinet)
        if let person = failure.person {
            persons[person, default: FailureCounter()].fail(at: now, limits.person)
            Self.trim(&persons)
        }
        if let card = failure.card {
            cards[card, default: FailureCounter()].fail(at: now, limits.card)
            Self.trim(&cards)
        }
    }

    /// Forgets the failures of a person who showed enough; the cabinet's own stay, or an insider could clear them for others.
    package mutating func succeed(person: Identifier<Person>, card: Bytes?) {
        persons[person] = nil
        if let card { cards[card] = nil }
    }

    /// The lock that lasts longest, nil when none holds.
    package func lock(person: Identifier<Person>?, card: Bytes?, at now: UInt64) -> Lock? {
        let counters: [(Lock.Subject, FailureCounter?)] = [
            (.cabinet, cabinet), (.card, card.flatMap { cards[$0] }),
            (.person, person.flatMap { persons[$0] }),
        ]
        return counters.compactMap { subject, counter in
            guard let counter, counter.isLocked(at: now) else { return nil }
            return Lock(subject: subject, until: counter.lockedUntil)
        }.max { $0.until < $1.until }
    }

    /// How many more wrong tries of a person are borne.
    package func remaining(person: Identifier<Person>, at now: UInt64) -> Int {
        persons[person]?.remaining(at: now, limits.person) ?? limits.person.failureCountMax
    }

    /// Drops the subject whose last failure is oldest when there are too many.
    private static func trim<Subject>(_ counters: inout [Subject: FailureCounter]) {
        guard counters.count > subjectCountMax,
            let oldest = counters.min(by: { $0.value.lastFailure < $1.value.lastFailure })
        else { return }
        counters[oldest.key] = nil
    }
}
