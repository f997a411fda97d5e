import Authority
import Cryptography
import Custody
import Records

/// A cabinet's own acts over all their epochs: the one that is written, and those before it.
///
/// Opening finishes what a power cut left half done: an epoch that has ended, or was given up, is followed by the next one.
/// So rotation and recovery only end the present epoch and open the acts anew.
struct OwnActs<Store: LogStore>: Sendable {
    /// The present epoch, which is written.
    var journal: Journal<Store>
    /// All epochs that are here, oldest first.
    private(set) var epochs: [ActsEpoch]
    /// Epochs that were given up, of which leaves are still to come back.
    private(set) var missing: [(origin: Origin, held: UInt64, confirmed: UInt64)]
    /// Whether an epoch before the present one is not here at all: its records are lost until officers have looked.
    private(set) var hasGap = false
    private(set) var keys: CabinetLogKeys

    private let store: Store
    private let origins: CabinetOrigins
    private let boot: Identifier<Boot>

    /// Opens the acts.
    ///
    /// `reading` dates the first leaf of an epoch that opening begins; `lastTime` is the time of the last leaf that this start
    /// has written; `reason` is why an epoch was given up, where that is what opening goes on from.
    init(
        store: Store,
        origins: CabinetOrigins,
        keys: CabinetLogKeys,
        boot: Identifier<Boot>,
        at reading: ClockReading,
        after lastTime: HybridTime = HybridTime(milliseconds: 0),
        because reason: EpochReason = .restore
    ) throws {
        var keys = keys
        let present = try origins.acts(epoch: keys.epoch)
        if try Self.hasEnded(present, in: store) {
            keys = try keys.rotated()
        } else if try keys.epoch > 1 && store.status(of: present) == nil
            && !Self.hasEnded(origins.acts(epoch: keys.epoch - 1), in: store)
        {
            // The keys are newer than the records: this epoch was begun on a disk that is gone, and another first leaf of it
            // would be a second history.
            keys = try keys.rotated()
        }
        var epochs: [ActsEpoch] = []
        var lastTime = lastTime
        missing = []
        for epoch in 1..<keys.epoch {
            guard let status = try store.status(of: try origins.acts(epoch: epoch)) else {
                hasGap = true
                continue
            }
            if !status.isOwn, status.proved.size < status.size(.witness) {
                missing.append((status.origin, status.head.size, status.size(.witness)))
            }
            epochs.append(try Self.read(status, epoch, in: store))
            let size = Self.size(of: status)
            lastTime = max(lastTime, try store.timeOfLastLeaf(of: status.origin, size: size))
        }
        let signer = try CheckpointSigner(origin: origins.acts(epoch: keys.epoch), privateKey: keys.acts)
        let status = try store.open(signer.origin, key: signer.verifierKey, isOwn: true)
        epochs.append(try Self.read(status, keys.epoch, in: store))
        lastTime = max(lastTime, try store.timeOfLastLeaf(of: status.origin, size: status.head.size))
        journal = try Journal(
            store: store,
            signer: signer,
            boot: boot,
            lastTime: lastTime,
            actKey: keys.act
        )
        (self.epochs, self.keys) = (epochs, keys)
        (self.store, self.origins, self.boot) = (store, origins, boot)
        if journal.head.size == 0, keys.epoch > 1 { try begin(at: reading, because: reason) }
        try carryOn(at: reading)
    }

    /// Whether records of earlier epochs are not all here.
    var isIncomplete: Bool { !missing.isEmpty || hasGap }

    /// Why these records are older than the newest head that has left this cabinet; nil where they are not.
    func rollback(since mark: HighWaterMark) throws -> String? {
        guard let note = mark.note else { return nil }
        let checkpoint = try Checkpoint(note)
        guard checkpoint.origin == journal.origin else {
            // A head of an epoch that is over says nothing of this one; one of an epoch that is not here, all.
            return epochs.contains { $0.origin == checkpoint.origin }
                ? nil : "a head of \(checkpoint.origin) has left this cabinet, and that log is not here"
        }
        let isHere =
            try checkpoint.head.size <= journal.head.size
            && store.root(of: checkpoint.origin, size: checkpoint.head.size) == checkpoint.head.root
        return isHere
            ? nil
            : "a head of \(checkpoint.head.size) leaves of \(checkpoint.origin) has left this cabinet, and they are not here"
    }

    /// Takes over what headquarters has cosigned of each epoch.
    mutating func refresh() throws {
        for place in epochs.indices {
            guard let status = try store.status(of: epochs[place].origin) else { continue }
            epochs[place].closed = try status.notes[.witness].flatMap { CitedHead(try Checkpoint($0)) }
        }
    }

    /// Ends the present epoch in order and begins the next under the key that was promised.
    ///
    /// - Throws: ``CabinetError`` `.refused` where no next key is kept here.
    mutating func rotate(at reading: ClockReading, obeying heads: ObeyedHeads?) throws {
        try requireNextKey()
        let closing = Draft(
            .system,
            .epochClosed,
            actor: Self.actor,
            detail: EpochClosing(reason: .rotation).canonical,
            isSigned: true
        )
        _ = try journal.append([closing], at: reading, obeying: heads)
        // The key that signs it is gone with the next step.
        try journal.storeCheckpoint()
        try reopen(at: reading)
    }

    /// Gives the present epoch up for what headquarters holds of it, and begins the next.
    ///
    /// `note` is headquarters' newest head of it; that this log's key signed it is checked in the store. `size` is how much of
    /// both is the same.
    mutating func giveUp(
        keeping size: UInt64,
        under note: SignedNote,
        because reason: EpochReason,
        at reading: ClockReading
    ) throws {
        try requireNextKey()
        // Given up already where an error came behind that.
        if try store.status(of: journal.origin)?.isOwn == true {
            try journal.storeCheckpoint()
            try store.giveUp(journal.origin, keeping: size, under: note)
        }
        try reopen(at: reading, because: reason)
    }

    /// Opens the acts anew, after leaves of an epoch that was given up have come back.
    mutating func reopen(at reading: ClockReading, because reason: EpochReason = .restore) throws {
        self = try OwnActs(
            store: store,
            origins: origins,
            keys: keys,
            boot: boot,
            at: reading,
            after: journal.lastTime,
            because: reason
        )
    }

    /// Whether nothing may follow in the epoch that is written: the next one was not begun yet.
    func isOver() throws -> Bool { try Self.hasEnded(journal.origin, in: store) }

    private func requireNextKey() throws {
        guard keys.nextKey != nil else {
            throw CabinetError(.refused, "this cabinet keeps no next key of its log; enrol it anew")
        }
    }

    private static var actor: Actor { Actor(component: "ledger") }
}

extension OwnActs {
    /// Writes the first leaf of an epoch.
    private mutating func begin(at reading: ClockReading, because givenUp: EpochReason) throws {
        guard let nextKey = keys.nextKey else {
            throw CabinetError(.refused, "this cabinet keeps no next key of its log; enrol it anew")
        }
        let previous = try origins.acts(epoch: keys.epoch - 1)
        let status = try store.status(of: previous)
        let reason: EpochReason = status.map { $0.isOwn ? .rotation : givenUp } ?? .diskLost
        var lastOwn = try status?.notes[.checkpoint].flatMap { CitedHead(try Checkpoint($0)) }
        if let status, status.isOwn {
            lastOwn = CitedHead(try Checkpoint(origin: previous, head: status.head))
        }
        let opening = EpochOpening(
            previousOrigin: previous.text,
            lastCosigned: try status?.notes[.witness].flatMap { CitedHead(try Checkpoint($0)) },
            lastOwn: lastOwn,
            reason: reason,
            nextKey: Bytes(nextKey.bytes),
            key: Bytes(keys.acts.publicKey.bytes)
        )
        try write(
            [
                Draft(
                    .system,
                    .epochOpened,
                    actor: Self.actor,
                    detail: opening.canonical,
                    isSigned: true
                )
            ],
            at: reading
        )
        epochs[epochs.count - 1].opening = opening
    }

    private mutating func write(_ drafts: [Draft], at reading: ClockReading) throws {
        _ = try journal.append(drafts, at: reading, obeying: nil)
    }

    /// Writes the leaves that were set aside when the epoch before was given up, as far as this cabinet's act key signed them:
    /// all that people did and that was found, in commits of a bounded size, each leaf once.
    ///
    /// Whatever else contradicts the log was put there by somebody who does not hold that key.
    private mutating func carryOn(at reading: ClockReading) throws {
        guard keys.epoch > 1 else { return }
        let origin = try origins.acts(epoch: keys.epoch - 1)
        guard let status = try store.status(of: origin), !status.isOwn else { return }
        let disputes = try store.disputes(of: origin)
        let count = disputes.reduce(0) { $0 + UInt64($1.bundle.count) }
        guard let written = try carriedIndices(countMax: count) else { return }
        for dispute in disputes where dispute.reason == .otherLeaf {
            var drafts: [Draft] = []
            for record in dispute.bundle.records {
                guard let leaf = try? Leaf(decoding: record.leafBytes),
                    leaf.isSigned(by: keys.act.publicKey, origin: origin.text),
                    !written.contains(leaf.header.sequence),
                    // Headquarters may send back leaves of the epoch itself: what stands there was not set aside.
                    try !stands(record, at: leaf.header.sequence, of: origin),
                    record.leafBytes.count + record.bodyBytes.count <= CarriedRecord.byteCountMax
                else { continue }
                let carried = CarriedRecord(
                    origin: origin.text,
                    index: leaf.header.sequence,
                    record: record
                )
                drafts.append(
                    Draft(leaf.header.recordClass, .carried, actor: Self.actor, detail: carried.canonical)
                )
            }
            for start in stride(from: 0, to: drafts.count, by: Self.carriedCountMax) {
                let end = min(drafts.count, start + Self.carriedCountMax)
                try write(Array(drafts[start..<end]), at: reading)
            }
        }
    }

    private func stands(_ record: Record, at index: UInt64, of origin: Origin) throws -> Bool {
        guard try index < store.status(of: origin)?.head.size ?? 0 else { return false }
        return try store.record(at: index, of: origin)?.leafBytes == record.leafBytes
    }

    /// The indices in the epoch before of what stands behind the opening; nil where something else follows there, so that all
    /// of it was carried on.
    private func carriedIndices(countMax: UInt64) throws -> Set<UInt64>? {
        var indices: Set<UInt64> = []
        var isOver = false
        try store.forEachRecord(
            of: journal.origin,
            from: 1,
            to: max(1, min(journal.head.size, countMax + 2)),
            byteCount: 1 << 16
        ) {
            guard !isOver else { return }
            let opened = try $1.opened()
            guard try opened.kind()?.kind == .carried, let carried: CarriedRecord = try opened.detail() else {
                isOver = true
                return
            }
            indices.insert(carried.index)
        }
        return isOver ? nil : indices
    }

    /// As many of the largest carried records as a bundle has room for.
    private static var carriedCountMax: Int { 16 }

    /// Whether nothing may follow in a log: it was ended in order, or given up.
    private static func hasEnded(_ origin: Origin, in store: Store) throws -> Bool {
        guard let status = try store.status(of: origin) else { return false }
        guard status.isOwn else { return true }
        guard status.head.size > 0 else { return false }
        let last = try store.record(at: status.head.size - 1, of: origin)
        return try last?.opened().kind()?.kind == .epochClosed
    }

    /// What the store says of one epoch.
    private static func read(_ status: LogStatus, _ epoch: UInt64, in store: Store) throws -> ActsEpoch {
        var opening: EpochOpening?
        if epoch > 1, size(of: status) > 0 {
            let stretch = try store.records(of: status.origin, from: 0, byteCountMax: 1)
            let first = try stretch.bundle.records.first?.opened()
            if stretch.first == 0, try first?.kind()?.kind == .epochOpened { opening = try first?.detail() }
        }
        return ActsEpoch(
            epoch: epoch,
            origin: status.origin,
            key: Bytes(status.key.publicKey.bytes),
            opening: opening,
            closed: try status.notes[.witness].flatMap { CitedHead(try Checkpoint($0)) },
            isForked: status.contradiction != nil
        )
    }

    /// How many leaves of an epoch are here for sure.
    private static func size(of status: LogStatus) -> UInt64 {
        status.isOwn ? status.head.size : status.proved.size
    }
}

extension OwnActs {
    /// The leaves of an epoch that are here.
    func head(of epoch: ActsEpoch) throws -> TreeHead {
        guard let status = try store.status(of: epoch.origin) else { return .empty }
        return status.isOwn ? status.head : status.proved
    }

    /// How many leaves of all epochs lie behind what a state has folded.
    func remaining(after custody: CustodyState) throws -> UInt64 {
        var count: UInt64 = 0
        for epoch in epochs where epoch.epoch >= custody.epoch {
            let size = try head(of: epoch).size
            count += epoch.epoch == custody.epoch ? size - min(size, custody.size) : size
        }
        return count
    }

    /// Folds on, at most so many leaves, over the openings of later epochs.
    ///
    /// What this cabinet writes is verified as it is written. Leaves of an epoch that was given up came from headquarters: their own
    /// signatures are verified here, by the keys that officers enrolled for it.
    ///
    /// - Returns: whether there is more.
    func fold(_ custody: inout CustodyState, keys: ActKeys, countMax: UInt64 = .max) throws -> Bool {
        var left = countMax
        while let place = epochs.firstIndex(where: { $0.epoch >= custody.epoch }) {
            let epoch = epochs[place]
            if epoch.epoch > custody.epoch { custody.open(epoch: epoch.epoch) }
            let size = try head(of: epoch).size
            let first = custody.size
            let end = min(size, first.addingReportingOverflow(left).overflow ? .max : first + left)
            if end > first {
                var state = custody
                let isOwn = try store.status(of: epoch.origin)?.isOwn ?? false
                let judge = isOwn ? nil : origins.judge(of: epoch.origin, keys: keys)
                try store.forEachRecord(of: epoch.origin, from: first, to: end) {
                    let record = try $1.opened()
                    let size = SignatureJudge.obeyedSize(record.leaf.header, after: state.obeyedSize)
                    let judged = judge?.judge(record, leafBytes: $1.leafBytes, obeyedSize: size)
                    try state.fold(record, signature: judged?.verdict)
                }
                custody = state
                left -= end - first
            }
            guard custody.size >= size else { return true }
            guard place + 1 < epochs.count else { return false }
            custody.open(epoch: epochs[place + 1].epoch)
        }
        return false
    }
}
