/// What a record is about, in clear in every leaf, so that completeness can be shown while the rest stays closed.
package struct RecordClass: RawRepresentable, Hashable, Sendable, Canonical {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Takes, returns, handovers: who has which seal.
    package static let custody = RecordClass(rawValue: 1)
    /// A lock was released or a drawer moved.
    package static let opening = RecordClass(rawValue: 2)
    /// Somebody showed who they are, or tried to.
    package static let identification = RecordClass(rawValue: 3)
    /// A tag was seen or proved without an act.
    package static let presence = RecordClass(rawValue: 4)
    /// A finding that people must see at once.
    package static let alarm = RecordClass(rawValue: 5)
    /// An answer to a count run.
    package static let count = RecordClass(rawValue: 6)
    /// Epochs, starts, clock, configuration.
    package static let system = RecordClass(rawValue: 7)
    /// A statement that gives: signed by keys that headquarters does not hold.
    package static let giving = RecordClass(rawValue: 8)
    /// A record that takes away: headquarters' log key suffices.
    package static let taking = RecordClass(rawValue: 9)
    /// Sensor values and diagnostics that may be shed.
    package static let telemetry = RecordClass(rawValue: 10)
    /// A head that headquarters cosigned.
    package static let receipt = RecordClass(rawValue: 11)
    /// What people and programs did at headquarters.
    package static let administration = RecordClass(rawValue: 12)

    /// The key of what is sealed for one person: erased, and with it all that it opens.
    package static let subjectKey = RecordClass(rawValue: 13)

    package var canonical: CBOR { rawValue.canonical }

    package init(canonical: CBOR) throws(RecordsError) { rawValue = try UInt64(canonical: canonical) }
}
