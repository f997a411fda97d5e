import CabinetAppliance
import Headquarters
package import Simulation
import Store

/// How fast a cabinet's backlog becomes headquarters' evidence, cosigned, over an encrypted line on loopback.
package struct DrainMeasure: Sendable {
    private static let rateMin = 300_000.0
    private static let wireByteCountMax = 235.0
    private static let natsRatioMin = 2.5
    private static let natsSyncedRatioMin = 60.0
    private static let mosquittoRatioMin = 4.0

    private let folder: String
    private let recordCounts: [Int]
    private let peers: DrainPeers?

    /// Measures backlogs of these sizes, each in a folder of its own below an empty one, and the peers where they are given.
    package init(
        folder: String,
        records recordCounts: [Int] = [100_000, 1_000_000],
        peers: DrainPeers? = nil
    ) {
        self.folder = folder
        self.recordCounts = recordCounts
        self.peers = peers
    }

    /// Runs every row.
    package func measure(say: @Sendable (String) -> Void) async throws -> BenchReport {
        var report = BenchReport(
            "drain",
            parameters: ["cabinets": 1, "bytes of a record": Double(MeasuredRecords.byteCount)]
        )
        for (place, count) in recordCounts.enumerated() {
            say("a backlog of \(count) records")
            let rate = note(try await drain(count, say: say), count: count, &report)
            guard let peers else { continue }
            say("the peers' backlogs of \(count) records")
            try await compare(rate, count: count, with: peers, isFirst: place == 0, &report)
        }
        return report
    }

    /// The same backlog at the peers; the one that syncs each message once, because it takes its time.
    private func compare(
        _ rate: Double,
        count: Int,
        with peers: DrainPeers,
        isFirst: Bool,
        _ report: inout BenchReport
    ) async throws {
        var rows = [
            (
                "NATS leaf to hub, default sync", Self.natsRatioMin,
                try await peers.nats(records: count, sync: "default", folder: folder)
            ),
            (
                "mosquitto's persistent session", Self.mosquittoRatioMin,
                try await peers.mosquitto(records: count, folder: folder)
            ),
        ]
        if isFirst {
            rows.append(
                (
                    "NATS leaf to hub, sync_interval always", Self.natsSyncedRatioMin,
                    try await peers.nats(records: count, sync: "always", folder: folder)
                )
            )
        }
        for (peer, ratioMin, peerRate) in rows {
            report.note("\(peer), \(count) records", peerRate, "records/s")
            report.compare("\(count) records, cosigned", rate, against: peer, peerRate)
            report.require("ratio to \(peer), \(count) records", rate / peerRate, .atLeast(ratioMin))
        }
    }

    private func drain(_ count: Int, say: @Sendable (String) -> Void) async throws -> DrainRun.Figures {
        let house = try await MeasuredHouse(founding: "\(folder)/\(count)")
        guard let cabinet = try await house.enrol(["c1"]).first else { throw MeasureError("no cabinet") }
        try await cabinet.obey(house)
        try cabinet.writeBacklog(count)
        say("the cabinet starts")
        let ledger = try cabinet.ledger()
        say("draining")
        return try await DrainRun(house: house, ledger: house.ledger)
            .drain([(cabinet, ledger)], recordCount: UInt64(count))
    }

    /// Adds a drain's figures, and returns its rate.
    private func note(_ figures: DrainRun.Figures, count: Int, _ report: inout BenchReport) -> Double {
        let records = Double(count)
        let rate = records / (figures.last / .seconds(1))
        let wire = Double(figures.wireByteCount) / records
        let lag = figures.projected - figures.last
        let name = "\(count) records"
        report.note("\(name), cosigned", rate, "records/s")
        report.note("\(name), until the last is cosigned", figures.last / .milliseconds(1), "ms")
        report.note("\(name), from there until all are projected", lag / .milliseconds(1), "ms")
        report.note("\(name), on the wire", wire, "B/record")
        let processor = figures.processorSeconds * 1_000_000 / records
        report.note("\(name), processor time of both sides", processor, "µs/record")
        report.require("records per second cosigned, \(name)", rate, .atLeast(Self.rateMin))
        report.require("bytes on the wire per record, \(name)", wire, .atMost(Self.wireByteCountMax))
        return rate
    }
}
