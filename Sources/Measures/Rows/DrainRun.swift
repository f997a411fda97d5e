import CabinetAppliance
import Headquarters
import Replication
import Store

/// Cabinets with a backlog connect at the same moment, and everything arrives.
struct DrainRun: Sendable {
    /// Longer than the slowest disk needs.
    static let patience = Duration.seconds(1_800)

    typealias Cabinet = (cabinet: MeasuredCabinet, ledger: CabinetLedger<EvidenceFile>)

    let address: String
    let serverKey: TransportKey

    /// Connects cabinets whose ledgers are open, and waits until each holds the cosignature over all of its records.
    ///
    /// - Returns: for each in order how long that took, from the start of all lines.
    func drain(
        _ cabinets: [Cabinet],
        recordCount: UInt64,
        then body: @Sendable @escaping () async throws -> Void = {}
    ) async throws -> [Duration] {
        let clock = ContinuousClock()
        let start = clock.now
        let lines = try cabinets.map { try $0.cabinet.line(of: $0.ledger, to: address, serverKey: serverKey) }
        return try await whileRunning(lines.map { line in { await line.run() } }, deadline: Self.patience) {
            let durations = try await withThrowingTaskGroup(of: (Int, Duration).self) { group in
                for (place, cabinet) in cabinets.enumerated() {
                    let ledger = cabinet.ledger
                    group.addTask {
                        try await wait(for: ledger.updates()) { ledger.view.mirroredSize >= recordCount }
                        return (place, start.duration(to: clock.now))
                    }
                }
                return try await group.reduce(into: [Duration](repeating: .zero, count: cabinets.count)) {
                    $0[$1.0] = $1.1
                }
            }
            try await body()
            return durations
        }
    }
}
