import CabinetAppliance
import Custody
import Records
package import Simulation
import Store

/// What one act costs a cabinet until it is on the disk, and until its head is signed, against a bare insert of the same
/// bytes: acts and inserts in turn, so that both meet the same disk.
package struct CommitMeasure: Sendable {
    private static let durableRatioMax = 1.4
    private static let signedRatioMax = 1.9
    /// Acts before those that count: caches fill, and the cabinet's write-ahead log comes to its full length, behind which it is
    /// written over and grows no more; the bare table begins with such a one.
    private static let warmUpCount = 1_200

    private let folder: String
    private let actCount: Int

    /// Measures a number of acts in an empty folder.
    package init(folder: String, acts actCount: Int = 1_000) {
        self.folder = folder
        self.actCount = actCount
    }

    private struct Samples {
        var bare: [Duration] = []
        var durable: [Duration] = []
        var signed: [Duration] = []
    }

    /// Writes signed acts through the cabinet's own ledger.
    package func measure() async throws -> BenchReport {
        let house = try await MeasuredHouse(founding: folder)
        guard let cabinet = try await house.enrol(["c1"]).first else { throw MeasureError("no cabinet") }
        try await cabinet.obey(house)
        let store = WatchedStore(cabinet.store)
        let ledger = try cabinet.ledger(on: store)
        let table = try BareTable(path: folder + "/bare.sqlite")
        var generator = SystemRandomNumberGenerator()
        var samples = Samples()
        var byteCount = 0
        for number in 0..<Self.warmUpCount + actCount {
            let draft = Self.act(using: &generator)
            let clock = ContinuousClock()
            let start = clock.now
            try await ledger.append([draft])
            let end = clock.now
            guard let durable = store.lastDurable else { throw MeasureError("nothing was appended") }
            guard let record = try store.record(at: UInt64(number), of: cabinet.origin) else {
                throw MeasureError("no act was written")
            }
            let bytes = record.leafBytes + record.bodyBytes
            byteCount = bytes.count
            let bareStart = clock.now
            try table.insert(bytes)
            let bareEnd = clock.now
            guard number >= Self.warmUpCount else { continue }
            samples.bare.append(bareStart.duration(to: bareEnd))
            samples.durable.append(start.duration(to: durable))
            samples.signed.append(start.duration(to: end))
        }
        return report(samples, byteCount: byteCount)
    }

    /// An act as a person does it: with all groups, and the device's own signature.
    private static func act(using generator: inout SystemRandomNumberGenerator) -> Draft {
        let card = (0..<7).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
        return Draft(
            .identification,
            .identified,
            actor: Actor(person: Identifier(using: &generator)),
            detail: IdentificationMade(methods: [.card, .pin], card: Bytes(card)).canonical,
            duress: false,
            isSigned: true
        )
    }

    private func report(_ samples: Samples, byteCount: Int) -> BenchReport {
        var report = BenchReport(
            "commit",
            parameters: ["acts": Double(actCount), "bytes of an act": Double(byteCount)]
        )
        report.add("bare insert of the same bytes", samples.bare)
        report.add("act durable, with own signature and tree", samples.durable)
        report.add("act with its checkpoint signed", samples.signed)
        let bare = Self.median(samples.bare)
        let what = "bare SQLite insert, median"
        let (durable, signed) = (Self.median(samples.durable), Self.median(samples.signed))
        report.compare("act durable, with own signature and tree", durable, against: what, bare)
        report.compare("act with its checkpoint signed", signed, against: what, bare)
        report.require("ratio, durable to bare", durable / bare, .atMost(Self.durableRatioMax))
        report.require("ratio, checkpoint signed to bare", signed / bare, .atMost(Self.signedRatioMax))
        return report
    }

    private static func median(_ durations: [Duration]) -> Double {
        let sorted = durations.sorted()
        return sorted.isEmpty ? .infinity : sorted[sorted.count / 2] / .milliseconds(1)
    }
}
