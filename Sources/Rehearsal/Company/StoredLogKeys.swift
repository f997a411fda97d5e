import Authority
import CabinetAppliance
import Cryptography
import Enrolment
import Records
import Simulation
import Synchronization

/// The keys of a cabinet's logs, as its file of secrets keeps them on its disk.
///
/// The file says which epochs are written; each key follows from the first one, so that nothing about a story is drawn elsewhere.
final class StoredLogKeys: Sendable {
    /// The file that holds the present epochs.
    static let fileName = "secrets"

    private struct Epochs: Sendable {
        var acts: UInt64
        var telemetry: UInt64
    }

    private let cabinet: EnrolledCabinet
    private let first: Epochs
    private let disk: SimulatedDisk
    private let epochs: Mutex<Epochs>

    /// Reads the file of a machine; one that took another's place begins in the epochs which officers signed.
    init(of cabinet: EnrolledCabinet, on disk: SimulatedDisk, behind replacement: Replacement?) throws {
        self.cabinet = cabinet
        self.disk = disk
        first = Epochs(acts: replacement?.actsEpoch ?? 1, telemetry: replacement?.telemetryEpoch ?? 1)
        var present = first
        if let bytes = try disk.read(Self.fileName) {
            let numbers = String(decoding: bytes, as: UTF8.self).split(separator: " ").compactMap {
                UInt64($0)
            }
            guard numbers.count == 2 else {
                throw RecordsError(.malformed, "the file of secrets does not name two epochs")
            }
            present = Epochs(acts: numbers[0], telemetry: numbers[1])
        }
        epochs = Mutex(present)
    }

    /// The keys with which a ledger writes.
    func keys() throws -> CabinetLogKeys {
        CabinetLogKeys(
            acts: try acts(),
            act: cabinet.act,
            telemetry: TelemetryKeys(
                present: { try self.telemetry() },
                rotation: {
                    try self.rotate { $0.telemetry += 1 }
                    return try self.telemetry()
                }
            ),
            rotation: { epoch in
                try self.rotate { if $0.acts == epoch { $0.acts += 1 } }
                return try self.keys()
            }
        )
    }

    private func acts() throws -> LogKey {
        let epoch = epochs.withLock { $0.acts }
        return try cabinet.actsKey(epoch, first: first.acts)
    }

    private func telemetry() throws -> LogKey {
        let epoch = epochs.withLock { $0.telemetry }
        return try cabinet.telemetryKey(epoch, first: first.telemetry)
    }

    /// It is on the disk when this returns, and nothing has changed where it is not.
    private func rotate(_ change: (inout Epochs) -> Void) throws {
        try epochs.withLock { epochs in
            var changed = epochs
            change(&changed)
            try disk.replace(Self.fileName, Array("\(changed.acts) \(changed.telemetry)".utf8))
            epochs = changed
        }
    }
}
