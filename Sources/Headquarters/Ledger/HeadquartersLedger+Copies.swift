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
        let epochs = view.cabinets[cabinet]?.epochs.suffix(Hello.epochCountMax + 1) ?? []
        let telemetry = view.cabinets[cabinet]?.telemetry.suffix(Hello.epochCountMax) ?? []
        return epochs.map { HeldLog(origin: $0.log.origin.text, size: $0.mirroredSize) }
            + telemetry.map { HeldLog(origin: $0.origin.text, size: $0.provedSize) }
    }

    static func size(_ note: SignedNote?) -> UInt64 {
        note.flatMap { try? Checkpoint($0).head.size } ?? 0
    }

    nonisolated var seconds: UInt64 { UInt64(max(0, clock.wallMilliseconds / 1_000)) }
}
