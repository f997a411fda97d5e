import CabinetAppliance
import Cryptography
import Enrolment
import FoundationEssentials
import Glibc
import Headquarters
import Replication
package import Simulation
import Store

/// Many cabinets that come back at once, each with its own backlog, at a headquarters in a process of its own.
package struct CrowdMeasure: Sendable {
    private static let rateRatioMin = 0.5
    private static let memoryMebibytesMax = 300.0
    private static let worstRatioMax = 3.0
    private static let mebibyte = 1_048_576.0
    /// The cabinets' disks are their own in the field: here they lie in memory, so that they do not share headquarters'.
    private static let memoryFolder = "/dev/shm"

    private let folder: String
    private let cabinetCount: Int
    private let recordCount: Int

    /// Measures so many cabinets with so many records each.
    package init(folder: String, cabinets cabinetCount: Int = 1_000, records recordCount: Int = 1_000) {
        self.folder = folder
        self.cabinetCount = cabinetCount
        self.recordCount = recordCount
    }

    /// Drains one cabinet with as many records as all of them, then all of them.
    package func measure(say: @escaping @Sendable (String) -> Void) async throws -> BenchReport {
        try Self.raiseDescriptorLimit()
        let total = cabinetCount * recordCount
        say("one cabinet with \(total) records")
        let alone = try await rate(cabinets: 1, records: total, say: say)
        say("\(cabinetCount) cabinets with \(recordCount) records each")
        let crowd = try await rate(cabinets: cabinetCount, records: recordCount, say: say)
        return report(alone: alone, crowd: crowd)
    }

    private struct Figures: Sendable {
        let rate: Double
        let durations: [Duration]
        let memoryMebibytes: Double
    }

    private func rate(cabinets: Int, records: Int, say: @Sendable (String) -> Void) async throws -> Figures {
        let house = try await MeasuredHouse(founding: "\(folder)/\(cabinets)")
        let disks = "\(Self.memoryFolder)/signet-measure-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: disks, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: disks) }
        let enrolled = try await house.enrol((1...cabinets).map { "c\($0)" }, folder: disks)
        try await Self.each(enrolled) { cabinet in
            try await cabinet.obey(house)
            try cabinet.writeBacklog(records)
        }
        guard let serverKey = TransportKey(house.keys.current.transport.publicKey.bytes) else {
            throw MeasureError("headquarters' transport key has no 32 bytes")
        }
        try house.close()
        say("the cabinets start")
        // Each of them folds what headquarters said of all the others, and verifies who signed it.
        let ledgers = try await Self.each(enrolled) { ($0, try $0.ledger()) }
        say("draining")
        return try await HeadquartersProcess.with(folder: house.folder) { address, peakMemoryBytes in
            let durations = try await DrainRun(address: address, serverKey: serverKey)
                .drain(ledgers, recordCount: UInt64(records))
            let last = (durations.max() ?? .zero) / .seconds(1)
            return Figures(
                rate: Double(cabinets * records) / last,
                durations: durations.sorted(),
                memoryMebibytes: Double(try peakMemoryBytes()) / Self.mebibyte
            )
        }
    }

    /// Does something with each cabinet, as many at once as there are processors, and returns what came of it, in their order.
    @discardableResult
    private static func each<Result: Sendable>(
        _ cabinets: [MeasuredCabinet],
        _ body: @Sendable @escaping (MeasuredCabinet) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            for (place, cabinet) in cabinets.enumerated() {
                group.addTask { (place, try await body(cabinet)) }
            }
            var done: [(Int, Result)] = []
            for try await result in group { done.append(result) }
            return done.sorted { $0.0 < $1.0 }.map { $0.1 }
        }
    }

    private func report(alone: Figures, crowd: Figures) -> BenchReport {
        var report = BenchReport(
            "drain",
            parameters: [
                "cabinets": Double(cabinetCount), "records of each": Double(recordCount),
                "bytes of a record": Double(MeasuredRecords.byteCount),
            ]
        )
        let name = "\(cabinetCount) cabinets at once"
        let median = crowd.durations[crowd.durations.count / 2] / .milliseconds(1)
        let worst = (crowd.durations.last ?? .zero) / .milliseconds(1)
        report.note("one cabinet with as many records, cosigned", alone.rate, "records/s")
        report.note("\(name), cosigned", crowd.rate, "records/s")
        report.note("\(name), median until cosigned", median, "ms")
        report.note("\(name), worst until cosigned", worst, "ms")
        report.note("headquarters' peak memory, one cabinet", alone.memoryMebibytes, "MiB")
        report.note("headquarters' peak memory, \(name)", crowd.memoryMebibytes, "MiB")
        report.compare("\(name), cosigned", crowd.rate, against: "one cabinet", alone.rate)
        report.compare("worst cabinet", worst, against: "median cabinet", median)
        report.require(
            "records per second, ratio to one cabinet",
            crowd.rate / alone.rate,
            .atLeast(Self.rateRatioMin)
        )
        report.require("headquarters' memory in MiB", crowd.memoryMebibytes, .atMost(Self.memoryMebibytesMax))
        report.require(
            "ratio of the worst cabinet to the median",
            worst / median,
            .atMost(Self.worstRatioMax)
        )
        return report
    }

    /// Each cabinet of the measurement has its files and sockets in this process.
    private static func raiseDescriptorLimit() throws {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw MeasureError("the limit of open files cannot be read")
        }
        limit.rlim_cur = limit.rlim_max
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw MeasureError("the limit of open files cannot be raised")
        }
    }
}
