import Authority
import Cryptography
import Custody
import Host
package import Records

extension HeadquartersLedger {
    /// Runs that may be open at once, so that ordinary traffic is never starved.
    package static let openRunCountMax = 4
    /// How long after its deadline a run still takes answers, in milliseconds: 30 days.
    package static let lateWindowMilliseconds: Int64 = 30 * 86_400_000

    /// Asks every cabinet of the given sites for a count.
    ///
    /// `durationMilliseconds` says how long the run waits before its first result.
    /// - Throws: ``HeadquartersError`` `.tooMany` while as many runs are open as may be, `.notFound` without any cabinet.
    package func askCount(
        sites: Set<String>,
        durationMilliseconds: Int64,
        by actor: Actor
    ) throws -> CountRunState {
        let view = view
        guard view.desks.runs.values.count(where: { !$0.isClosed }) < Self.openRunCountMax else {
            throw HeadquartersError(.tooMany, "\(Self.openRunCountMax) runs are open; wait for one to close")
        }
        let targets = view.standing.cabinets.values
            .filter { sites.contains($0.site) && view.policies[$0.site] != nil }
            .map { CountTarget(site: $0.site, cabinet: $0.cabinet) }
            .sorted { ($0.site, $0.cabinet) < ($1.site, $1.cabinet) }
        guard !targets.isEmpty else {
            throw HeadquartersError(.notFound, "no cabinet is enrolled at these sites")
        }
        let now = clock.wallMilliseconds
        let (run, nonce) = (Identifier<CountRun>.drawn(), Bytes(try SecureRandom.bytes(16)))
        let parts = stride(from: 0, to: targets.count, by: CountAsked.targetCountMax).map { start in
            CountAsked(
                run: run,
                number: "\(CivilYear.of(now))-\(view.desks.runCount + 1)",
                nonce: nonce,
                askedAt: now,
                deadline: now + durationMilliseconds,
                targets: Array(targets[start..<min(targets.count, start + CountAsked.targetCountMax)])
            )
        }
        try record(
            parts.map {
                Draft(
                    .administration,
                    .countAsked,
                    actor: actor,
                    subject: Subject(run: run),
                    detail: $0.canonical
                )
            }
        )
        guard let state = self.view.desks.runs[run] else {
            throw HeadquartersError(.unavailable, "the run was written and is not there")
        }
        try requestCounts(state)
        return state
    }

    /// Takes answers that count, writes missing requests, and closes what is complete or over.
    ///
    /// An answer counts when its leaf lies under a cosigned head here and carries the run's nonce.
    package func tendCounts() throws {
        let now = clock.wallMilliseconds
        for run in view.desks.runs.values where now - run.asked.deadline < Self.lateWindowMilliseconds {
            if !run.isClosed { try requestCounts(run) }
            let taken = newAnswers(to: run, at: now)
            if !taken.isEmpty {
                try record(
                    taken.map {
                        Draft(
                            .administration,
                            .countAnswerTaken,
                            actor: Actor(component: "counts"),
                            subject: Subject(run: run.asked.run, cabinet: $0.cabinet),
                            detail: $0.canonical
                        )
                    }
                )
            }
            guard let state = view.desks.runs[run.asked.run] else { continue }
            let isComplete = state.answers.count == state.targets.count
            let isDue = state.isClosed ? state.hasLateAnswers : isComplete || now >= state.asked.deadline
            if isDue { try close(state, at: now) }
        }
    }

    private func newAnswers(to run: CountRunState, at now: Int64) -> [CountAnswerTaken] {
        run.targets.compactMap { target in
            guard run.answers[target.cabinet] == nil, let custody = view.cabinets[target.cabinet]?.custody,
                let answer = custody.counts[run.asked.run], answer.nonce == run.asked.nonce
            else { return nil }
            return CountAnswerTaken(
                run: run.asked.run,
                cabinet: target.cabinet,
                size: custody.size,
                takenAt: now,
                drawerCount: UInt64(answer.drawers.count),
                differenceCount: UInt64(answer.drawers.count { $0.isDifference }),
                provedCount: UInt64(answer.drawers.count { $0.finding == .present })
            )
        }
    }

    private func close(_ state: CountRunState, at now: Int64) throws {
        let result = state.result(at: now)
        let draft = Draft(
            .administration,
            .countClosed,
            actor: Actor(component: "counts"),
            subject: Subject(run: state.asked.run),
            detail: result.canonical
        )
        // Signed for others first: a crash in between makes the same revision again, which says the same.
        var signed = draft
        signed.recordClass = .receipt
        try receipt([signed])
        try record([draft])
    }
}
