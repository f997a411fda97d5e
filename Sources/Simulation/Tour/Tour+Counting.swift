import Custody

// Step 8: one click counts everything, and what was cut off comes back.
extension Tour {
    /// What the line carries that comes back, in bytes a second: so little that whoever looks sees what comes first, on
    /// a busy machine too.
    private static let lineByteRate = 4_000

    func count() async throws -> String {
        try await raiseAlarmAlone()
        let first = try await countAll()
        try require(
            first.total == 3 && first.equal == 2 && first.unreachable == 1 && first.differing == 0,
            "counted: \(first.equal) agree, \(first.unreachable) silent, \(first.differing) differ of \(first.total)"
        )
        for line in first.lines where line.cabinet != site.cabinet {
            let slots = UInt64(FleetStory.sites.first { $0.cabinet == line.cabinet }?.seals.count ?? 0)
            try require(
                line.proved == slots && line.drawers == slots && line.differences == 0,
                "\(line.cabinet): \(line.proved ?? 0) of \(line.drawers ?? 0) proved, \(slots) expected"
            )
        }
        guard let silent = first.lines.first(where: { $0.cabinet == site.cabinet }) else {
            throw FleetError(.outcome, "\(site.cabinet) is not in the list")
        }
        try require(
            silent.stage == "unreachable" && silent.lastContact != nil,
            "\(site.cabinet) is \(silent.stage)"
        )

        let order = try await comeBack()
        let second = try await waitFor("revision 2 of the count") {
            let count: ConsoleCount = try await company.console(as: "custodian").read("/api/counts/\(run)")
            return count.revision >= 2 ? count : nil
        }
        try require(
            second.lines.contains { $0.cabinet == site.cabinet && $0.isLate && $0.proved == 2 },
            "the late answer is not in revision \(second.revision)"
        )
        return "2 agree, 1 silent; back: \(order); the late answer is in revision \(second.revision)"
    }

    /// Somebody forces a drawer while nobody at headquarters can hear of it.
    private func raiseAlarmAlone() async throws {
        let screen = await company.screen(at: site)
        let before = try await screen.look().findings
        let name = "\(site.cabinet)/slot1"
        try fleet.rig.pry(name)
        _ = try await waitFor("the forced drawer to be noticed") {
            try await screen.look().findings > before ? true : nil
        }
        try fleet.rig.close(name)
    }

    private func countAll() async throws -> ConsoleCount {
        let custodian = try await company.console(as: "custodian")
        let asked: ConsoleCount = try await custodian.send("/api/counts")
        run = asked.run
        return try await waitFor("the count", within: .seconds(60)) {
            let count: ConsoleCount = try await custodian.read("/api/counts/\(asked.run)")
            return count.revision >= 1 ? count : nil
        }
    }

    /// The line is whole again; returns what came in which order.
    private func comeBack() async throws -> String {
        let screen = await company.screen(at: site)
        let size = try await screen.look().size
        try fleet.rig.narrow(site.cabinet, to: Self.lineByteRate)
        try fleet.rig.mend(site.cabinet)
        let start = ContinuousClock.now
        var (witnessed, alarm, drained): (Duration?, Duration?, Duration?)
        var grade = ""
        while drained == nil {
            try require(start.duration(to: .now) < .seconds(120), "the backlog does not drain")
            let cabinet = try await company.cabinet(site.cabinet)
            let finding = try await findings().first {
                $0.kind == FindingKind.forced.rawValue && $0.cabinet == site.cabinet
            }
            let now = start.duration(to: .now)
            if witnessed == nil, cabinet.witnessedSize >= size { witnessed = now }
            if alarm == nil, let finding { (alarm, grade) = (now, finding.grade) }
            if cabinet.mirroredSize >= size { drained = now }
            try await Task.sleep(for: .milliseconds(5))
        }
        try fleet.rig.narrow(site.cabinet, to: nil)
        guard let witnessed, let alarm, let drained else {
            throw FleetError(.outcome, "something did not come")
        }
        try require(
            witnessed <= alarm && alarm < drained && grade == "placed",
            "witness line \(witnessed), alarm (\(grade)) \(alarm), backlog \(drained)"
        )
        return
            "witness line after \(witnessed.inMilliseconds), alarm after \(alarm.inMilliseconds), backlog of "
            + "records after \(drained.inMilliseconds), \(Self.lineByteRate) bytes a second"
    }
}

extension Duration {
    /// For people: "123 ms".
    var inMilliseconds: String { "\(Int(self / .milliseconds(1))) ms" }
}
