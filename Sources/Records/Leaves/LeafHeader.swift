package import Cryptography

/// What every record says in clear.
package struct LeafHeader: Sendable, Equatable {
    /// The version of the leaf format that this program writes and reads.
    package static let version: UInt64 = 1

    /// What the record is about.
    package var recordClass: RecordClass
    /// The index in its log; a gap cannot exist.
    package var sequence: UInt64
    /// When, by the writer's hybrid clock.
    package var time: HybridTime
    /// How good that clock was.
    package var clockQuality: ClockQuality
    /// Names one start of the device.
    package var boot: Identifier<Boot>
    /// Milliseconds since that start by the monotonic clock.
    package var monotonicMilliseconds: UInt64
    /// The heads obeyed; nil before the first one.
    package var obeyedHeads: ObeyedHeads?
    /// One commitment for each group of the body.
    package var commitments: [Group: Digest]

    /// A header with all its fields.
    package init(
        recordClass: RecordClass,
        sequence: UInt64,
        time: HybridTime,
        clockQuality: ClockQuality,
        boot: Identifier<Boot>,
        monotonicMilliseconds: UInt64,
        obeyedHeads: ObeyedHeads?,
        commitments: [Group: Digest]
    ) {
        self.recordClass = recordClass
        self.sequence = sequence
        self.time = time
        self.clockQuality = clockQuality
        self.boot = boot
        self.monotonicMilliseconds = monotonicMilliseconds
        self.obeyedHeads = obeyedHeads
        self.commitments = commitments
    }
}

/// One start of a device, named by ``Identifier``.
package enum Boot {}

extension LeafHeader {
    /// The fields of the leaf's map, without the device's own signature (key 9).
    var map: CBORMap {
        var commitments = CBORMap()
        for (group, digest) in self.commitments { commitments[group.rawValue] = digest.canonical }
        return CBORMap([
            0: Self.version.canonical,
            1: recordClass.canonical,
            2: sequence.canonical,
            3: time.canonical,
            4: clockQuality.canonical,
            5: boot.canonical,
            6: monotonicMilliseconds.canonical,
            7: obeyedHeads?.canonical,
            8: .map(commitments),
        ])
    }

    init(fields: inout Fields) throws(RecordsError) {
        let version: UInt64 = try fields.value(0)
        guard version == Self.version else {
            throw RecordsError(.unknownVersion, "leaf version \(version) is newer than this program")
        }
        recordClass = try fields.value(1)
        sequence = try fields.value(2)
        time = try fields.value(3)
        clockQuality = try fields.value(4)
        boot = try fields.value(5)
        monotonicMilliseconds = try fields.value(6)
        obeyedHeads = try fields.optional(7)
        var groups = try Fields(try fields.value(8), of: "the commitments")
        commitments = [:]
        for group in Group.allCases {
            commitments[group] = try groups.optional(group.rawValue, as: Digest.self)
        }
        try groups.finish()
    }
}
