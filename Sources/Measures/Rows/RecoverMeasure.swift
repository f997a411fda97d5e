import CabinetAppliance
import Custody
import FoundationEssentials
import Headquarters
import Records
package import Simulation
import Store

/// How long a start takes over logs that have grown large: a cabinet over its own acts, headquarters over their copy.
package struct RecoverMeasure: Sendable {
    private static let secondsMax = 2.0

    private let folder: String
    private let recordCount: Int

    /// Measures starts over so many records.
    package init(folder: String, records recordCount: Int = 10_000_000) {
        self.folder = folder
        self.recordCount = recordCount
    }

    /// Writes the records, brings them to headquarters, and starts both sides anew.
    package func measure(say: @Sendable (String) -> Void) async throws -> BenchReport {
        let house = try await MeasuredHouse(founding: folder)
        guard var cabinet = try await house.enrol(["c1"]).first else { throw MeasureError("no cabinet") }
        try await cabinet.obey(house)
        say("writing \(recordCount) records")
        try cabinet.writeBacklog(recordCount)
        say("the cabinet starts for the first time, and stops in order")
        let first = try cabinet.ledger()
        // So many acts without a state are folded while the cabinet is at work, without takes.
        try await first.rebuild()
        try await first.rest()
        say("the cabinet starts")
        let clock = ContinuousClock()
        var start = clock.now
        cabinet = try cabinet.restarted(in: house)
        let ledger = try cabinet.ledger()
        let cabinetSeconds = start.duration(to: clock.now) / .seconds(1)
        let size = ledger.view.head.size
        guard size > UInt64(recordCount), ledger.view.custody.size == size, !ledger.view.isRebuilding else {
            throw MeasureError("the cabinet started without all acts")
        }
        say("draining")
        let line = try HeadquartersLine(house, ledger: house.ledger)
        try await whileRunning([{ try await line.service.run() }], deadline: DrainRun.patience) { [cabinet] in
            _ = try await DrainRun(address: line.address, serverKey: line.serverKey)
                .drain([(cabinet, ledger)], recordCount: size) {
                    try await wait(for: house.ledger.updates()) {
                        house.ledger.view.cabinets[cabinet.name]?.custody.size ?? 0 >= size
                    }
                }
        }
        say("headquarters stops in order, and starts")
        try await house.ledger.nameState()
        try await house.ledger.storeCheckpoints()
        try house.close()
        start = clock.now
        let reopened = try await MeasuredHouse(reopening: folder)
        let houseSeconds = start.duration(to: clock.now) / .seconds(1)
        guard reopened.ledger.view.cabinets[cabinet.name]?.custody.size == size else {
            throw MeasureError("headquarters started without all acts")
        }
        var report = BenchReport("recover", parameters: ["records": Double(recordCount)])
        report.note("cabinet, start until ready", cabinetSeconds, "s")
        report.note("headquarters, start until ready", houseSeconds, "s")
        report.require("seconds until a cabinet is ready", cabinetSeconds, .atMost(Self.secondsMax))
        report.require("seconds until headquarters is ready", houseSeconds, .atMost(Self.secondsMax))
        return report
    }
}
