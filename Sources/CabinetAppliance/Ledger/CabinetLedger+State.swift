import Authority
package import Custody
import Records
import Store

// What the ledger stores of its own state, so that a start need not read every act; and how it makes that state anew.
extension CabinetLedger {
    /// How many acts lie between two leaves that name the state.
    package static var leavesPerState: UInt64 { 10_000 }
    /// The most acts that are folded anew in one step; new acts are written between the steps.
    private static var stretchCountMax: UInt64 { 1_024 }

    /// Stores what is folded and names it by a leaf, so that the next start begins there.
    ///
    /// Does nothing where no states are kept, while the acts are folded anew, and where a leaf has said it all already.
    package func nameState() throws {
        // What is folded before all leaves of an epoch are back is not what the acts say.
        guard let states, rebuilding == nil, !view.isRecovering, view.custody.size > namedSize,
            // Nor what it is worth before `authority` is here: headquarters, which has it, would fold something else.
            !view.custody.isJudgedAhead
        else { return }
        let parts = LedgerStart<Store>.parts(obeyed: view.obeyed, custody: view.custody)
        let manifest = StateManifest(
            version: LedgerStart<Store>.version,
            pieces: parts.map { StateManifest.Piece(name: $0.name, digest: $0.digest) }
        )
        // First what is named, then the name: a state that no leaf names is passed over, a name without a state is none.
        try states.keep(
            KeptState(index: view.custody.size, manifest: manifest),
            of: view.acts,
            parts: parts
        )
        // Set before the leaf is written, which would ask for a name again.
        namedSize = view.custody.size + 1
        try append([
            Draft(
                .system,
                .stateNamed,
                actor: Actor(component: "ledger"),
                detail: StateNamed(manifest).canonical
            )
        ])
    }

    /// Names the state when enough acts have been written since the last time.
    func nameStateWhenDue() {
        guard known({ $0.custody.size }) >= namedSize + Self.leavesPerState else { return }
        // A projection that cannot be written costs a longer start, and no act.
        try? nameState()
    }

    /// Stores the newest checkpoint and names the state, for a stop in order.
    package func rest() throws {
        try nameState()
        try storeCheckpoint()
    }

    /// Stops takes and makes the state anew from the first leaves, because it was found to differ from what the leaves say.
    func distrust(_ difference: String) throws {
        guard rebuilding == nil else { return }
        let identity = view.identity
        rebuilding = try LedgerStart.first(
            of: identity.cabinet,
            store: store,
            base: base,
            acts: acts
        )
        change { $0.isRebuilding = true }
        let folding = ObeyedFolding(epochs: authorityEpochs)
        var obeyed = folding.empty
        _ = try folding.fold(&obeyed)
        change { [obeyed] in $0.obeyed = obeyed }
        try? states?.discard()
        try append([FindingDrafts.stateDiffers(difference)])
    }

    /// Learns what the readers see in the drawers, so that what comes back finds an empty one meanwhile.
    ///
    /// Does nothing unless the acts are being folded anew.
    package func look(_ readings: [UInt64: TagReading]) {
        guard rebuilding != nil else { return }
        let view = view
        change {
            $0.custody = .looked(
                cabinet: view.identity.cabinet,
                epoch: view.epoch,
                size: view.custody.size,
                lastTime: view.custody.lastTime,
                readings: readings,
                policy: view.obeyed.policy
            )
        }
    }

    /// Folds the acts anew where that is to be done; returns when the state is whole and takes may go on.
    package nonisolated func rebuild() async throws {
        while try await rebuildStretch() { try Task.checkCancellation() }
    }

    /// Makes the state anew whenever it is distrusted, until the task is cancelled.
    ///
    /// - Throws: what reading the acts throws. There are no takes then, and returns go on.
    package nonisolated func rebuildWhenever() async throws {
        try await rebuild()
        for await _ in updates() where view.isRebuilding { try await rebuild() }
    }

    private func rebuildStretch() throws -> Bool {
        // What the machine before wrote is folded once all of it is here.
        // So is what was damaged here.
        guard var state = rebuilding, !view.isInheriting, !acts.hasHole else { return false }
        let hasMore: Bool
        do {
            hasMore = try acts.fold(
                &state,
                under: view.obeyed.standing,
                countMax: Self.stretchCountMax
            )
        } catch let error as RecordsError {
            guard try mendActs() else { throw error }
            return true
        }
        rebuilding = state
        guard !hasMore else { return true }
        rebuilding = nil
        change {
            $0.custody = state
            $0.isRebuilding = false
            if let floor = state.authorisedFloor { $0.time.raise(floor: floor) }
        }
        nameStateWhenDue()
        return false
    }
}

extension CabinetLedger {
    /// Writes; on a full disk once more in the room that was kept back for that: for acts, and for what takes away.
    func inKeptRoom<Result>(_ write: () throws -> Result) throws -> Result {
        do { return try write() } catch let error as RecordsError where error.code == .exhausted {
            guard room?.giveUp() == true else { throw error }
            change { $0.isDiskFull = true }
            unreported.append(FindingDrafts.diskFull(error.message))
            return try write()
        }
    }
}
