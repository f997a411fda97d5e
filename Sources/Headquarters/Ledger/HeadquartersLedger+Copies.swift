import Authority
import Cryptography
import Custody
import Host
import Records
package import Replication
import Store

extension HeadquartersLedger {
    /// How many leaves of each log lie here completely; of older epochs, the last few.
    package nonisolated func held(of cabinet: String) throws -> [HeldLog] {
        let epochs = view.cabinets[cabinet]?.epochs.suffix(Self.heldActsCountMax) ?? []
        let telemetry = view.cabinets[cabinet]?.telemetry.suffix(Self.heldTelemetryCountMax) ?? []
        return epochs.map { HeldLog(origin: $0.log.origin.text, size: $0.mirroredSize) }
            + telemetry.map { HeldLog(origin: $0.origin.text, size: $0.mirroredSize) }
    }

    /// Together no more than a WELCOME names, and of each log more than a greeting shows.
    private static var heldActsCountMax: Int { 5 }
    private static var heldTelemetryCountMax: Int { 10 }

    static func size(_ note: SignedNote?) -> UInt64 {
        note.flatMap { try? Checkpoint($0).head.size } ?? 0
    }

    nonisolated var seconds: UInt64 { UInt64(max(0, clock.wallMilliseconds / 1_000)) }
}
