import Cryptography
package import Custody
package import Records

/// One count run, as headquarters' own acts say.
package struct CountRunState: Sendable, Equatable {
    /// What was asked.
    package let asked: CountAsked
    /// Who asked.
    package let actor: Actor
    /// Every cabinet that is counted.
    package internal(set) var targets: [CountTarget]
    /// The answers that count, by cabinet.
    package internal(set) var answers: [String: CountAnswerTaken] = [:]
    /// The newest final result; nil while the run is open.
    package internal(set) var closed: CountClosed?

    init(asked: CountAsked, actor: Actor) {
        self.asked = asked
        self.actor = actor
        targets = asked.targets
    }

    /// Whether the first result is final.
    package var isClosed: Bool { closed != nil }

    /// Whether answers came that the newest result does not hold.
    package var hasLateAnswers: Bool {
        guard let closed else { return false }
        return UInt64(answers.count) > closed.equalCount + closed.differingCount
    }

    /// The next revision of the result.
    package func result(at now: Int64) -> CountClosed {
        let sorted = answers.values.sorted { $0.cabinet < $1.cabinet }
        let differing = UInt64(sorted.count { $0.differenceCount > 0 })
        return CountClosed(
            run: asked.run,
            revision: (closed?.revision ?? 0) + 1,
            closedAt: now,
            targetCount: UInt64(targets.count),
            equalCount: UInt64(sorted.count) - differing,
            differingCount: differing,
            answers: SHA256.hash(CBOR.array(sorted.map(\.canonical)).encoded)
        )
    }
}
