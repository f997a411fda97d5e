import Authority
import Custody
import Records
import Store
import Testing

@testable import CabinetAppliance

/// Tests that write measured values into a cabinet's telemetry.
protocol TelemetryWriting {}

extension TelemetryWriting {
    func measured(_ value: Int64) -> ValuesMeasured {
        ValuesMeasured(
            from: 0,
            to: 1,
            values: [SensorValue(sensor: Sensor.memory.rawValue, value: value)],
            isWhole: false
        )
    }

    func write(_ count: Int, to ledger: CabinetLedger<EvidenceFile>) async throws {
        for value in 0..<count { #expect(try await ledger.measure(measured(Int64(value)))) }
    }

    func origin(_ epoch: UInt64) throws -> Origin {
        try LogNames.telemetry("example.org", cabinet: "c1", epoch: epoch)
    }
}
