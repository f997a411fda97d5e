package import Records

/// One of the two logs that a cabinet obeys.
package enum ObeyedLog: Sendable, Hashable {
    case authority
    case policy
}

/// What a leaf of an obeyed log came to, where somebody should know.
package struct FoldReport: Sendable, Equatable {
    /// Which log.
    package let log: ObeyedLog
    /// The leaf's index.
    package let index: UInt64
    /// What it came to; never `.counted` or `.passed`.
    package let outcome: FoldOutcome
}

/// `authority` and one site's `policy`, folded in the one order that their leaves ask for.
///
/// The two logs and the cosignatures arrive by themselves, in any order and any pieces: what is known at the end is the same.
package struct ObeyedLogs: Sendable, Equatable {
    /// What people have given.
    package private(set) var standing: Standing
    /// What the site's log says.
    package private(set) var policy: SitePolicy
    /// Whether a critical record was met that this program does not understand: takes stop.
    package private(set) var missesCriticalRecord = false
    /// From which leaf of `policy` on both logs are to be folded anew, `authority` first; nil where they are not.
    ///
    /// Officers who signed there were left out, and `authority` does not note that these leaves were there before: headquarters
    /// let people sign who had left, or forgot to note the log's head.
    package private(set) var foldsAnewFrom: UInt64?
    /// The epoch of `authority` that is folded.
    package private(set) var authorityEpoch: UInt64
    /// What an earlier epoch said that this one does not have, until the leaf is folded that opened this one.
    private var lost: LostAuthority?
    /// What people have to give anew because the leaves that gave it are lost: no takes until then.
    private(set) var awaited: AwaitedGiving
    /// How much an earlier epoch had that this one does not have; nil where that was nothing.
    package private(set) var loss: AuthorityLoss?

    /// Two logs before their first leaves.
    package init(standing: Standing, policy: SitePolicy) {
        self.standing = standing
        self.policy = policy
        (authorityEpoch, awaited) = (1, AwaitedGiving())
    }

    /// Two logs before their first leaves, `authority` in a later epoch: what the one before took away stays taken.
    package init(
        standing: Standing,
        policy: SitePolicy,
        authorityEpoch: UInt64,
        after earlier: ObeyedLogs,
        losing lost: LostAuthority
    ) {
        self.init(standing: standing, policy: policy)
        self.authorityEpoch = authorityEpoch
        self.lost = lost
        awaited = earlier.awaited
        loss = lost.loss.leafCount > 0 ? lost.loss : earlier.loss
        if lost.loss.isUnreadable { missesCriticalRecord = true }
    }

    /// Two logs as they were folded before, without leaves that waited.
    init(
        standing: Standing,
        policy: SitePolicy,
        missesCriticalRecord: Bool,
        authorityEpoch: UInt64 = 1,
        awaited: AwaitedGiving = AwaitedGiving(),
        loss: AuthorityLoss? = nil
    ) {
        self.init(standing: standing, policy: policy)
        self.missesCriticalRecord = missesCriticalRecord
        (self.authorityEpoch, self.awaited, self.loss) = (authorityEpoch, awaited, loss)
    }

    /// How many first leaves the epoch before has too, as long as the leaf that opened this one is not folded.
    package var sharedSize: UInt64 { lost?.loss.sharedSize ?? 0 }

    /// Whether the leaf that opened this epoch of `authority` is to be folded yet.
    var isOpening: Bool { lost != nil }

    /// What people have to give anew before there are takes; empty where nothing that may have been tightened was lost.
    package var lacking: [GivenName] { awaited.missing(in: standing) }

    /// Folds the next leaf of `authority` as it is stored, and what waited for it.
    ///
    /// A leaf that cannot be read, or that names another place than its own, stops takes and nothing else: headquarters
    /// must not be able to stop a cabinet's start, or a return, with one bad record.
    ///
    /// - Throws: what ``Standing/fold(_:)`` throws.
    package mutating func fold(authority record: Record) throws(RecordsError) -> [FoldReport] {
        let index = standing.size
        let outcome: FoldOutcome
        if let opened = try? record.opened(), opened.leaf.header.sequence == index {
            outcome = try standing.fold(opened)
        } else {
            outcome = standing.foldUnreadable()
        }
        if let lost, standing.epoch(of: .authority) >= authorityEpoch {
            awaited = standing.carry(lost).joined(with: awaited)
            self.lost = nil
        }
        let reports = note(outcome, .authority, index)
        if let noted = policy.foldsAnew(since: index, standing) {
            foldsAnewFrom = min(foldsAnewFrom ?? .max, noted)
        }
        return reports + settle()
    }

    /// Folds the next leaf of `policy` as it is stored, or keeps it until `authority` is far enough.
    ///
    /// - Throws: ``RecordsError`` `.tooLarge` where the policy has no room.
    package mutating func fold(policy record: Record) throws(RecordsError) -> [FoldReport] {
        let opened = try? record.opened()
        let isInPlace = opened?.leaf.header.sequence == policy.hereSize
        return note(try policy.take(isInPlace ? opened : nil, standing: standing))
    }

    /// Learns that a majority of witnesses cosigned a head of `authority` with `size` leaves.
    package mutating func witness(upTo size: UInt64) -> [FoldReport] {
        standing.witness(upTo: size)
        return settle()
    }

    /// Begins a later epoch of `policy`, before its first leaf: what people gave is read from it alone, and what earlier epochs
    /// took away stays taken.
    package mutating func open(policyEpoch epoch: UInt64, carrying carried: CarriedTakings) {
        policy = SitePolicy(site: policy.site, epoch: epoch, carrying: carried)
        if carried.isUnreadable { missesCriticalRecord = true }
    }

    private mutating func settle() -> [FoldReport] { note(policy.settle(standing)) }

    private mutating func note(_ reports: [PolicyReport]) -> [FoldReport] {
        reports.flatMap { note($0.outcome, .policy, $0.index) }
    }

    private mutating func note(_ outcome: FoldOutcome, _ log: ObeyedLog, _ index: UInt64) -> [FoldReport] {
        switch outcome {
        case .counted, .passed: return []
        case .notUnderstood: missesCriticalRecord = true
        case .waiting, .refused, .beside, .witnessesChanged: break
        }
        return [FoldReport(log: log, index: index, outcome: outcome)]
    }
}
