import Authority
import Records
import Replication

// What changes in the ledger, and whom it is told.
extension ReplicationService {
    /// After a change in the ledger: lists new keys, and offers heads that moved.
    func lookAround() async {
        let view = ledger.view
        relist(view)
        await greetAnew()
        // A change of authority may let acts count that wait here; where nothing does, this is one question.
        foldable.continuation.yield()
        // Each cabinet's act moves `receipts`: its head goes along with that of `authority`, which moves at least hourly.
        let receipts = ledger.origins.receipts
        for (origin, head) in view.heads where origin != receipts && told.heads[origin] != head {
            told.heads[origin] = head
            await announce(origin)
            if origin == ledger.origins.authority { await announce(receipts) }
        }
        // The same head again, once enough witnesses stand under it, wherever their lines came from.
        if view.standing.witnessedSize > told.witnessedSize {
            told.witnessedSize = view.standing.witnessedSize
            await announce(ledger.origins.authority)
        }
        // The ledger changes with every batch of every cabinet, and backups a few times a day: not all are asked each time.
        guard view.safeNewsCount != told.safeNewsCount else { return }
        told.safeNewsCount = view.safeNewsCount
        for peer in Array(connections.keys) { await tellSafe(peer) }
    }

    /// Has all that are connected greet anew where `authority` came back in a later epoch: their sessions know the one before.
    private func greetAnew() async {
        let (before, present) = (told.authority, ledger.origins.authority)
        told.authority = present
        guard before != nil, before != present else { return }
        for peer in Array(connections.keys) { await feed(.failed, from: peer) }
    }

    /// Lists the transport keys of the cabinets, where others may connect than when they were listed last.
    func relist(_ view: HeadquartersView) {
        let standing = ToldChanges.Listed(
            authority: view.heads[ledger.origins.authority],
            givenSize: view.standing.givenSize,
            acts: view.heads[ledger.origins.acts]
        )
        guard told.listed != standing else { return }
        told.listed = standing
        hub.relist(Self.listedKeys(view))
    }

    /// Tells a cabinet how much of its acts lies in a backup, when that has grown.
    func tellSafe(_ peer: LinkPeer) async {
        // What is sent before the session is open goes nowhere: it is told again after WELCOME.
        guard let cabinet = connections[peer]?.cabinet, connections[peer]?.session.isOpen == true else {
            return
        }
        let view = ledger.view
        guard let origin = view.acts(of: cabinet), let size = view.cabinets[cabinet]?.safeSize,
            size > connections[peer]?.safeTold ?? size, let note = try? ledger.safeNote(of: cabinet)
        else { return }
        connections[peer]?.safeTold = size
        await feed(.attested(origin, note), from: peer)
    }

    private func announce(_ origin: Origin) async {
        for (peer, connection) in connections where connection.session.offers.contains(origin) {
            await feed(.headMoved(origin), from: peer)
        }
    }
}

/// What all that were connected then were told of changes in the ledger: it changes with every batch of every cabinet, and most of
/// what is told of it does not.
struct ToldChanges {
    /// What decides which machines may connect: `authority`, how much of it counts, and the acts that propose another machine.
    struct Listed: Equatable {
        let authority: TreeHead?
        let givenSize: UInt64
        let acts: TreeHead?
    }

    var listed: Listed?
    /// The epoch of `authority` in which sessions began.
    var authority: Origin?
    /// The heads of own logs that were offered last.
    var heads: [Origin: TreeHead] = [:]
    /// Up to where a majority of witnesses stood under `authority` when its head was offered last.
    var witnessedSize: UInt64 = 0
    var safeNewsCount = 0
}
