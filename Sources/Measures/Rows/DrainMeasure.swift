import CabinetAppliance
import Custody
import Headquarters
package import Simulation
import Store
import Synchronization

/// How fast a cabinet's backlog becomes headquarters' evidence, cosigned, over an encrypted line on loopback.
package struct DrainMeasure: Sendable {
    private static let rateMin = 300_000.0
    private static let wireByteCountMax = 235.0
    private static let natsRatioMin = 2.5
    private static let natsSyncedRatioMin = 60.0
    private static let mosquittoRatioMin = 4.0
    /// Behind longer backlogs the server that is to sync each message syncs many at once, and is no such peer any more.
    private static let natsSyncedCount = 20_000

    let folder: String
    private let recordCounts: [Int]
    private let signedCount: Int?
    private let peers: DrainPeers?

    /// Measures backlogs of these sizes, each in a folder of its own below an empty one, and the peers where they are given.
    ///
    /// `signedCount`: the size of one more, each record of which the cabinet signed by itself; nil for none.
    package init(
        folder: String,
        records recordCounts: [Int] = [100_000, 1_000_000],
        signed signedCount: Int? = 100_000,
        peers: DrainPeers? = nil
    ) {
        self.folder = folder
        self.recordCounts = recordCounts
        self.signedCount = signedCount
        self.peers = peers
    }

    /// Runs every row.
    package func measure(say: @Sendable (String) -> Void) async throws -> BenchReport {
        var report = BenchReport(
            "drain",
            parameters: ["cabinets": 1, "bytes of a record": Double(MeasuredRecords.byteCount)]
        )
        for count in recordCounts {
            say("a backlog of \(count) records")
            let rate = note(try await drain(count, say: say), count: count, &report)
            guard let peers else { continue }
            say("the peers' backlogs of \(count) records")
            try await compare(rate, count: count, with: peers, &report)
        }
        if let peers { try await compareSynced(with: peers, &report, say: say) }
        if let signedCount {
            say("a backlog of \(signedCount) signed acts")
            try await measureSigned(signedCount, &report, say: say)
        }
        return report
    }

    /// The same backlog at the peers.
    private func compare(
        _ rate: Double,
        count: Int,
        with peers: DrainPeers,
        _ report: inout BenchReport
    ) async throws {
        let rows = [
            (
                "NATS leaf to hub, default sync", Self.natsRatioMin,
                try await peers.nats(records: count, sync: "default", folder: folder)
            ),
            (
                "mosquitto's persistent session", Self.mosquittoRatioMin,
                try await peers.mosquitto(records: count, folder: folder)
            ),
        ]
        for (peer, ratioMin, peerRate) in rows {
            Self.compare(rate, count: count, with: peer, peerRate, ratioMin, &report)
        }
    }

    /// A short backlog at the peer that syncs each message, as ours is on the disk before it is cosigned.
    private func compareSynced(
        with peers: DrainPeers,
        _ report: inout BenchReport,
        say: @Sendable (String) -> Void
    ) async throws {
        let count = Self.natsSyncedCount
        say("a backlog of \(count) records, here and at the peer that syncs each message")
        let figures = try await drain(count, say: say)
        let rate = noteTimes(figures, of: "\(count) records", count: count, folding: "projected", &report)
        let peerRate = try await peers.nats(records: count, sync: "always", folder: folder)
        Self.compare(
            rate,
            count: count,
            with: "NATS leaf to hub, sync_interval always",
            peerRate,
            Self.natsSyncedRatioMin,
            &report
        )
    }

    private static func compare(
        _ rate: Double,
        count: Int,
        with peer: String,
        _ peerRate: Double,
        _ ratioMin: Double,
        _ report: inout BenchReport
    ) {
        report.note("\(peer), \(count) records", peerRate, "records/s")
        report.compare("\(count) records, cosigned", rate, against: peer, peerRate)
        report.require("ratio to \(peer), \(count) records", rate / peerRate, .atLeast(ratioMin))
    }

    /// What came of one drain.
    struct Figures: Sendable {
        /// Until the cabinet held the cosignature over its last record.
        var cosigned = Duration.zero
        /// From there until headquarters had folded all of them.
        var projecting = Duration.zero
        /// Bytes that headquarters received, with everything that is put around the records.
        var wireByteCount: UInt64 = 0
        /// Processor time of both sides until the last cosignature.
        var processorSeconds = 0.0
    }

    func drain(_ count: Int, isSigned: Bool = false, say: @Sendable (String) -> Void) async throws -> Figures
    {
        let house = try await MeasuredHouse(founding: "\(folder)/\(count)\(isSigned ? "-signed" : "")")
        guard let cabinet = try await house.enrol(["c1"]).first else { throw MeasureError("no cabinet") }
        try await cabinet.obey(house)
        try cabinet.writeBacklog(count, isSigned: isSigned)
        say("the cabinet starts")
        let ledger = try cabinet.ledger()
        say("draining")
        let line = try HeadquartersLine(house, ledger: house.ledger)
        let meter = try WireMeter(address: line.address)
        return try await whileRunning([{ try await line.service.run() }], deadline: DrainRun.patience) {
            let measured = Mutex(Figures())
            let before = ProcessFigures.processorSeconds
            let durations = try await DrainRun(address: line.address, serverKey: line.serverKey)
                .drain([(cabinet, ledger)], recordCount: UInt64(count)) {
                    let (clock, start) = (ContinuousClock(), ContinuousClock.now)
                    measured.withLock {
                        $0.processorSeconds = ProcessFigures.processorSeconds - before
                        $0.wireByteCount = meter.receivedByteCount
                    }
                    try await wait(for: house.ledger.updates()) {
                        house.ledger.view.cabinets[cabinet.name]?.custody.size ?? 0 >= UInt64(count)
                    }
                    measured.withLock { $0.projecting = start.duration(to: clock.now) }
                    guard house.ledger.view.cabinets[cabinet.name]?.custody.unattestedCount == 0 else {
                        throw MeasureError(
                            "headquarters does not take these records' own signatures for good"
                        )
                    }
                }
            return measured.withLock { figures in
                figures.cosigned = durations.max() ?? .zero
                return figures
            }
        }
    }

    /// Adds a drain's figures, and returns its rate.
    private func note(_ figures: Figures, count: Int, _ report: inout BenchReport) -> Double {
        let records = Double(count)
        let wire = Double(figures.wireByteCount) / records
        let name = "\(count) records"
        let rate = noteTimes(figures, of: name, count: count, folding: "projected", &report)
        report.note("\(name), on the wire", wire, "B/record")
        let processor = figures.processorSeconds * 1_000_000 / records
        report.note("\(name), processor time of both sides", processor, "µs/record")
        report.require("records per second cosigned, \(name)", rate, .atLeast(Self.rateMin))
        report.require("bytes on the wire per record, \(name)", wire, .atMost(Self.wireByteCountMax))
        return rate
    }

    /// Adds how fast a backlog was cosigned and how long folding went on behind it, and returns the rate.
    func noteTimes(
        _ figures: Figures,
        of name: String,
        count: Int,
        folding: String,
        _ report: inout BenchReport
    ) -> Double {
        let rate = Double(count) / (figures.cosigned / .seconds(1))
        report.note("\(name), cosigned", rate, "records/s")
        report.note("\(name), until the last is cosigned", figures.cosigned / .milliseconds(1), "ms")
        report.note(
            "\(name), from there until all are \(folding)",
            figures.projecting / .milliseconds(1),
            "ms"
        )
        return rate
    }
}
