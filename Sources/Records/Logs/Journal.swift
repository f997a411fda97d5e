package import Cryptography

/// One own log with everything that gives drafts their place in it: composes, appends, signs the head.
///
/// A value for one owner, whose calls do not overlap.
package struct Journal<Store: LogStore>: Sendable {
    private let store: Store
    private var writer: LogWriter<Store>
    private var composer: Composer

    /// Opens the log and goes on after its last leaf.
    ///
    /// `lastTime`: the hybrid time of the log's last leaf, as folding it found; zero for an empty log.
    /// `actKey`: the device's key for human acts and alarms; nil where the log has none.
    package init(
        store: Store,
        signer: CheckpointSigner,
        boot: Identifier<Boot>,
        lastTime: HybridTime,
        actKey: Ed25519PrivateKey?
    ) throws(RecordsError) {
        self.store = store
        writer = try LogWriter(store: store, signer: signer)
        composer = Composer(
            origin: signer.origin.text,
            boot: boot,
            nextSequence: writer.head.size,
            lastTime: lastTime,
            actKey: actKey
        )
    }

    /// The log.
    package var origin: Origin { writer.origin }

    /// The signed head.
    package var head: TreeHead { writer.head }

    /// The hybrid time of the newest leaf.
    package var lastTime: HybridTime { composer.lastTime }

    /// The newest signed checkpoint.
    package var checkpoint: SignedNote { writer.checkpoint }

    /// Writes drafts in one commit and signs the new head.
    ///
    /// After an error of the disk the records may be stored all the same: then the next call returns them first.
    ///
    /// - Returns: the records as written, to be folded in this order; those of the call are the last ones.
    /// - Throws: what ``Composer/compose(_:at:obeying:)`` and ``LogWriter/append(_:)`` throw.
    package mutating func append(_ drafts: [Draft], at reading: ClockReading, obeying heads: ObeyedHeads?)
        throws
        -> [OpenedRecord]
    {
        try append(drafts, at: reading, obeying: heads) { $0 }
    }

    /// The same, and what `fold` makes of the records; it is asked on another thread while the disk works, before anybody
    /// knows whether it will keep them.
    ///
    /// - Throws: also what `fold` throws; the records are written then.
    package mutating func append<Folded: Sendable>(
        _ drafts: [Draft],
        at reading: ClockReading,
        obeying heads: ObeyedHeads?,
        folding fold: @Sendable @escaping ([OpenedRecord]) throws -> Folded
    ) throws -> Folded {
        var next = composer
        let missed = try missed()
        if let last = missed.last { next.goOn(after: last.leaf.header) }
        var records: [Record] = []
        var signatures: [FreshSignature] = []
        for draft in drafts {
            records.append(try next.compose(draft, at: reading, obeying: heads, leaving: &signatures))
        }
        let opened = try missed + records.map { record throws(RecordsError) in try record.opened() }
        var folded: LaterResult<Result<Folded, any Error>>?
        _ = try writer.append(records, with: signatures) { store in
            folded = LaterResult(beside: store) { () throws(RecordsError) in Result { try fold(opened) } }
        }
        composer = next
        return try folded?.value.get() ?? fold(opened)
    }

    /// What an earlier call stored without coming to return it, because the disk failed behind the commit.
    private mutating func missed() throws -> [OpenedRecord] {
        try writer.recover()
        guard composer.nextSequence < writer.head.size else { return [] }
        var missed: [OpenedRecord] = []
        try store.forEachRecord(of: origin, from: composer.nextSequence, to: writer.head.size) {
            missed.append(try $1.opened())
        }
        return missed
    }

    /// Stores the newest checkpoint without waiting for further records.
    package mutating func storeCheckpoint() throws(RecordsError) { try writer.storeCheckpoint() }
}
