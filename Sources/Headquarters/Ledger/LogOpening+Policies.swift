import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Store

// Later epochs of policies: a cabinet's acts cite places in them, so that each begins with the leaves of the one before.
extension LogOpening {
    /// Writes the first leaves of an epoch of a policy that owners open: those that are here of the one before, and its own first one.
    ///
    /// One step, so that a crash leaves no half of it. What was begun there under a statement that never came into force makes way.
    func begin(_ begun: BegunEpoch, obeying authority: CitedHead) throws {
        let (origin, last) = (begun.origin, begun.epoch.last)
        let signer = try CheckpointSigner(origin: origin, privateKey: begun.key.privateKey)
        if try store.status(of: origin)?.key == signer.verifierKey,
            try opening(of: origin, at: last.size) == begun.first
        {
            return
        }
        try takeAway(begun: origin)
        let previous = try Origin(last.origin)
        var composer = Composer(
            origin: origin.text,
            boot: boot,
            nextSequence: last.size,
            lastTime: try store.timeOfLastLeaf(of: previous, size: last.size),
            actKey: nil
        )
        let draft = Draft(
            .system,
            .epochOpened,
            actor: Actor(component: "epochs"),
            detail: begun.first.canonical
        )
        let opening = try composer.compose(
            draft,
            at: reading,
            obeying: ObeyedHeads(
                authority: (try Origin(authority.origin).epoch, authority.size, authority.root),
                policy: (origin.epoch, last.size, last.root)
            )
        )
        try store.begin(
            origin,
            key: signer.verifierKey,
            with: TreeHead(size: last.size, root: last.root),
            of: previous,
            then: RecordBundle([opening])
        )
    }

    /// A journal of the epoch in force of a site's policy; nil where its key is not here.
    func journal(policyOf site: String, under standing: Standing, _ secrets: HeadquartersSecrets) throws
        -> Journal<EvidenceFile>?
    {
        let log = HeadquartersLog.policy(site: site)
        let epoch = standing.epoch(of: log)
        guard let key = try? secrets.logKey(log, epoch: epoch),
            standing.logKey(log, epoch: epoch)?.bytes == key.privateKey.publicKey.bytes
        else { return nil }
        let origin = try log.origin(standing.organisation, epoch: epoch)
        if let newest = standing.logEpochs(of: log).last { try takeAway(begunPolicyUnlike: newest, origin) }
        if let newest = standing.logEpochs(of: log).last {
            try takeOver(newest, try CheckpointSigner(origin: origin, privateKey: key.privateKey))
        }
        var journal = try self.journal(origin, key)
        // A crash may have come between its first leaves and its head: without that nothing of it can be shown.
        if epoch > 1, journal.head.size > 0 { try journal.storeCheckpoint() }
        return journal
    }

    /// Gives an epoch that was begun elsewhere the leaves that are here of the one before, and with which owners let it begin.
    ///
    /// What is behind them cabinets give back; where nobody can, the epoch after goes on with them.
    private func takeOver(_ epoch: LogEpoch, _ signer: CheckpointSigner) throws {
        let previous = try Origin(epoch.last.origin)
        guard try store.status(of: signer.origin)?.head.size ?? 0 == 0,
            let here = try store.status(of: previous)?.head.size
        else { return }
        let size = min(here, epoch.last.size)
        let root = try store.root(of: previous, size: size)
        // With as many leaves as owners say the root tells whether it is these.
        guard size > 0, size < epoch.last.size || root == epoch.last.root else { return }
        try store.takeAway(begun: signer.origin)
        try store.begin(
            signer.origin,
            key: signer.verifierKey,
            with: TreeHead(size: size, root: root),
            of: previous,
            then: nil
        )
    }

    /// Takes away what was begun of an epoch under another statement than the one that is in force.
    private func takeAway(begunPolicyUnlike epoch: LogEpoch, _ origin: Origin) throws {
        guard let status = try store.status(of: origin), status.head.size > 0, status.notes.isEmpty,
            try opening(of: origin, at: status.head.size - 1)?.opens(epoch) != true
        else { return }
        try takeAway(begun: origin)
    }

    private func takeAway(begun origin: Origin) throws {
        let size = try store.status(of: origin)?.head.size ?? 0
        try store.takeAway(begun: origin, behind: max(size, 1) - 1)
    }
}

/// An epoch that owners open, with what headquarters writes to begin it.
struct BegunEpoch {
    let log: HeadquartersLog
    let origin: Origin
    let epoch: LogEpoch
    let key: LogKey
    let first: EpochOpening
}

extension EpochOpening {
    /// Whether it is the first leaf of an epoch as owners signed it.
    func opens(_ epoch: LogEpoch) -> Bool {
        lastCosigned == epoch.cut && lastOwn == epoch.last && key == epoch.key
    }
}
