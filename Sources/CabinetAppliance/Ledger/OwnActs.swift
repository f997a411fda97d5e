import Authority
import Cryptography
import Custody
import Records

/// A cabinet's own acts over all their epochs: the one that is written, and those before it.
///
/// Opening finishes what a power cut left half done: an epoch that has ended, or was given up, is followed by the next one, and
/// ``carryOn(at:signedByOneOf:)`` what of it is to be carried on. So rotation and recovery only end the present epoch and open the acts anew.
struct OwnActs<Store: LogStore>: Sendable {
    /// The present epoch, which is written.
    var journal: Journal<Store>
    /// All epochs that are here, oldest first.
    private(set) var epochs: [ActsEpoch]
    /// Epochs that were given up, of which leaves are still to come back.
    private(set) var missing: [(origin: Origin, held: UInt64, confirmed: UInt64)]
    /// Whether an epoch before the present one is not here at all: its records are lost until officers have looked.
    private(set) var hasGap: Bool
    /// Whether leaves that were here are still to come back, because what lies here of them is damaged: until then nobody knows here what
    /// they said.
    private(set) var hasHole: Bool
    private(set) var keys: CabinetLogKeys
    /// What this machine takes over from the one whose place it took; nil for the first one.
    let inherited: Inheritance?
    /// The act keys that officers are known to have enrolled: what one of them signed is carried on.
    var enrolled = ActKeys()

    let store: Store
    let origins: CabinetOrigins
    private let boot: Identifier<Boot>

    /// Opens the acts.
    ///
    /// `reading` dates the first leaf of an epoch that opening begins; `lastTime` is the time of the last leaf that this start
    /// has written; `reason` is why an epoch was given up, where that is what opening goes on from. `inherited` is what another
    /// machine wrote under this name.
    init(
        store: Store,
        origins: CabinetOrigins,
        keys: CabinetLogKeys,
        boot: Identifier<Boot>,
        at reading: ClockReading,
        after lastTime: HybridTime = HybridTime(milliseconds: 0),
        because reason: EpochReason = .restore,
        inherited: Inheritance? = nil
    ) throws {
        self.inherited = inherited
        var keys = keys
        let opened: Opened
        func open() throws -> Opened {
            try inherited?.open(in: store, origins)
            keys = try Self.present(keys, in: store, origins, inherited)
            return try Opened(store, origins, keys, boot, inherited, after: lastTime)
        }
        do { opened = try open() } catch let error as RecordsError {
            // A drive that does not answer is no damage: then nothing is given up.
            guard try Self.giveUpDamaged(keys, in: store, origins) else { throw error }
            opened = try open()
        }
        (journal, epochs, missing) = (opened.journal, opened.epochs, opened.missing)
        (hasGap, hasHole) = (opened.hasGap, opened.hasHole)
        self.keys = keys
        (self.store, self.origins, self.boot) = (store, origins, boot)
        if journal.head.size == 0, keys.epoch > 1 { try begin(at: reading, because: reason) }
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
        try openAnew(at: reading, because: reason)
        try carryOn(at: reading, signedByOneOf: enrolled)
    }

    /// The same without carrying anything on.
    mutating func openAnew(at reading: ClockReading, because reason: EpochReason = .restore) throws {
        let enrolled = enrolled
        self = try OwnActs(
            store: store,
            origins: origins,
            keys: keys,
            boot: boot,
            at: reading,
            after: journal.lastTime,
            because: reason,
            inherited: inherited
        )
        self.enrolled = enrolled
    }

    /// Whether nothing may follow in the epoch that is written: the next one was not begun yet.
    func isOver() throws -> Bool { try Self.hasEnded(journal.origin, in: store) }

    private func requireNextKey() throws {
        guard keys.nextKey != nil else {
            throw CabinetError(.refused, "this cabinet keeps no next key of its log; enrol it anew")
        }
    }

    static var actor: Actor { Actor(component: "ledger") }
}

extension OwnActs {
    /// The keys of the epoch that can be written.
    private static func present(
        _ keys: CabinetLogKeys,
        in store: Store,
        _ origins: CabinetOrigins,
        _ inherited: Inheritance?
    ) throws -> CabinetLogKeys {
        let present = try origins.acts(epoch: keys.epoch)
        if try hasEnded(present, in: store) {
            if try store.status(of: present)?.isOwn == true {
                // Its last head may not be stored yet, and nobody can sign that without the key which goes now.
                var writer = try LogWriter(
                    store: store,
                    signer: CheckpointSigner(origin: present, privateKey: keys.acts)
                )
                try writer.storeCheckpoint()
            }
            return try keys.rotated()
        }
        if try keys.epoch > inherited?.replacement.actsEpoch ?? 1 && store.status(of: present) == nil
            && !hasEnded(origins.acts(epoch: keys.epoch - 1), in: store)
        {
            // The keys are newer than the records: this epoch was begun on a disk that is gone, and another first leaf of it
            // would be a second history.
            return try keys.rotated()
        }
        return keys
    }

    /// Writes the first leaf of an epoch.
    private mutating func begin(at reading: ClockReading, because givenUp: EpochReason) throws {
        guard let nextKey = keys.nextKey else {
            throw CabinetError(.refused, "this cabinet keeps no next key of its log; enrol it anew")
        }
        if let inherited, keys.epoch == inherited.replacement.actsEpoch {
            return try begin(behind: inherited.replacement, nextKey, at: reading)
        }
        let previous = try origins.acts(epoch: keys.epoch - 1)
        let status = try store.status(of: previous)
        let reason: EpochReason =
            try status.map { try $0.isOwn ? .rotation : self.reason(behind: $0, otherwise: givenUp) }
            ?? .diskLost
        var lastOwn = try status?.notes[.checkpoint].flatMap { CitedHead(try Checkpoint($0)) }
        if let status, status.isOwn {
            lastOwn = CitedHead(try Checkpoint(origin: previous, head: status.head))
        }
        try begin(
            EpochOpening(
                previousOrigin: previous.text,
                lastCosigned: try status?.notes[.witness].flatMap { CitedHead(try Checkpoint($0)) },
                lastOwn: lastOwn,
                reason: reason,
                nextKey: Bytes(nextKey.bytes),
                key: Bytes(keys.acts.publicKey.bytes)
            ),
            at: reading
        )
    }

    /// Writes an opening.
    mutating func begin(_ opening: EpochOpening, at reading: ClockReading) throws {
        let draft = Draft(
            .system,
            .epochOpened,
            actor: Self.actor,
            detail: opening.canonical,
            isSigned: true
        )
        try write([draft], at: reading)
        epochs[epochs.count - 1].opening = opening
    }

    mutating func write(_ drafts: [Draft], at reading: ClockReading) throws {
        _ = try journal.append(drafts, at: reading, obeying: nil)
    }

    /// Whether nothing may follow in a log: it was ended in order, or given up.
    private static func hasEnded(_ origin: Origin, in store: Store) throws -> Bool {
        guard let status = try store.status(of: origin) else { return false }
        guard status.isOwn else { return true }
        guard status.head.size > 0 else { return false }
        let last = try store.record(at: status.head.size - 1, of: origin)
        return try last?.opened().kind()?.kind == .epochClosed
    }

    /// What the store says of one epoch.
    fileprivate static func read(_ status: LogStatus, _ epoch: UInt64, in store: Store) throws -> ActsEpoch {
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
    fileprivate static func size(of status: LogStatus) -> UInt64 {
        status.isOwn ? status.head.size : status.proved.size
    }
}

extension OwnActs {
    /// What opening the epochs comes to.
    private struct Opened {
        let journal: Journal<Store>
        var epochs: [ActsEpoch] = []
        var missing: [(origin: Origin, held: UInt64, confirmed: UInt64)] = []
        var hasGap = false
        var hasHole = false

        init(
            _ store: Store,
            _ origins: CabinetOrigins,
            _ keys: CabinetLogKeys,
            _ boot: Identifier<Boot>,
            _ inherited: Inheritance?,
            after lastTime: HybridTime
        ) throws {
            var lastTime = lastTime
            for epoch in 1..<keys.epoch {
                guard let status = try store.status(of: try origins.acts(epoch: epoch)) else {
                    // What another machine wrote, and does not come back, is what officers did without.
                    if epoch >= inherited?.replacement.actsEpoch ?? 1 { hasGap = true }
                    continue
                }
                if !status.isOwn, status.proved.size < status.size(.witness) {
                    missing.append((status.origin, status.head.size, status.size(.witness)))
                    if try !store.damages(of: status.origin).isEmpty { hasHole = true }
                }
                epochs.append(try OwnActs.read(status, epoch, in: store))
                let size = OwnActs.size(of: status)
                let time: HybridTime?
                if status.isOwn {
                    time = try store.timeOfLastLeaf(of: status.origin, size: size)
                } else {
                    // One that came back and cannot be read says no time; whether it is damaged is asked where it is folded.
                    time = try? store.timeOfLastLeaf(of: status.origin, size: size)
                }
                lastTime = max(lastTime, time ?? lastTime)
            }
            let signer = try CheckpointSigner(
                origin: origins.acts(epoch: keys.epoch),
                privateKey: keys.acts
            )
            let status = try store.open(signer.origin, key: signer.verifierKey, isOwn: true)
            epochs.append(try OwnActs.read(status, keys.epoch, in: store))
            lastTime = max(lastTime, try store.timeOfLastLeaf(of: status.origin, size: status.head.size))
            journal = try Journal(
                store: store,
                signer: signer,
                boot: boot,
                lastTime: lastTime,
                actKey: keys.act
            )
        }
    }
}
