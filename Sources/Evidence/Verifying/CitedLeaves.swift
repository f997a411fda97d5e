import Authority
import Cryptography
import Records

/// How the leaves of a file stand to those that a cabinet says it obeyed.
enum CitedLeaves: Sendable {
    /// They are the same.
    case same
    /// The cabinet obeyed more of them, or leaves of an earlier epoch that headquarters lost: what a removal there says, the file does
    /// not.
    case beyond
    /// The cabinet obeyed others.
    case others
}

extension PolicyReading {
    /// That something which stands below a leaf and is closed may have revoked a grant; nil where all of it is shown.
    func takingsClosed(below size: UInt64) -> EvidenceSentence? {
        let closed = closedTakings.filter { $0 < size }
        return closed.first.map { .takingsClosed(closed.count, first: $0) }
    }

    /// Holds the leaves shown here against the heads that a record cites.
    func leaves(citedBy heads: ObeyedHeads, _ authority: AuthorityHistory) -> CitedLeaves {
        let isShared =
            heads.authorityEpoch == authority.log.origin.epoch
            || heads.authoritySize <= authority.standing.sharedSizes(
                of: .authority,
                with: authority.log.origin.epoch
            )[heads.authorityEpoch] ?? 0
        guard isShared, position(of: heads) == heads.policySize,
            let authorityRoot = authority.log.roots[heads.authoritySize],
            let policyRoot = roots[heads.policySize]
        else { return .beyond }
        let shown = ObeyedHeads(
            authority: (heads.authorityEpoch, heads.authoritySize, authorityRoot),
            policy: (heads.policyEpoch, heads.policySize, policyRoot)
        )
        return shown == heads ? .same : .others
    }

    /// How many leaves of those that are shown a cabinet had obeyed: of an earlier epoch as many as this one has of it.
    func position(of heads: ObeyedHeads) -> UInt64 {
        guard heads.policyEpoch != log.origin.epoch else { return heads.policySize }
        return min(heads.policySize, sharedSizes[heads.policyEpoch] ?? 0)
    }
}
