import Authority
import Custody
import Records

/// A piece as it was stored last, and how far its fold had come.
struct NamedPiece {
    let size: UInt64
    let piece: StateManifest.Piece
}

// What the ledger stores of its own state, so that a start need not read every leaf.
extension HeadquartersLedger {
    /// How many records, of all logs together, lie between two leaves that name the state.
    package static let leavesPerState: UInt64 = 10_000

    /// Names the state when enough was folded since the last time; a backlog that pours in is named once in a while and not
    /// at each ten thousand, because every piece that moved is written anew.
    package func nameStateWhenDue() throws {
        guard foldedCount >= namedCount + Self.leavesPerState else { return }
        try nameState()
    }

    /// Stores what is folded and names it by a leaf of `acts`, so that the next start begins there.
    ///
    /// Does nothing where no states are kept, or where nothing was folded since the last time.
    package func nameState() throws {
        guard let states, foldedCount > namedCount else { return }
        // A fold that is named is not read again: what it found is written down first.
        tellFolded()
        guard untold.isEmpty else { return }
        try tellDifference()
        var parts: [StatePart] = []
        var pieces: [String: NamedPiece] = [:]
        func add(_ name: String, size: UInt64, _ value: some Canonical) {
            // What did not grow since is there under its digest.
            if let known = namedPieces[name], known.size == size {
                pieces[name] = known
                return
            }
            let part = StatePart(name: name, value)
            parts.append(part)
            pieces[name] = NamedPiece(
                size: size,
                piece: StateManifest.Piece(name: name, digest: part.digest)
            )
        }
        let view = view
        add(HeadquartersStart.desks, size: view.desks.foldedCount, view.desks)
        add(
            HeadquartersStart.receipts,
            size: receipts.head.size,
            FoldedReceipts(
                epoch: view.standing.epoch(of: .receipts),
                size: receipts.head.size,
                anchors: view.anchors
            )
        )
        // What waits for witnesses is not stored: then these logs are folded from their first leaves.
        if view.standing.isSettled {
            add(
                HeadquartersStart.authority,
                size: view.standing.size + view.standing.witnessedSize,
                view.standing
            )
            for (site, policy) in view.policies {
                add(HeadquartersStart.policy(site), size: policy.size, policy)
            }
        }
        for (name, copy) in view.cabinets {
            add(HeadquartersStart.custody(name), size: copy.custody.foldedCount, copy.custody)
        }
        let manifest = StateManifest(
            version: HeadquartersStart.version,
            pieces: pieces.values.map(\.piece)
        )
        try states.keep(
            KeptState(index: acts.head.size, manifest: manifest),
            of: origins.acts,
            parts: parts
        )
        namedPieces = pieces
        try record([
            Draft(
                .system,
                .stateNamed,
                actor: Actor(component: "ledger"),
                detail: StateNamed(manifest).canonical
            )
        ])
        namedCount = foldedCount
    }

    /// How many records are folded, of all logs together.
    var foldedCount: UInt64 {
        let view = view
        return view.desks.foldedCount + view.standing.size + view.policies.values.reduce(0) { $0 + $1.size }
            + view.cabinets.values.reduce(0) { $0 + $1.custody.foldedCount }
    }

    /// Writes down that the stored state was not the one that was signed, and throws it away.
    ///
    /// Not before: a start that came to an end without having written it would be the last that knows of it.
    func tellDifference() throws {
        guard let difference else { return }
        try record([finding(.stateDiffers, difference, cabinet: nil, by: "ledger")])
        self.difference = nil
        try states?.discard()
    }
}
