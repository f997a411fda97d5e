/// Why an epoch begins.
///
/// Numbers are never reused; one that is not known asks for officers.
package struct EpochReason: RawRepresentable, Canonical, Hashable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The log begins with its owner.
    package static let enrolment = EpochReason(rawValue: 0)
    /// The next key was taken into use, in order.
    package static let rotation = EpochReason(rawValue: 1)
    /// Leaves that headquarters has cosigned were missing here: a disk was put back.
    package static let restore = EpochReason(rawValue: 2)
    /// The records before are gone.
    package static let diskLost = EpochReason(rawValue: 3)
    /// Headquarters holds other leaves under the same key.
    package static let fork = EpochReason(rawValue: 4)
    /// What is stored does not lead to what was signed.
    package static let bitError = EpochReason(rawValue: 5)
    /// Records of a cabinet's telemetry make way for others on a disk that is nearly full.
    package static let shedding = EpochReason(rawValue: 6)
    /// Another machine goes on under the cabinet's name, because officers enrolled it.
    package static let replacement = EpochReason(rawValue: 7)

    package var canonical: CBOR { rawValue.canonical }

    package init(canonical: CBOR) throws(RecordsError) { rawValue = try UInt64(canonical: canonical) }
}
