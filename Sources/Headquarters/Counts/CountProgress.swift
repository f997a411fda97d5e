package import Custody
import Records

/// How far the count of one cabinet is.
package enum CountStage: String, Sendable, CaseIterable {
    /// The request stands in the site's log, and the cabinet was not told.
    case queued
    /// The cabinet was told that there is something new.
    case sent
    /// The cabinet has the request and is looking.
    case scanning
    /// Everything is as it should be.
    case equal
    /// Something is not.
    case differing
    /// No answer came in time; what is last known is listed with its age.
    case unreachable
}

/// One cabinet of a run, as far as it is.
package struct CountLine: Sendable, Equatable {
    /// The cabinet.
    package let target: CountTarget
    /// How far it is.
    package let stage: CountStage
    /// Its answer, where one counts.
    package let answer: CountAnswerTaken?
    /// Whether the answer came after the first result.
    package let isLate: Bool
    /// When the cabinet was last heard of, in milliseconds since 1970.
    package let lastContact: Int64?
}

/// A run with the state of each of its cabinets; the numbers of stages add up to the number of cabinets.
package struct CountProgress: Sendable, Equatable {
    /// The run.
    package let run: CountRunState
    /// The cabinets in the order of the run.
    package let lines: [CountLine]

    /// How many cabinets are at a stage.
    package func count(_ stage: CountStage) -> Int { lines.count { $0.stage == stage } }

    /// How far a run is.
    package init(_ run: CountRunState, view: HeadquartersView, lines known: [String: Liveness.Line]) {
        self.run = run
        lines = run.targets.map { target in
            let line = known[target.cabinet] ?? Liveness.Line()
            let answer = run.answers[target.cabinet]
            let stage: CountStage
            if let answer {
                stage = answer.differenceCount > 0 ? .differing : .equal
            } else if run.isClosed {
                stage = .unreachable
            } else if !line.isConnected {
                stage = .queued
            } else {
                let index = view.requestIndices[run.asked.run]?[target.site] ?? 0
                stage =
                    max(line.policySent, line.policyHeld) > index
                    ? .scanning : line.policyOffered > index ? .sent : .queued
            }
            let custodyTime = view.cabinets[target.cabinet]?.custody.lastTime.milliseconds ?? 0
            return CountLine(
                target: target,
                stage: stage,
                answer: answer,
                isLate: (answer?.takenAt ?? 0) > run.asked.deadline,
                lastContact: line.lastContact ?? (custodyTime > 0 ? custodyTime : nil)
            )
        }
    }
}
