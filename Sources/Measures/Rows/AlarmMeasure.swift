import CabinetAppliance
import Custody
import Headquarters
import Records
package import Simulation
import Store

/// How long it takes from the start of a line until headquarters shows an alarm that lies behind a backlog.
package struct AlarmMeasure: Sendable {
    private static let millisecondsMax = 250.0

    private let folder: String
    private let recordCounts: [Int]

    /// Measures behind backlogs of these sizes; the limit holds for each.
    package init(folder: String, records recordCounts: [Int] = [1_000, 100_000, 1_000_000]) {
        self.folder = folder
        self.recordCounts = recordCounts
    }

    /// Runs every row.
    package func measure(say: @Sendable (String) -> Void) async throws -> BenchReport {
        var report = BenchReport(
            "alarm",
            parameters: ["bytes of a record": Double(MeasuredRecords.byteCount)]
        )
        var durations: [Double] = []
        for count in recordCounts {
            say("an alarm behind \(count) records")
            let milliseconds = try await shown(behind: count) / .milliseconds(1)
            let name = "finding shown, behind a backlog of \(count)"
            report.note("\(name), from the start of the line", milliseconds, "ms")
            report.require("milliseconds until \(name)", milliseconds, .atMost(Self.millisecondsMax))
            durations.append(milliseconds)
        }
        if let first = durations.first, let last = durations.last {
            report.compare("largest backlog", last, against: "smallest backlog", first)
        }
        return report
    }

    private func shown(behind count: Int) async throws -> Duration {
        let house = try await MeasuredHouse(founding: "\(folder)/\(count)")
        guard let cabinet = try await house.enrol(["c1"]).first else { throw MeasureError("no cabinet") }
        try await cabinet.obey(house)
        try cabinet.writeBacklog(count)
        let ledger = try cabinet.ledger()
        var generator = SystemRandomNumberGenerator()
        try await ledger.append([
            Draft(
                .alarm,
                .findingOpened,
                actor: Actor(component: "measure"),
                subject: Subject(finding: Identifier(using: &generator)),
                detail: FindingOpened(kind: .forced, note: "measure").canonical,
                isSigned: true
            )
        ])
        let line = try HeadquartersLine(house, ledger: house.ledger)
        let shown = line.alarms.updates()
        return try await whileRunning([{ try await line.service.run() }], deadline: DrainRun.patience) {
            let clock = ContinuousClock()
            let start = clock.now
            let replication = try cabinet.line(of: ledger, to: line.address, serverKey: line.serverKey)
            return try await whileRunning([{ await replication.run() }], deadline: DrainRun.patience) {
                try await wait(for: shown) { !line.alarms.waiting(beyond: house.ledger.view).isEmpty }
                return start.duration(to: clock.now)
            }
        }
    }
}
