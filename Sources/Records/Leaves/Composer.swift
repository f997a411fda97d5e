package import Cryptography

/// What the device's clocks read at one moment.
package struct ClockReading: Sendable, Equatable {
    /// Milliseconds since 1970 by the wall clock.
    package let wallMilliseconds: Int64
    /// Milliseconds since the start of the device by the monotonic clock.
    package let monotonicMilliseconds: UInt64
    /// How good the wall clock is.
    package let quality: ClockQuality

    /// A reading of both clocks.
    package init(wallMilliseconds: Int64, monotonicMilliseconds: UInt64, quality: ClockQuality) {
        self.wallMilliseconds = wallMilliseconds
        self.monotonicMilliseconds = monotonicMilliseconds
        self.quality = quality
    }
}

/// Gives drafts their place in one log: sequence, time that never falls, commitments, the device's own signature.
///
/// A value: whoever appends takes a copy, composes, commits, and keeps the copy only when the commit succeeded.
package struct Composer: Sendable {
    /// The log's origin, which own signatures cover.
    package let origin: String
    /// Names this start of the device.
    package let boot: Identifier<Boot>
    /// The index of the next leaf.
    package private(set) var nextSequence: UInt64
    /// The time of the last leaf.
    package private(set) var lastTime: HybridTime

    private let actKey: Ed25519PrivateKey?

    /// A composer for the log `origin` whose next leaf is `nextSequence`; `actKey` is the device's own, nil where none is kept.
    package init(
        origin: String,
        boot: Identifier<Boot>,
        nextSequence: UInt64,
        lastTime: HybridTime,
        actKey: Ed25519PrivateKey?
    ) {
        self.origin = origin
        self.boot = boot
        self.nextSequence = nextSequence
        self.lastTime = lastTime
        self.actKey = actKey
    }

    /// Goes on behind a leaf that stands in the log already.
    mutating func goOn(after header: LeafHeader) {
        nextSequence = header.sequence + 1
        lastTime = header.time
    }

    /// The record for a draft, in the next place.
    ///
    /// - Throws: ``RecordsError`` `.tooLarge` for a leaf or body over its limit, `.refused` for a draft that must be signed
    ///   where the log has no act key; ``CryptographyError`` when the library fails.
    package mutating func compose(_ draft: Draft, at reading: ClockReading, obeying heads: ObeyedHeads?)
        throws -> Record
    {
        var signatures: [FreshSignature] = []
        let record = try compose(draft, at: reading, obeying: heads, leaving: &signatures)
        for signature in signatures { try signature.check() }
        return record
    }

    /// The same, leaving the check of the own signature to the caller, who makes it before the record is committed.
    mutating func compose(
        _ draft: Draft,
        at reading: ClockReading,
        obeying heads: ObeyedHeads?,
        leaving unchecked: inout [FreshSignature]
    ) throws -> Record {
        // The leaf commits to what is inside; who opens a sealed group can show it.
        let open = try draft.body()
        let body = try draft.sealedFor.map { try open.sealing(.detail, for: $0) } ?? open
        let time = lastTime.next(at: reading.wallMilliseconds)
        let header = LeafHeader(
            recordClass: draft.recordClass,
            sequence: nextSequence,
            time: time,
            clockQuality: reading.quality,
            boot: boot,
            monotonicMilliseconds: reading.monotonicMilliseconds,
            obeyedHeads: heads,
            commitments: open.commitments
        )
        let leaf: Leaf
        if draft.isSigned {
            guard let actKey else { throw RecordsError(.refused, "the log \(origin) has no key for acts") }
            leaf = try Leaf(header, origin: origin, signedBy: actKey)
        } else {
            leaf = Leaf(header)
        }
        let (leafBytes, bodyBytes) = (leaf.encoded, body.encoded)
        guard leafBytes.count <= Leaf.byteCountMax, bodyBytes.count <= Body.byteCountMax else {
            throw RecordsError(.tooLarge, "the record is larger than a leaf or a body may be")
        }
        if let actKey, leaf.signature != nil {
            unchecked.append(FreshSignature(leafBytes: leafBytes, origin: origin, key: actKey.publicKey))
        }
        nextSequence += 1
        lastTime = time
        return Record(leafBytes: leafBytes, bodyBytes: bodyBytes)
    }
}
