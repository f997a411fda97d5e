/// Reads a log from its first leaf anew and holds it against every head that was signed and kept.
///
/// What a disk, or a hand on the disk, has changed is found here and not when somebody asks for a proof. One slice
/// at a time, so that whoever runs it can pause; the log may grow meanwhile.
package struct LogAudit<Store: LogStore>: Sendable {
    /// What a slice came to.
    package enum Step: Sendable, Equatable {
        /// There is more to read.
        case more
        /// Everything up to the newest signed head is as it was signed; so many bodies are erased or not here.
        case sound(size: UInt64, absentBodyCount: UInt64)
        /// The first thing that is not as it was signed.
        case damaged(LogDamage)
    }

    /// How much one slice reads.
    private static var sliceByteCount: Int { 1 << 20 }

    private let store: Store
    private let origin: Origin
    /// The signed heads that are still ahead, smallest first.
    private var heads: [TreeHead] = []
    private var frontier = TreeFrontier()
    /// The size up to which a signed head has confirmed the leaves.
    private var confirmed: UInt64 = 0
    private var damage: LogDamage?
    /// The first stretch whose stored tree is not that of its leaves: which of the two is wrong, the next head says.
    private var strayTree: Range<UInt64>?
    private var strayBody: UInt64?
    private var absentBodyCount: UInt64 = 0

    /// An audit of a log as it is now.
    ///
    /// `isGivenUp`: whether it is said elsewhere that telemetry below an index was given up in order; only whoever reads what
    /// records say knows that.
    ///
    /// - Throws: `.unavailable` where the log was never opened, or the disk cannot be read.
    package init(
        of origin: Origin,
        in store: Store,
        isGivenUp: (UInt64) throws(RecordsError) -> Bool = { _ in false }
    ) throws(RecordsError) {
        guard let status = try store.status(of: origin) else {
            throw RecordsError(.unavailable, "the log \(origin) was never opened here")
        }
        self.store = store
        self.origin = origin
        let policy = try CheckpointPolicy(origin: origin, logKey: status.key)
        for (role, note) in status.notes {
            guard let head = try? policy.verify(note).head else {
                damage = LogDamage(origin: origin, part: .note, indices: 0..<status.size(role))
                return
            }
            guard head.size <= status.head.size else {
                // A copy's head is witnessed before its leaves come; nothing else is signed before they are here. Where an own log was
                // given up its last own head covers leaves that lie apart.
                if role == .witness || role == .checkpoint, !status.isOwn { continue }
                damage = LogDamage(origin: origin, part: .missing, indices: status.head.size..<head.size)
                return
            }
            if head.size > 0 { heads.append(head) }
        }
        heads.sort { $0.size < $1.size }
        try startBehindGivenUp(status, isGivenUp)
    }

    /// Begins behind what was given up: an own log's records that lie in a backup, and telemetry that made room.
    private mutating func startBehindGivenUp(
        _ status: LogStatus,
        _ isGivenUp: (UInt64) throws(RecordsError) -> Bool
    ) throws(RecordsError) {
        let first = try store.firstIndex(of: origin)
        guard first > 0 else { return }
        let isTelemetry = LogNames.isTelemetry(origin)
        let mayBeGone = isTelemetry ? status.size(.checkpoint) : status.size(.safe)
        let isSaid = isTelemetry ? try isGivenUp(first) : true
        guard status.isOwn, first <= mayBeGone, isSaid else {
            damage = LogDamage(origin: origin, part: .missing, indices: 0..<first)
            return
        }
        // The next head says whether this is the tree that was signed.
        frontier = try store.frontier(of: origin, size: first)
        confirmed = first
        heads.removeAll { $0.size <= first }
    }

    /// Reads one slice.
    ///
    /// - Throws: `.unavailable` where the disk cannot be read.
    package mutating func step() throws(RecordsError) -> Step {
        if let damage { return .damaged(damage) }
        guard let next = heads.first else {
            return .sound(size: confirmed, absentBodyCount: absentBodyCount)
        }
        let start = frontier.size
        let stretch: RecordStretch
        do {
            stretch = try store.records(of: origin, from: start, byteCountMax: Self.sliceByteCount)
        } catch {
            guard error.code != .unavailable else { throw error }
            return end(.leaves, start..<next.size)
        }
        let count = min(UInt64(stretch.bundle.count), next.size - start)
        guard stretch.first == start, count > 0 else { return end(.missing, start..<next.size) }
        try read(stretch.bundle.records.prefix(Int(count)))
        compareTree(from: start)
        return frontier.size == next.size ? meet() : .more
    }

    private mutating func read(_ records: some Sequence<Record>) throws(RecordsError) {
        for record in records {
            if record.bodyBytes.isEmpty {
                absentBodyCount += 1
            } else if strayBody == nil, !record.isAsCommitted {
                strayBody = frontier.size
            }
            try frontier.append(TreeHash.leaf(record.leafBytes.span))
        }
    }

    /// The leaves have come to a head that was signed, by one role or by several.
    private mutating func meet() -> Step {
        let met = heads.prefix { $0.size == frontier.size }
        guard met.allSatisfy({ $0.root == frontier.root }) else {
            return end(.leaves, strayTree ?? confirmed..<frontier.size)
        }
        if let strayTree { return end(.tree, strayTree) }
        if let strayBody { return end(.body, strayBody..<strayBody + 1) }
        confirmed = frontier.size
        heads.removeFirst(met.count)
        return .more
    }

    private mutating func compareTree(from start: UInt64) {
        // From the tiles: a root alone may be known from elsewhere.
        guard strayTree == nil, (try? store.frontier(of: origin, size: frontier.size)) != frontier else {
            return
        }
        strayTree = start..<frontier.size
    }

    private mutating func end(_ part: LogDamage.Part, _ indices: Range<UInt64>) -> Step {
        let damage = LogDamage(origin: origin, part: part, indices: indices)
        self.damage = damage
        return .damaged(damage)
    }
}
