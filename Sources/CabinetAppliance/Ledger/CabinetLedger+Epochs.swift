import Authority
import Cryptography
import Custody
import Records
import Replication

// How the acts come to a new epoch. Everything here blocks on the disk and runs on the ledger's own thread.
extension CabinetLedger {
    /// Ends the present epoch in order and takes the next key into use.
    ///
    /// Takes wait until headquarters has cosigned the end; returns go on.
    package func rotate() throws {
        try acts.rotate(at: reading, obeying: try obeyedHeads())
        try publishActs(from: rebuilding ?? view.custody)
        // Whoever changes one key for fear of it fears for both; where this one cannot be changed, the acts go on all the same.
        try? renewTelemetry(because: .rotation)
    }

    /// Ends what an error left half done: an epoch that has ended, or was given up, and no next one.
    ///
    /// - Returns: whether there was something to end.
    func finishEpoch() throws -> Bool {
        guard try acts.isOver() else { return false }
        try inKeptRoom { try acts.reopen(at: reading) }
        try publishActs(from: try firstState())
        return true
    }

    /// Publishes what is written, where an error came between that and its last leaf: an epoch that has ended, or one that has begun.
    ///
    /// What is written next would stand behind the end of an epoch, or be folded at another place, and be refused when it is on the disk
    /// already.
    func catchUp() throws {
        let isPublished = known { $0.acts == acts.journal.origin && $0.head == acts.journal.head }
        guard try !isPublished && !finishEpoch() else { return }
        try publishActs(from: try firstState())
    }

    /// Gives up what is damaged of the acts, so that they go on in the next epoch.
    ///
    /// - Returns: whether something was.
    func mendActs() throws -> Bool {
        guard try inKeptRoom({ try acts.mend(at: reading) }) else { return false }
        try inKeptRoom { try acts.carryOn(at: reading, signedByOneOf: acts.enrolled) }
        let known = view.custody
        try publishActs(from: try firstState())
        unreported += try acts.damageDrafts(after: known)
        return true
    }

    /// Rotates where the site's policy asks for the present epoch to end.
    ///
    /// - Returns: whether it did; the line has to be made anew then.
    func rotateWhereAsked() throws -> Bool {
        guard view.obeyed.policy.requestedRotation(of: view.identity.cabinet) == view.epoch,
            acts.keys.nextKey != nil, !view.isContradicted, !view.isRecovering
        else { return false }
        try rotate()
        return true
    }

    /// Recovers from a disk that was put back, where headquarters shows a head that this log's own key signed, that it has
    /// cosigned, and that these leaves do not reach.
    ///
    /// The present epoch is given up for headquarters' leaves, which come as for any copy; a new one begins at once, so that
    /// returns have a place. Takes wait until all leaves are back.
    ///
    /// - Returns: whether a new epoch was opened; the line has to be made anew then.
    func recover(under bytes: [UInt8], because reason: EpochReason) throws -> Bool {
        guard acts.keys.nextKey != nil, let services = view.obeyed.standing.services else { return false }
        let note = try SignedNote(parsing: bytes)
        let head = try Checkpoint(note).head
        let cosigners = try HeadquartersCosigners(
            services: services,
            organisation: view.identity.organisation
        )
        let signer = try CheckpointSigner(origin: acts.journal.origin, privateKey: acts.keys.acts)
        let policy = try CheckpointPolicy(
            origin: signer.origin,
            logKey: signer.verifierKey,
            required: [cosigners.witness]
        )
        // What headquarters cosigned before was shown to it by this very log: both have the same leaves up to there.
        let common = try store.status(of: signer.origin)?.size(.witness) ?? 0
        guard (try? policy.verify(note)) != nil, head.size >= common else { return false }
        // A cosigned head that contradicts an earlier cosigned one is headquarters' own fault.
        guard try head.size > common || store.root(of: signer.origin, size: common) == head.root else {
            return false
        }
        let isOurs =
            try head.size <= acts.journal.head.size
            && store.root(of: signer.origin, size: head.size) == head.root
        if isOurs, !view.isRolledBack {
            // Everything that headquarters shows is here, so there is nothing to give up for it. Where it calls that too small
            // it is wrong, and takes wait; where it holds a fork beside it, the epoch ends in order and loses nothing.
            guard reason != .restore else { return false }
            try rotate()
            return true
        }
        try acts.giveUp(keeping: common, under: note, because: reason, at: reading)
        change {
            $0.isContradicted = false
            $0.isRolledBack = false
        }
        try publishActs(from: try firstState())
        return true
    }

    /// After leaves of an epoch that was given up have come: folds anew once all are here.
    ///
    /// - Returns: whether the log is such an epoch.
    func settleRecovery(of origin: Origin) throws -> Bool {
        guard acts.missing.contains(where: { $0.origin == origin }) else { return false }
        guard let status = try store.status(of: origin), status.proved.size >= status.size(.witness) else {
            return true
        }
        try acts.reopen(at: reading)
        if view.isInheriting {
            try settleInheritance()
        } else {
            try publishActs(from: try firstState())
        }
        return true
    }

    /// Folds what the machine before wrote, once all of it is here and people are known who signed for it.
    func settleInheritance() throws {
        guard view.isInheriting, acts.missing.isEmpty, let inherited = acts.inherited else { return }
        let standing = view.obeyed.standing
        guard OwnActs<Store>.knows(standing, view.identity.cabinet, inherited) else { return }
        guard try !acts.isInheriting(view.identity.cabinet, under: standing) else {
            return try tell(
                .fork,
                "what headquarters gave back is not the record that officers ended at \(inherited.replacement.cut.size) leaves of \(inherited.replacement.cut.origin)"
            )
        }
        change { $0.isInheriting = false }
        try publishActs(from: try firstState())
    }

    /// Folds the acts anew where officers' word on the act key came behind leaves that have to be judged by it: those of a disk that was
    /// put back are here before `authority` is.
    func judgeActsAnew() throws {
        let standing = view.obeyed.standing
        if var state = rebuilding {
            rebuilding = state.isOvertaken(by: standing) ? try firstState() : state
            return
        }
        var custody = view.custody
        guard custody.judgedAhead != nil else { return }
        guard !custody.isOvertaken(by: standing) else {
            // What was stored of it was judged as wrongly.
            try? states?.discard()
            return try publishActs(from: try firstState())
        }
        if custody != view.custody { change { [custody] in $0.custody = custody } }
    }

    /// Judges the present epoch anew, after something was cosigned, or officers said something.
    func judgeEpoch() throws {
        try acts.refresh()
        let judge = EpochJudge(of: view.identity.cabinet, under: view.obeyed.standing)
        guard let standing = judge.standings(of: acts.epochs).last, standing != view.epochStanding else {
            return
        }
        change { $0.epochStanding = standing }
    }

    /// Publishes what the acts say after an epoch was opened, or its leaves came back.
    ///
    /// `custody` is what is folded of them already.
    private func publishActs(from custody: CustodyState) throws {
        let status = try store.status(of: acts.journal.origin)
        var custody = custody
        rebuilding = nil
        namedSize = 0
        if try view.isInheriting || acts.hasHole
            || acts.remaining(after: custody) > LedgerStart<Store>.replayCountMax
        {
            rebuilding = custody
            // What was known or seen until now serves returns meanwhile.
            custody = view.custody.goingOn(
                epoch: acts.keys.epoch,
                size: acts.journal.head.size,
                lastTime: acts.journal.lastTime
            )
        } else {
            _ = try acts.fold(&custody, under: view.obeyed.standing)
        }
        let isRebuilding = rebuilding != nil
        change { [custody] in
            $0.custody = custody
            $0.isRebuilding = isRebuilding
            $0.head = acts.journal.head
            $0.acts = acts.journal.origin
            $0.epoch = acts.keys.epoch
            $0.witnessedSize = status?.size(.witness) ?? 0
            $0.mirroredSize = status?.size(.mirror) ?? 0
            $0.safeSize = status?.size(.safe) ?? 0
            $0.isRecovering = acts.isIncomplete
            $0.isDamaged = acts.hasHole
        }
        try judgeEpoch()
    }

    /// What is folded anew, from the first leaf that is here.
    private func firstState() throws -> CustodyState {
        try LedgerStart.first(of: view.identity.cabinet, store: store, base: base, acts: acts)
    }
}
