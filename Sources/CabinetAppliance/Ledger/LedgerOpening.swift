import Authority
import Custody
import Records

/// What a ledger comes to when it is opened: acts that can be written, what is folded of them, and what people have to be told.
///
/// Acts of which something is damaged open all the same: what is not as it was signed is given up, and the start goes on without it.
struct LedgerOpening<Store: LogStore> {
    private(set) var acts: OwnActs<Store>
    private(set) var start: LedgerStart<Store>
    private(set) var custody: CustodyState
    /// Whether the record of the machine before is not all here.
    private(set) var isInheriting = false
    /// Why these records are older than the newest head that has left this cabinet; nil where they are not.
    let rollback: String?

    init(
        store: Store,
        states: (any StateShelf)?,
        base: (any StateShelf)?,
        identity: CabinetIdentity,
        acts: OwnActs<Store>,
        mark: HighWaterMark?,
        at reading: ClockReading
    ) throws {
        self.acts = acts
        rollback = try mark.flatMap { try acts.rollback(since: $0) }
        custody = CustodyState(cabinet: identity.cabinet)
        func begin(_ acts: OwnActs<Store>) throws -> LedgerStart<Store> {
            try LedgerStart(store: store, states: states, base: base, identity: identity, acts: acts)
        }
        start = try begin(acts)
        _ = try ObeyedFolding(store: store, identity: identity, origins: acts.origins).fold(&start.obeyed)
        do { try fold(identity: identity, at: reading) } catch let error as RecordsError {
            guard try self.acts.mend(at: reading) else { throw error }
            let obeyed = start.obeyed
            start = try begin(self.acts)
            start.obeyed = obeyed
            try fold(identity: identity, at: reading)
        }
    }

    private mutating func fold(identity: CabinetIdentity, at reading: ClockReading) throws {
        isInheriting = try acts.isInheriting(identity.cabinet, under: start.obeyed.standing)
        try acts.carryOn(
            at: reading,
            signedByOneOf: start.obeyed.standing.actKeys(of: identity.cabinet)
        )
        start.acts = acts
        custody = try start.fold(identity: identity, isWaiting: isInheriting || acts.hasHole)
    }
}
