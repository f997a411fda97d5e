import Authority
package import Custody
package import Records

/// One epoch of a cabinet's telemetry as headquarters holds it.
///
/// It needs nobody's judgement, because nothing rests on it: what counts is that its first leaf carries the signature of the
/// cabinet's act key, and that what was cosigned of the one before cannot be done without unseen.
package struct TelemetryEpoch: Sendable, Equatable {
    /// Counts epochs, from 1.
    package let epoch: UInt64
    /// The log.
    package let origin: Origin
    /// The key that signs its checkpoints (Ed25519).
    package let key: Bytes
    /// What its first leaf says; nil in the first epoch, and until that leaf is announced or here.
    package var opening: EpochOpening?
    /// The size of its newest head that is cosigned as consistent.
    package var witnessedSize: UInt64 = 0
    /// How many of its records lie here under a head that its key signed.
    package var provedSize: UInt64 = 0
    /// How many of its records lie here whole, under a cosigned head.
    package var mirroredSize: UInt64 = 0

    /// An epoch of which nothing is here yet.
    package init(epoch: UInt64, origin: Origin, key: Bytes, opening: EpochOpening? = nil) {
        (self.epoch, self.origin, self.key, self.opening) = (epoch, origin, key, opening)
    }

    /// Takes over what the store says of it.
    mutating func refresh(_ status: LogStatus) {
        witnessedSize = status.size(.witness)
        provedSize = status.proved.size
        mirroredSize = max(mirroredSize, min(status.size(.mirror), provedSize))
    }
}

/// Epochs of a cabinet's telemetry of which there is no copy, between two of which there is one.
package struct TelemetryGap: Sendable, Equatable {
    /// Their numbers.
    package let epochs: ClosedRange<UInt64>
    /// How many records the last of them has, where the epoch behind it says so.
    package let lastCount: UInt64?

    /// The last of them, so many at the most: a cabinet names numbers as it likes, also more than can be counted.
    package func newest(_ count: UInt64) -> ClosedRange<UInt64> {
        let (first, last) = (epochs.lowerBound, epochs.upperBound)
        return (last - first < count ? first : last - count + 1)...last
    }
}

extension CabinetCopy {
    /// The most epochs of telemetry that are looked at; older ones lie in the evidence.
    static let telemetryCountMax = 1_000

    /// The numbers that are missing: what the cabinet gave up before it could announce it, or wrote on a disk that is gone.
    package var telemetryGaps: [TelemetryGap] {
        zip(telemetry, telemetry.dropFirst()).compactMap { before, next in
            guard next.epoch > before.epoch + 1 else { return nil }
            let end = next.opening?.lastOwn
            let isLast = end.flatMap { try? Origin($0.origin) }?.epoch == next.epoch - 1
            return TelemetryGap(
                epochs: before.epoch + 1...next.epoch - 1,
                lastCount: isLast ? end?.size : nil
            )
        }
    }

    /// Where an epoch of telemetry ends; nil for the newest, which goes on.
    ///
    /// In order that is where the next one says; after anything else at what was cosigned of it.
    func telemetryEnd(of place: Int) -> UInt64? {
        guard telemetry.indices.contains(place + 1) else { return nil }
        guard let opening = telemetry[place + 1].opening,
            [.rotation, .shedding].contains(opening.reason),
            let end = opening.lastOwn, end.origin == telemetry[place].origin.text
        else { return telemetry[place].witnessedSize }
        return max(end.size, telemetry[place].witnessedSize)
    }
}
