package import Records

/// A record of a cabinet's acts, and who signed it; what that is worth follows from its place.
package struct ExaminedRecord: Sendable {
    /// A record of an earlier epoch that another one carries.
    package struct Carried: Sendable {
        /// The record, opened.
        package let record: OpenedRecord
        /// The epoch in which it was written.
        package let epoch: UInt64
        /// The log of that epoch.
        package let origin: Origin
        /// Its leaf.
        package let leafBytes: [UInt8]
        let signer: Bytes?

        /// Its index in that log.
        package var index: UInt64 { record.leaf.header.sequence }
    }

    /// The record.
    package let record: OpenedRecord
    /// The act key of this cabinet, of whatever time, that signed it; nil for none.
    package let signer: Bytes?
    let isLegible: Bool
    /// What it carries; nil where it carries nothing that this cabinet can have written in an earlier epoch.
    package let carried: Carried?

    /// What it says: itself, or what it carries.
    package var said: OpenedRecord { carried?.record ?? record }
}
