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
    /// Why this call to open began the epoch; nil where it only went on.
    let begunBecause: EpochReason?

    private let store: Store
    private let origins: CabinetOrigins
    private let keys: TelemetryKeys
    private let act: Ed25519PrivateKey
    private let boot: Identifier<Boot>

    /// Opens the newest epoch, or begins the next.
    init(
        store: Store,
        origins: CabinetOrigins,
        keys: TelemetryKeys,
        act: Ed25519PrivateKey,
        boot: Identifier<Boot>,
        at reading: ClockReading
    ) throws {
        var (key, reason) = try Self.key(keys, origins, store)
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
            journal = try open()
        } catch let error as RecordsError where error.code != .unavailable && error.code != .exhausted {
            // What is stored is not what was signed: it stays as it lies, and nothing is written behind it.
            (key, reason) = (try keys.rotated(), .bitError)
            journal = try open()
        }
        epoch = key.epoch
        (self.store, self.origins, self.keys, self.act, self.boot) = (store, origins, keys, act, boot)
        guard journal.head.size == 0, key.epoch > 1 else {
            begunBecause = nil
            return
        }
        begunBecause = reason
        _ = try journal.append([try opening(key, because: reason)], at: reading, obeying: nil)
    }

    /// The key of the epoch that can be written, and why it begins if it does.
    private static func key(_ keys: TelemetryKeys, _ origins: CabinetOrigins, _ store: Store) throws -> (
        LogKey, EpochReason
    ) {
        let present = try keys.current()
        let origin = try origins.telemetry(epoch: present.epoch)
        if let reason = try end(of: origin, in: store) { return (try keys.rotated(), reason) }
        guard present.epoch > 1, try store.status(of: origin) == nil else { return (present, .restore) }
        let before = try origins.telemetry(epoch: present.epoch - 1)
        if let reason = try end(of: before, in: store) { return (present, reason) }
        // The keys are newer than the records: this epoch was begun on a disk that is gone, and another first leaf of it would
        // be a second history.
        return (try keys.rotated(), try store.status(of: before) == nil ? .diskLost : .restore)
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
    mutating func renew(because reason: EpochReason, at reading: ClockReading) throws {
        let closing = Draft(
            .system,
            .epochClosed,
            actor: Self.actor,
            detail: EpochClosing(reason: reason).canonical,
            isSigned: true
        )
        try append([closing], at: reading)
        // The key that signs it is gone with the next step.
        try journal.storeCheckpoint()
        self = try OwnTelemetry(
            store: store,
            origins: origins,
            keys: keys,
            act: act,
            boot: boot,
            at: reading
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
