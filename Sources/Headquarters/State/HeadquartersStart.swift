import Authority
import Custody
import Records
import Store

/// What headquarters begins with: the state that a leaf of its own `acts` names.
///
/// Whoever opens a log folds what came since.
struct HeadquartersStart {
    /// The way in which this program folds and writes states.
    ///
    /// Another number makes them anew from leaves: it rises whenever a fold comes to mean something else, or
    /// a field is written that was not.
    static let version: UInt64 = 7

    /// What was found to differ from what is signed; nil when nothing was.
    private(set) var difference: String?
    private var pieces: [String: [UInt8]] = [:]

    /// Nothing kept: everything is folded from first leaves.
    init() {}

    /// Looks into the projection where there is one; `head` is the signed head of `acts`.
    init(store: EvidenceFile, states: (any StateShelf)?, acts: Origin, head: TreeHead) throws(RecordsError) {
        guard let states else { return }
        let recovery = StateRecovery(
            store: store,
            shelf: states,
            origin: acts,
            head: head,
            version: Self.version
        )
        switch try recovery.find() {
        case .none: break
        case .differs(let difference): self.difference = difference
        case .found(_, let pieces): self.pieces = pieces
        }
    }

    /// What was folded of own acts.
    func desks() throws(RecordsError) -> DeskState { try piece(Self.desks) ?? DeskState() }

    /// What was folded of `receipts`.
    func receipts() throws(RecordsError) -> FoldedReceipts { try piece(Self.receipts) ?? FoldedReceipts() }

    /// What was folded of `authority`, when it hangs on the same root as `empty`.
    func standing(_ empty: Standing) throws(RecordsError) -> Standing {
        guard let standing: Standing = try piece(Self.authority), standing.pinnedRoot == empty.pinnedRoot,
            standing.organisation == empty.organisation
        else { return empty }
        return standing
    }

    /// What was folded of an epoch of a site's policy.
    func policy(_ site: String, epoch: UInt64) throws(RecordsError) -> SitePolicy {
        guard let policy: SitePolicy = try piece(Self.policy(site)), policy.site == site,
            policy.epoch == epoch
        else {
            return SitePolicy(site: site, epoch: epoch)
        }
        return policy
    }

    /// What was folded of a cabinet's acts.
    func custody(_ cabinet: String) throws(RecordsError) -> CustodyState {
        guard let custody: CustodyState = try piece(Self.custody(cabinet)), custody.cabinet == cabinet else {
            return CustodyState(cabinet: cabinet)
        }
        return custody
    }

    private func piece<Value: Canonical>(_ name: String) throws(RecordsError) -> Value? {
        guard let bytes = pieces[name] else { return nil }
        return try Value(decoding: bytes)
    }
}

extension HeadquartersStart {
    // The names of the pieces.
    static let desks = "desks"
    static let receipts = "receipts"
    static let authority = "authority"
    static func policy(_ site: String) -> String { "policy/\(site)" }
    static func custody(_ cabinet: String) -> String { "cabinet/\(cabinet)" }
}
