import CabinetAppliance
import Cryptography
import Enrolment
import Records
import Synchronization

/// The keys of one cabinet's telemetry, as its file of secrets keeps them whatever becomes of its disk: each follows from the first.
final class StoredTelemetryKeys: Sendable {
    let first: Ed25519PrivateKey
    private let epoch = Mutex<UInt64>(1)

    init(first: Ed25519PrivateKey) { self.first = first }

    var keys: TelemetryKeys {
        TelemetryKeys(
            present: { try self.epoch.withLock { try self.key($0) } },
            rotation: {
                try self.epoch.withLock { epoch in
                    epoch += 1
                    return try self.key(epoch)
                }
            }
        )
    }

    private func key(_ epoch: UInt64) throws -> LogKey {
        let next = try privateKey(epoch + 1).publicKey
        return LogKey(
            log: "telemetry",
            epoch: epoch,
            privateKey: try privateKey(epoch),
            nextKey: SHA256.hash(parts: [Domain.nextKey.prefix, next.bytes])
        )
    }

    private func privateKey(_ epoch: UInt64) throws -> Ed25519PrivateKey {
        guard epoch > 1 else { return first }
        let seed = SHA256.hash(parts: [first.publicKey.bytes, Array("\(epoch)".utf8)])
        return try Ed25519PrivateKey(seed: seed.bytes)
    }
}
