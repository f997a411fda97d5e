import Cryptography
import Enrolment
import Records
import Synchronization

@testable import CabinetAppliance

/// Keys of telemetry that outlive a disk, as the file of secrets does.
final class KeptTelemetryKeys: Sendable {
    private struct State {
        var present: LogKey
        var failuresLeft = 0
    }

    private let state: Mutex<State>

    init() throws {
        state = Mutex(State(present: try Self.fresh(epoch: 1)))
    }

    /// Whether the next rotations fail, so many of them.
    func failNext(_ count: Int) { state.withLock { $0.failuresLeft = count } }

    var epoch: UInt64 { state.withLock { $0.present.epoch } }
    var publicKey: Ed25519PublicKey { state.withLock { $0.present.privateKey.publicKey } }

    var keys: TelemetryKeys {
        TelemetryKeys(
            present: { self.state.withLock { $0.present } },
            rotation: {
                try self.state.withLock { state in
                    guard state.failuresLeft == 0 else {
                        state.failuresLeft -= 1
                        throw CabinetError(.refused, "the file of secrets cannot be written")
                    }
                    state.present = try Self.fresh(epoch: state.present.epoch + 1)
                    return state.present
                }
            }
        )
    }

    private static func fresh(epoch: UInt64) throws -> LogKey {
        LogKey(
            log: "telemetry",
            epoch: epoch,
            privateKey: try Ed25519PrivateKey(),
            nextKey: SHA256.hash([UInt8(truncatingIfNeeded: epoch)])
        )
    }
}
