import Authority
import Host
import Records

/// One seal's way out and back through every real part, step by step, without a person.
package actor Tour {
    /// A step: what it is called, and what is done; returns what was seen.
    typealias Step = (name: String, play: () async throws -> String)

    let company: Company
    let fleet: Fleet
    /// What was played so far.
    package private(set) var report = TourReport()
    private let tell: @Sendable (TourReport.Step) -> Void

    /// The site where most of it happens.
    let site = FleetStory.sites[0]
    /// Who borrows, and the two custodians.
    var borrower: FleetStory.Worker { site.people[0] }
    var custodians: [FleetStory.Worker] { Array(site.people[1...]) }
    /// The seal of most steps, in drawer 2, and the other one.
    let drawer = 2
    var tag: String { site.tag(drawer) }
    var otherTag: String { site.tag(1) }

    // What one step leaves to the next.
    var grant: Company.Application?
    var approved: ApprovedGrant?
    var otherGrant: Company.Application?
    var forged: [String] = []
    var run = ""
    let began: Int64

    /// A tour over a fresh fleet; `tell` hears of each step when it is over.
    package init(_ fleet: Fleet, tell: @escaping @Sendable (TourReport.Step) -> Void) throws {
        self.fleet = fleet
        self.tell = tell
        company = try Company(fleet) { _ in }
        began = SystemClock().wallMilliseconds
    }

    /// Plays all steps; ends at the first that does not come out, because the others build on it.
    package func play() async {
        let steps: [Step] = [
            ("1 founded, three cabinets enrolled, witnesses named", found),
            ("2 people with cards and PINs, six seals in their slots", equip),
            ("3 an application with a file, approved by two", apply),
            ("4 the seal is taken by two people", take),
            ("5 the seal comes back", giveBack),
            ("6 a copy comes back and is set apart", meetCopy),
            ("7 forged grants and a cut network", forge),
            ("8 one click counts three sites", count),
            ("9 killed between released and closed", kill),
            ("10 the day of one seal as evidence", export),
        ]
        for (index, step) in steps.enumerated() {
            let start = ContinuousClock.now
            let (ok, detail): (Bool, String)
            do { (ok, detail) = (true, try await step.play()) } catch { (ok, detail) = (false, "\(error)") }
            note(step.name, ok, start.duration(to: .now), detail)
            guard ok else {
                for left in steps[(index + 1)...] { note(left.name, false, .zero, "not played") }
                return
            }
        }
    }

    private func note(_ name: String, _ ok: Bool, _ duration: Duration, _ detail: String) {
        let step = TourReport.Step(
            name: name,
            ok: ok,
            milliseconds: Int(duration / .milliseconds(1)),
            detail: detail
        )
        report.steps.append(step)
        tell(step)
    }

    /// Holds what must be so.
    ///
    /// - Throws: ``FleetError`` `.outcome` with `what` where it is not.
    nonisolated func require(_ isSo: Bool, _ what: @autoclosure () -> String) throws {
        guard isSo else { throw FleetError(.outcome, what()) }
    }

    /// The borrower comes for a seal, with the first custodian where a second person is asked for.
    func ask(
        for tag: String,
        under grant: String?,
        while open: @Sendable () async throws -> Void = {}
    ) async throws -> Company.Visit {
        try await company.take(
            try company.cast.seal(tag),
            tag: tag,
            under: grant,
            by: [borrower, custodians[0]],
            at: site,
            while: open
        )
    }

    /// The same, and the seal must come out.
    func takeOut(
        _ tag: String,
        under grant: Company.Application?,
        while open: @Sendable () async throws -> Void = {}
    ) async throws {
        let visit = try await ask(for: tag, under: grant?.digest, while: open)
        try require(
            visit.outcome == "taken",
            "the take of \(tag) came out as \(visit.outcome) \(visit.reasons)"
        )
    }

    /// What headquarters says of a seal, once it is in this state.
    func seal(_ tag: String, becomes state: String) async throws -> ConsoleOverview.Seal {
        let id = "\(try company.cast.seal(tag))"
        var last = "unknown"
        do {
            return try await waitFor("headquarters", within: .seconds(20)) {
                let overview = try await company.overview()
                let seal = overview.seals.first { $0.seal == id }
                last = seal?.state ?? "unknown"
                return seal?.state == state ? seal : nil
            }
        } catch let error as FleetError where error.code == .late {
            throw FleetError(
                .outcome,
                "headquarters should show \(tag) as \(state) and shows \(last); \(error)"
            )
        }
    }

    /// Headquarters' findings.
    func findings() async throws -> [ConsoleFinding] {
        try await company.console(as: "auditor").read("/api/findings")
    }

    /// Waits until headquarters holds everything that the site's cabinet wrote.
    func waitUntilDrained() async throws -> ConsoleCabinet {
        let size = try await company.screen(at: site).look().size
        return try await waitFor("the backlog of \(site.cabinet)") {
            let cabinet = try await company.cabinet(site.cabinet)
            return cabinet.mirroredSize >= size ? cabinet : nil
        }
    }
}
