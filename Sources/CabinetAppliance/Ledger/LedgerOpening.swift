import Authority
import Custody
import Records

/// What a ledger comes to when it is opened: acts that can be written, what is folded of them, and what people have to be told.
///
/// Acts of which something is damaged open all the same: what is not as it was signed is given up, and the start goes on without it.
struct LedgerOpening<Store: LogStore> {
    let acts: OwnActs<Store>
    let start: LedgerStart<Store>
    let custody: CustodyState
    /// Whether the record of the machine before is not all here.
    let isInheriting: Bool
    /// The epochs of `authority` that are open here.
    let authorityEpochs: AuthorityEpochs<Store>
    /// Why these records are older than the newest head that has left this cabinet; nil where they are not.
    let rollback: String?

    /// Folds what came since the stored state; where damage is in the way, gives that up and folds once more.
    static func make(
        store: Store,
        states: (any StateShelf)?,
        base: (any StateShelf)?,
        identity: CabinetIdentity,
        acts: OwnActs<Store>,
        mark: HighWaterMark?,
        at reading: ClockReading
    ) throws -> LedgerOpening {
        var acts = acts
        func open() throws -> LedgerOpening {
            let rollback = try mark.flatMap { try acts.rollback(since: $0) }
            let start = try LedgerStart(
                store: store,
                states: states,
                base: base,
                identity: identity,
                acts: acts
            )
            return try LedgerOpening(start, acts, identity, rollback, store: store, at: reading)
        }
        do { return try open() } catch let error as RecordsError {
            guard try acts.mend(at: reading) else { throw error }
            return try open()
        }
    }

    private init(
        _ begun: LedgerStart<Store>,
        _ opened: OwnActs<Store>,
        _ identity: CabinetIdentity,
        _ rollback: String?,
        store: Store,
        at reading: ClockReading
    ) throws {
        var (start, acts) = (begun, opened)
        authorityEpochs = try AuthorityEpochs(store: store, origins: acts.origins, identity: identity)
        _ = try ObeyedFolding(epochs: authorityEpochs).fold(&start.obeyed)
        isInheriting = try acts.isInheriting(identity.cabinet, under: start.obeyed.standing)
        try acts.carryOn(
            at: reading,
            signedByOneOf: start.obeyed.standing.actKeys(of: identity.cabinet)
        )
        start.acts = acts
        custody = try start.fold(identity: identity, isWaiting: isInheriting || acts.hasHole)
        (self.start, self.acts, self.rollback) = (start, acts, rollback)
    }
}
