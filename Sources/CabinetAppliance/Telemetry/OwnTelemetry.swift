import Authority
import Cryptography
import Custody
import Enrolment
import Records

/// A cabinet's telemetry: the epoch that is written.
///
/// Opening always comes to an epoch that can be written: what has ended, does not open, or was begun on a disk that is gone is
/// followed by the next epoch. Its first leaf is signed by the act key, names its own key, and says what came before and why
/// that is over; nobody has to agree to it, because nothing rests on telemetry.
struct OwnTelemetry<Store: LogStore>: Sendable {
    private(set) var journal: Journal<Store>
    /// The epoch, from 1.
    let epoch: UInt64

    private let store: Store
    private let origins: CabinetOrigins
    private let keys: TelemetryKeys
    private let first: UInt64
    private let act: Ed25519PrivateKey
    private let boot: Identifier<Boot>

    /// Opens the newest epoch, or begins the next.
    ///
    /// `first` is the epoch with which this machine's telemetry begins. `sayDamaged` writes down that a log is not what was signed. It comes before the next key is in use: whoever starts again
    /// behind that finds a sound epoch and has nothing to say.
    init(
        store: Store,
        origins: CabinetOrigins,
        keys: TelemetryKeys,
        first: UInt64 = 1,
        act: Ed25519PrivateKey,
        boot: Identifier<Boot>,
        at reading: ClockReading,
        sayDamaged: (Origin) throws -> Void
    ) throws {
        var key = try keys.current()
        var reason = EpochReason.restore
        func open() throws -> Journal<Store> {
            let signer = try CheckpointSigner(
                origin: origins.telemetry(epoch: key.epoch),
                privateKey: key.privateKey
            )
            let size = try store.open(signer.origin, key: signer.verifierKey, isOwn: true).head.size
            return try Journal(
                store: store,
                signer: signer,
                boot: boot,
                lastTime: store.timeOfLastLeaf(of: signer.origin, size: size),
                actKey: act
            )
        }
        do {
            if let end = try Self.end(of: origins.telemetry(epoch: key.epoch), in: store) {
                // Its last head may not be stored yet, and nobody can sign that without the key which goes now.
                var ended = try open()
                try ended.storeCheckpoint()
                (key, reason) = (try keys.rotated(), end)
            } else {
                (key, reason) = try Self.key(key, keys, from: first, origins, store)
            }
            journal = try open()
        } catch let error as RecordsError where error.code != .unavailable && error.code != .exhausted {
            // What is stored is not what was signed: it stays as it lies, and nothing is written behind it.
            try sayDamaged(origins.telemetry(epoch: key.epoch))
            (key, reason) = (try keys.rotated(), .bitError)
            journal = try open()
        }
        epoch = key.epoch
        (self.store, self.origins, self.keys, self.act, self.boot) = (store, origins, keys, act, boot)
        self.first = first
        guard journal.head.size == 0, key.epoch > 1 else { return }
        _ = try journal.append([try opening(key, because: reason)], at: reading, obeying: nil)
    }

    /// The key of the epoch that can be written, where the present one has not ended, and why it begins if it does.
    private static func key(
        _ present: LogKey,
        _ keys: TelemetryKeys,
        from first: UInt64,
        _ origins: CabinetOrigins,
        _ store: Store
    ) throws -> (LogKey, EpochReason) {
        let status = try store.status(of: try origins.telemetry(epoch: present.epoch))
        // An epoch that was opened and has no leaf yet begins as one that was not opened: for the reason for which the one
        // before it ended.
        guard present.epoch > 1, status?.head.size ?? 0 == 0 else { return (present, .restore) }
        // What another machine measured is not here, and nothing of this one's is lost.
        if first > 1, present.epoch == first { return (present, .replacement) }
        let before = try origins.telemetry(epoch: present.epoch - 1)
        if let reason = try end(of: before, in: store) { return (present, reason) }
        let loss: EpochReason = try store.status(of: before) == nil ? .diskLost : .restore
        guard status == nil else { return (present, loss) }
        // The keys are newer than the records: this epoch was begun on a disk that is gone, and another first leaf of it would
        // be a second history.
        return (try keys.rotated(), loss)
    }

    /// Why a log has ended; nil for one that has not, or is not here.
    static func end(of origin: Origin, in store: Store) throws -> EpochReason? {
        guard let status = try store.status(of: origin), status.head.size > 0 else { return nil }
        // A last leaf that cannot be read ends nothing: opening the log finds what is wrong with it.
        guard
            let last = try? store.record(at: status.head.size - 1, of: origin)?.opened(),
            try last.kind()?.kind == .epochClosed
        else { return nil }
        return try last.detail(as: EpochClosing.self)?.reason
    }

    /// Writes drafts in one commit.
    mutating func append(_ drafts: [Draft], at reading: ClockReading) throws {
        _ = try journal.append(drafts, at: reading, obeying: nil)
    }

    /// Ends the epoch and begins the next.
    mutating func renew(
        because reason: EpochReason,
        at reading: ClockReading,
        sayDamaged: (Origin) throws -> Void
    ) throws {
        let closing = Draft(
            .system,
            .epochClosed,
            actor: Self.actor,
            detail: EpochClosing(reason: reason).canonical,
            isSigned: true
        )
        try append([closing], at: reading)
        self = try OwnTelemetry(
            store: store,
            origins: origins,
            keys: keys,
            first: first,
            act: act,
            boot: boot,
            at: reading,
            sayDamaged: sayDamaged
        )
    }

    /// Stores the newest checkpoint, for a stop in order.
    mutating func storeCheckpoint() throws { try journal.storeCheckpoint() }

    static var actor: Actor { Actor(component: "telemetry") }

    private func opening(_ key: LogKey, because reason: EpochReason) throws -> Draft {
        let previous = try origins.telemetry(epoch: key.epoch - 1)
        let status = try store.status(of: previous)
        let opening = EpochOpening(
            previousOrigin: previous.text,
            lastCosigned: try status?.notes[.witness].flatMap { CitedHead(try Checkpoint($0)) },
            lastOwn: try status?.notes[.checkpoint].flatMap { CitedHead(try Checkpoint($0)) },
            reason: reason,
            nextKey: Bytes(key.nextKey.bytes),
            key: Bytes(key.privateKey.publicKey.bytes)
        )
        return Draft(
            .system,
            .epochOpened,
            actor: Self.actor,
            detail: opening.canonical,
            isSigned: true
        )
    }
}
