import Authority
import Cryptography
import Custody
import Enrolment
import Host
import Records
import Store

/// Opens own logs: folds what is there, goes on behind it, and writes the first leaves of an empty one.
struct LogOpening {
    let store: EvidenceFile
    let boot: Identifier<Boot>
    let clock: any HostClock

    /// A journal behind the last leaf of a log.
    func journal(_ origin: Origin, _ key: LogKey) throws -> Journal<EvidenceFile> {
        let signer = try CheckpointSigner(origin: origin, privateKey: key.privateKey)
        let status = try store.open(origin, key: signer.verifierKey, isOwn: true)
        return try Journal(
            store: store,
            signer: signer,
            boot: boot,
            lastTime: try store.timeOfLastLeaf(of: origin, size: status.head.size),
            actKey: nil
        )
    }

    /// Hands on the leaves of a log from an index on, in order.
    func fold(_ journal: Journal<EvidenceFile>, from first: UInt64, _ fold: (OpenedRecord) throws -> Void)
        throws
    {
        try store.forEachRecord(of: journal.origin, from: first, to: journal.head.size) {
            try fold(try $1.opened())
        }
    }

    /// Writes root and opening of an empty `authority`.
    func found(
        _ journal: inout Journal<EvidenceFile>,
        root: SignedStatement,
        key: LogKey,
        _ fold: (OpenedRecord) throws -> Void
    ) throws {
        guard journal.head.size == 0 else { return }
        let rootDraft = Draft(
            .giving,
            .root,
            isCritical: true,
            actor: Self.actor,
            detail: root.canonical
        )
        for record in try journal.append([rootDraft, Self.opening(key)], at: reading, obeying: nil) {
            try fold(record)
        }
        try journal.storeCheckpoint()
    }

    /// Writes the opening of another empty log.
    func begin(
        _ journal: inout Journal<EvidenceFile>,
        _ key: LogKey,
        obeying heads: ObeyedHeads? = nil,
        _ fold: (OpenedRecord) throws -> Void
    ) throws {
        guard journal.head.size == 0 else { return }
        for record in try journal.append([Self.opening(key)], at: reading, obeying: heads) {
            try fold(record)
        }
        try journal.storeCheckpoint()
    }

    /// Writes the first leaf of an epoch that owners open.
    ///
    /// What was begun there under a statement that never came into force makes way: it has not left the house. No checkpoint
    /// is stored before the statement stands in `authority`, so that none of a leaf which makes way can be given away.
    func begin(_ origin: Origin, _ key: LogKey, with epoch: EpochOpening) throws {
        let signer = try CheckpointSigner(origin: origin, privateKey: key.privateKey)
        if try store.status(of: origin)?.key == signer.verifierKey, try opening(of: origin, at: 0) == epoch {
            return
        }
        try store.takeAway(begun: origin)
        var journal = try journal(origin, key)
        let draft = Draft(.system, .epochOpened, actor: Actor(component: "epochs"), detail: epoch.canonical)
        _ = try journal.append([draft], at: reading, obeying: nil)
    }

    /// Takes away what was begun of an epoch under another statement than the one that is in force: the evidence was put back
    /// to a moment between the two.
    func takeAway(begunUnlike epoch: LogEpoch) throws {
        let origin = try Origin(epoch.origin)
        guard try store.status(of: origin)?.head.size == 1 else { return }
        guard try opening(of: origin, at: 0)?.opens(epoch) != true else { return }
        try store.takeAway(begun: origin)
    }

    /// How a log begins that is here, behind the leaves that it shares with the epoch before.
    func opening(of origin: Origin, at index: UInt64) throws -> EpochOpening? {
        guard try store.status(of: origin)?.head.size ?? 0 > index else { return nil }
        return try store.record(at: index, of: origin)?.opened().detail()
    }

    private static let actor = Actor(component: "founding")

    private static func opening(_ key: LogKey) -> Draft {
        Draft(
            .system,
            .epochOpened,
            actor: actor,
            detail: EpochOpening(reason: .enrolment, nextKey: Bytes(key.nextKey.bytes)).canonical
        )
    }

    var reading: ClockReading {
        ClockReading(
            wallMilliseconds: clock.wallMilliseconds,
            monotonicMilliseconds: clock.bootMilliseconds,
            quality: .unknown
        )
    }
}
