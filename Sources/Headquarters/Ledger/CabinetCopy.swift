import Authority
package import Custody
import Records

/// What headquarters holds of one cabinet.
package struct CabinetCopy: Sendable {
    /// What its acts say, as far as they are proved and complete here.
    package var custody: CustodyState
    /// The epochs of its acts, oldest first; the sizes below are those of the newest.
    package var epochs: [EpochCopy] = []
    /// The newest head of its acts that is cosigned as consistent.
    package var witnessedSize: UInt64 = 0
    /// How many of its acts lie here with every body, under a cosigned head.
    package var mirroredSize: UInt64 = 0
    /// How many of its acts lie in a backup that was read back, under a cosigned head.
    package var safeSize: UInt64 = 0
    /// The epochs of its telemetry, oldest first.
    package var telemetry: [TelemetryEpoch] = []
    /// Why its acts are folded no further; nil when all is well.
    package var problem: String?

    /// Takes over the sizes of the newest epoch.
    mutating func noteSizes() {
        witnessedSize = current?.log.closed?.size ?? 0
        mirroredSize = current?.mirroredSize ?? 0
    }

    /// A cabinet of which nothing is here yet.
    package init(cabinet: String) { custody = CustodyState(cabinet: cabinet) }

    /// How many acts are cosigned and not here yet.
    package var missingCount: UInt64 { witnessedSize > mirroredSize ? witnessedSize - mirroredSize : 0 }
}
