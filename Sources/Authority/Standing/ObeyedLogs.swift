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
/// The two logs arrive by themselves; a leaf of `policy` waits until the leaves of `authority` that it cites are folded.
package struct ObeyedLogs: Sendable, Equatable {
    /// The most leaves of `policy` that wait for `authority`; a log that cites so far ahead is refused.
    package static let waitingCountMax = 65_536

    /// What people have given.
    package private(set) var standing: Standing
    /// What the site's log says.
    package private(set) var policy: SitePolicy
    /// Whether a critical record was met that this program does not understand: takes stop.
    package private(set) var missesCriticalRecord = false

    private let waitingCountMax: Int
    /// Leaves of `policy` that wait for `authority`; nil for one that cannot be read.
    private var waiting: [OpenedRecord?] = []

    /// Two logs before their first leaves.
    package init(standing: Standing, policy: SitePolicy, waitingCountMax: Int = Self.waitingCountMax) {
        self.standing = standing
        self.policy = policy
        self.waitingCountMax = waitingCountMax
    }

    /// Two logs as they were folded before, without leaves that waited.
    init(standing: Standing, policy: SitePolicy, missesCriticalRecord: Bool) {
        self.init(standing: standing, policy: policy)
        self.missesCriticalRecord = missesCriticalRecord
    }

    /// How many leaves of `policy` are here, folded or waiting.
    package var policySize: UInt64 { policy.size + UInt64(waiting.count) }

    /// How many leaves of `policy` may come now; what finds no room comes when `authority` has grown.
    package var policyRoom: UInt64 { UInt64(waitingCountMax - waiting.count) }

    /// Folds the next leaf of `authority` as it is stored, and what waited for it.
    ///
    /// A leaf that cannot be read, or that names another place than its own, stops takes and nothing else: headquarters
    /// must not be able to stop a cabinet's start, or a return, with one bad record.
    ///
    /// - Throws: what ``Standing/fold(_:)`` and ``SitePolicy/fold(_:standing:)`` throw.
    package mutating func fold(authority record: Record) throws(RecordsError) -> [FoldReport] {
        let index = standing.size
        let outcome: FoldOutcome
        if let opened = try? record.opened(), opened.leaf.header.sequence == index {
            outcome = try standing.fold(opened)
        } else {
            outcome = standing.foldUnreadable()
        }
        var reports = note(outcome, .authority, index)
        reports += try foldWaiting()
        return reports
    }

    /// Folds the next leaf of `policy` as it is stored, or keeps it until `authority` is far enough.
    ///
    /// - Throws: ``RecordsError`` `.tooLarge` where ``policyRoom`` is 0.
    package mutating func fold(policy record: Record) throws(RecordsError) -> [FoldReport] {
        let opened = try? record.opened()
        guard policyRoom > 0 else {
            throw RecordsError(
                .tooLarge,
                "more than \(waitingCountMax) leaves of policy wait for authority"
            )
        }
        waiting.append(opened?.leaf.header.sequence == policySize ? opened : nil)
        return try foldWaiting()
    }

    /// Learns that a majority of witnesses cosigned a head of `authority` with `size` leaves.
    package mutating func witness(upTo size: UInt64) -> [FoldReport] {
        standing.witness(upTo: size).flatMap { note($0.outcome, .authority, $0.index) }
    }

    private mutating func foldWaiting() throws(RecordsError) -> [FoldReport] {
        var reports: [FoldReport] = []
        var folded = 0
        defer { waiting.removeFirst(folded) }
        while folded < waiting.count {
            let next = waiting[folded]
            guard next?.leaf.header.obeyedHeads?.authoritySize ?? 0 <= standing.size else { break }
            let index = policy.size
            let outcome: FoldOutcome
            if let next {
                outcome = try policy.fold(next, standing: standing)
            } else {
                outcome = policy.foldUnreadable()
            }
            reports += note(outcome, .policy, index)
            folded += 1
        }
        return reports
    }

    private mutating func note(_ outcome: FoldOutcome, _ log: ObeyedLog, _ index: UInt64) -> [FoldReport] {
        switch outcome {
        case .counted, .passed: return []
        case .notUnderstood: missesCriticalRecord = true
        case .waiting, .refused: break
        }
        return [FoldReport(log: log, index: index, outcome: outcome)]
    }
}
