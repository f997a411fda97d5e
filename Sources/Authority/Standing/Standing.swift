package import Cryptography
package import Records

/// What the log `authority` says, as far as its statements are signed by those who may give them.
///
/// A fold over the log from its first leaf: the same leaves and the same cosignatures give the same standing on a cabinet,
/// at headquarters and in the hands of a verifier, in whatever order they arrive. Headquarters writes the log and cannot give:
/// a statement that its keys signed changes nothing.
///
/// Every leaf is folded twice by the same code: when it is known, and when a majority of witnesses has cosigned a head above
/// it. What is given is what the second fold says; what is taken, left out or tightened is what the first one says.
package struct Standing: Sendable, Equatable {
    /// The most leaves that are kept in memory until witnesses cosign a head above them.
    package static let pendingCountMax = 65_536

    /// The fold of all leaves that are here.
    var known: AuthorityState
    /// The fold of the leaves that count; nil where that is all of them.
    private(set) var lagging: AuthorityState?
    /// The leaves between the two folds that say something, oldest first.
    private(set) var pending: [PendingLeaf] = []
    /// The size up to which a majority of witnesses has cosigned.
    package private(set) var witnessedSize: UInt64 = 0
    /// Whether more waited than is kept: what witnesses cosign then counts once the log is folded anew.
    package private(set) var mustFoldAnew = false

    private let pendingCountMax: Int

    /// An empty standing that will accept only the root with the given digest.
    package init(
        organisation: String,
        pinnedRoot: Digest,
        pendingCountMax: Int = Self.pendingCountMax
    ) {
        known = AuthorityState(organisation: organisation, pinnedRoot: pinnedRoot)
        self.pendingCountMax = pendingCountMax
    }

    /// A standing as it was folded before, when nothing waited for witnesses.
    init(known: AuthorityState, witnessedSize: UInt64) {
        self.known = known
        self.witnessedSize = witnessedSize
        pendingCountMax = Self.pendingCountMax
    }

    /// Whether all leaves that are here count: then the fold can be stored, and gone on with.
    package var isSettled: Bool { lagging == nil && pending.isEmpty && !mustFoldAnew }

    /// The organisation that the root was made for.
    package var organisation: String { known.organisation }
    /// The root statement's digest that was compared by people; everything hangs on it.
    package var pinnedRoot: Digest { known.pinnedRoot }
    /// How many leaves have been folded.
    package var size: UInt64 { known.size }
    /// How many of them give what they give.
    package var givenSize: UInt64 { given.size }

    /// The same for judging grants: without what only later leaves of `authority` are held against.
    ///
    /// Heads of other logs are noted hourly; whoever keeps the standing of many hours would keep all of them for each.
    package var forGrants: Standing {
        var standing = self
        standing.known.notedHeads = [:]
        standing.lagging?.notedHeads = [:]
        standing.pending = []
        return standing
    }

    /// The fold of the leaves that give.
    var given: AuthorityState { lagging ?? known }

    /// Changes what the leaves give where that is not all that is known.
    mutating func changeGiven(_ change: (inout AuthorityState) -> Void) {
        if var given = lagging {
            change(&given)
            lagging = given
        }
    }
}

extension Standing {
    /// Folds the next leaf of `authority`.
    ///
    /// A leaf that cannot be read is `.notUnderstood(.unreadable)`: it may have been a removal.
    ///
    /// - Throws: ``RecordsError`` when the record is not the next one.
    package mutating func fold(_ record: OpenedRecord) throws(RecordsError) -> FoldOutcome {
        guard record.leaf.header.sequence == size else {
            throw RecordsError(
                .refused,
                "leaf \(record.leaf.header.sequence) of authority is not the next, \(size)"
            )
        }
        return fold(AuthorityLeaf(record))
    }

    /// Passes over a leaf that does not decode, or whose body is not the one it commits to.
    ///
    /// It may have been a removal: takes stop until people have looked, and everything else goes on.
    package mutating func foldUnreadable() -> FoldOutcome { fold(.notUnderstood(.unreadable)) }

    private mutating func fold(_ leaf: AuthorityLeaf) -> FoldOutcome {
        let hadWitnesses = known.asksWitnesses
        if lagging == nil, hadWitnesses { lagging = known }
        var outcome = known.fold(leaf)
        if hadWitnesses, outcome == .counted, case .give(.witnessPolicy, _, _) = leaf {
            outcome = .witnessesChanged
        }
        guard lagging != nil else { return outcome }
        if !known.asksWitnesses {
            // Owners have sent the witnesses away: nobody is left to wait for.
            (lagging, pending) = (nil, [])
            return outcome
        }
        var waits = false
        if case .give(let kind, _, _) = leaf, !Self.countAtOnce.contains(kind) { waits = outcome.isGiven }
        keep(leaf, waits: waits)
        return waits ? .waiting : outcome
    }

    /// What owners give without asking witnesses.
    private static var countAtOnce: Set<RecordKind> { [.witnessPolicy, .logEpochs] }

    private mutating func keep(_ leaf: AuthorityLeaf, waits: Bool) {
        guard leaf.matters else { return }
        guard pending.count < pendingCountMax else {
            mustFoldAnew = true
            return
        }
        pending.append(PendingLeaf(index: known.size - 1, leaf: leaf, waits: waits))
    }

    /// Learns that a majority of the witnesses named for a head of `size` leaves cosigned it
    /// (``witnessedSize(of:origin:)``); one beyond the leaves that are here changes nothing.
    ///
    /// - Returns: the indices of the statements that count since now.
    @discardableResult
    package mutating func witness(upTo size: UInt64) -> [UInt64] {
        guard size <= known.size, size > witnessedSize else { return [] }
        witnessedSize = size
        guard var given = lagging, size > given.size, !mustFoldAnew else { return [] }
        let count = pending.prefix { $0.index < size }.count
        for entry in pending.prefix(count) {
            given.size = entry.index
            _ = given.fold(entry.leaf)
        }
        given.size = size
        let counted = pending.prefix(count).filter(\.waits).map(\.index)
        pending.removeFirst(count)
        lagging = size == known.size ? nil : given
        return counted
    }

    /// How many statements wait until a majority of witnesses has cosigned a head above them.
    package var waitingCount: Int { pending.count { $0.waits } }
}

/// A leaf that is folded and not yet under a head with enough cosignatures.
struct PendingLeaf: Sendable, Equatable {
    let index: UInt64
    let leaf: AuthorityLeaf
    /// Whether it is a statement that will count, and does not yet.
    let waits: Bool
}

/// What folding one record came to.
package enum FoldOutcome: Sendable, Equatable {
    /// It counts.
    case counted
    /// It counts beside another edit of the same version, which people did not see: the stricter is in force, a finding.
    case beside(String)
    /// It counts: owners changed the witnesses without asking those before, a finding.
    case witnessesChanged
    /// It waits for witnesses.
    case waiting
    /// It says nothing about authority, or its kind is not known and not critical.
    case passed
    /// It does not count: a finding.
    case refused(AuthorityError)
    /// A critical record of an unknown kind: takes stop until the program is renewed.
    case notUnderstood(RecordKind)

    /// Whether a giving record gives what it says.
    var isGiven: Bool {
        switch self {
        case .counted, .beside, .witnessesChanged: true
        case .waiting, .passed, .refused, .notUnderstood: false
        }
    }
}
