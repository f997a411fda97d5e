import Authority
import Cryptography
import Custody
import Host
import Records
package import Replication
import Store

extension HeadquartersLedger {
    /// How many leaves of each log lie here completely.
    package nonisolated func held(of cabinet: String) throws -> [HeldLog] {
        let copy = view.cabinets[cabinet]
        return [
            HeldLog(origin: try origins.acts(of: cabinet).text, size: copy?.mirroredSize ?? 0),
            HeldLog(
                origin: try origins.telemetry(of: cabinet).text,
                size: try store.status(of: try origins.telemetry(of: cabinet))?.proved.size ?? 0
            ),
        ]
    }

    static func size(_ note: SignedNote?) -> UInt64 {
        note.flatMap { try? Checkpoint($0).head.size } ?? 0
    }

    nonisolated var seconds: UInt64 { UInt64(max(0, clock.wallMilliseconds / 1_000)) }
}
