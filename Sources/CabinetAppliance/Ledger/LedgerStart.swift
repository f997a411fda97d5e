import Authority
import Custody
import Records

/// What a ledger begins with: the state that a leaf names, and what came since.
struct LedgerStart<Store: LogStore> {
    /// The way in which this program folds and writes states.
    ///
    /// Another number makes them anew from leaves: it rises whenever a fold comes to mean something else, or
    /// a field is written that was not. What an earlier program wrote must stay readable (`CustodyState`): a cabinet that gave leaves up
    /// stands on it.
    ///
    /// Headquarters holds the custody state that a leaf names against its own fold where this number is the one that it knows.
    static var version: UInt64 { CustodyState.version }
    /// More acts than this are not folded before the cabinet is ready: two intervals of ``CabinetLedger/leavesPerState``.
    static var replayCountMax: UInt64 { 20_000 }

    private let store: Store
    private let base: (any StateShelf)?
    /// The acts as they are opened; what they carry on comes behind what is found here.
    var acts: OwnActs<Store>
    /// What is known of the obeyed logs; the caller folds on.
    var obeyed: ObeyedLogs
    /// What was found to differ from what is signed; nil when nothing was.
    private(set) var difference: String?
    /// The size of the acts behind the leaf that named the state; 0 where none was found.
    private(set) var namedSize: UInt64 = 0
    /// The acts as they have to be folded while the cabinet is at work already.
    private(set) var rebuilding: CustodyState?
    private var custody: CustodyState

    init(
        store: Store,
        states: (any StateShelf)?,
        base: (any StateShelf)?,
        identity: CabinetIdentity,
        acts: OwnActs<Store>
    ) throws {
        (self.store, self.base, self.acts) = (store, base, acts)
        obeyed = ObeyedLogs(
            standing: Standing(organisation: identity.organisation, pinnedRoot: identity.pinnedRoot),
            policy: SitePolicy(site: identity.site)
        )
        custody = CustodyState(cabinet: identity.cabinet)
        let (present, head) = (acts.journal.origin, acts.journal.head)
        switch try states.map({ try Self.recovery(store, $0, present, head).find() }) {
        case nil, .some(.none): break
        case .some(.differs(let difference)): self.difference = difference
        case .some(.found(let index, let pieces)): try take(pieces, namedAt: index, as: identity)
        }
        if namedSize == 0 {
            custody = try Self.first(of: identity.cabinet, store: store, base: base, acts: acts)
        }
    }

    /// What the acts are folded from when nothing else is believed: from nothing, or from the state on which they stand
    /// since their first leaves were given up.
    static func first(
        of cabinet: String,
        store: Store,
        base: (any StateShelf)?,
        acts: OwnActs<Store>
    ) throws -> CustodyState {
        guard let base else { return CustodyState(cabinet: cabinet) }
        // The newest epoch that stands on such a state, where any does; what came before is in it.
        for epoch in acts.epochs.reversed() {
            let head = try acts.head(of: epoch)
            // Of any version: below it there are no leaves to fold, and the version rises with every fold that changes.
            let recovery = StateRecovery(
                store: store,
                shelf: base,
                origin: epoch.origin,
                head: head,
                versions: 1...version
            )
            guard case .found(_, let pieces) = try recovery.find(),
                var custody = try? CustodyState(decoding: pieces[CustodyState.pieceName] ?? [])
            else { continue }
            custody.forgetAhead()
            if custody.cabinet == cabinet { return custody }
        }
        return CustodyState(cabinet: cabinet)
    }

    private static func recovery(_ store: Store, _ shelf: any StateShelf, _ acts: Origin, _ head: TreeHead)
        -> StateRecovery<Store>
    {
        StateRecovery(store: store, shelf: shelf, origin: acts, head: head, version: version)
    }

    /// What a ledger's state is written as.
    static func parts(obeyed: ObeyedLogs, custody: CustodyState) -> [StatePart] {
        let obeyed = obeyed.isSettled ? [StatePart(name: "obeyed", obeyed)] : []
        return [StatePart(name: CustodyState.pieceName, custody)] + obeyed
    }

    private mutating func take(
        _ pieces: [String: [UInt8]],
        namedAt index: UInt64,
        as identity: CabinetIdentity
    )
        throws
    {
        let custody = try CustodyState(decoding: pieces[CustodyState.pieceName] ?? [])
        // While something waited for witnesses the obeyed logs were not stored: they are folded from their first leaves.
        let obeyed = try pieces["obeyed"].map { try ObeyedLogs(decoding: $0) } ?? self.obeyed
        guard custody.cabinet == self.custody.cabinet, custody.size == index,
            custody.epoch == acts.keys.epoch,
            obeyed.standing.pinnedRoot == identity.pinnedRoot,
            obeyed.standing.organisation == identity.organisation, obeyed.policy.site == identity.site
        else {
            difference = "the stored state is another cabinet's"
            return
        }
        self.custody = custody
        self.obeyed = obeyed
        namedSize = index + 1
    }

    /// Folds the acts to their end where that is soon done; else says in ``rebuilding`` what is left to do.
    ///
    /// While leaves are missing that were folded once, here or by the machine before, nothing is folded (`isWaiting`): what stands
    /// behind them would count without them.
    mutating func fold(identity: CabinetIdentity, isWaiting: Bool = false) throws -> CustodyState {
        if custody.isOvertaken(by: obeyed.standing) {
            custody = try Self.first(of: identity.cabinet, store: store, base: base, acts: acts)
        }
        guard difference == nil, !isWaiting, try acts.remaining(after: custody) <= Self.replayCountMax
        else {
            rebuilding = custody
            return .looked(
                cabinet: identity.cabinet,
                epoch: acts.keys.epoch,
                size: acts.journal.head.size,
                lastTime: acts.journal.lastTime,
                readings: [:],
                policy: obeyed.policy
            )
        }
        var custody = custody
        _ = try acts.fold(&custody, under: obeyed.standing)
        return custody
    }
}
