import Authority
import Custody
import Records

// The policy of the site, in the epochs that owners opened: the one that is followed, and the one that is obeyed until that is here.
extension CabinetLedger {
    /// The epoch that owners opened last: the one of which heads are taken.
    var followedPolicy: Origin {
        get throws {
            let view = view
            return try origins.policy(
                epoch: view.obeyed.standing.epoch(of: .policy(site: view.identity.site))
            )
        }
    }

    /// The epoch that is obeyed.
    var obeyedPolicy: Origin {
        get throws { try origins.policy(epoch: view.obeyed.policy.epoch) }
    }

    /// The logs of headquarters that a greeting names: `policy` from when `authority` names its key.
    func namedLogs() throws -> Set<Origin> {
        let open = try (followedAuthorities + [followedPolicy]).filter { try store.status(of: $0) != nil }
        return Set(open + [try receipts])
    }

    /// The epoch of the policy that is obeyed while the one that owners opened is not here: a headquarters that was put back to
    /// before that may want its leaves.
    func endedPolicy() throws -> (origin: Origin, held: UInt64)? {
        let (obeyed, followed) = (try obeyedPolicy, try followedPolicy)
        guard obeyed != followed, let status = try store.status(of: obeyed) else { return nil }
        return (obeyed, status.proved.size)
    }

    /// Findings about epochs of the policy: what headquarters goes on without, and one that does not begin as owners let it.
    func comparePolicyEpochs() throws -> [Draft] {
        let view = view
        let (standing, policy) = (view.obeyed.standing, view.obeyed.policy)
        let epochs = PolicyEpochs(
            store: store,
            origins: origins,
            standing: standing,
            site: view.identity.site
        )
        var drafts: [Draft] = []
        let newest = standing.epoch(of: .policy(site: view.identity.site))
        if newest > policy.epoch, try epochs.beginning(of: newest) == .otherwise {
            drafts.append(
                FindingDrafts.fork(
                    "\(try followedPolicy) does not begin with the leaves with which owners let it begin: it is not obeyed"
                )
            )
        }
        if !policy.carried.isEmpty,
            let last = standing.ending(of: try origins.policy(epoch: policy.epoch - 1))?.last
        {
            drafts.append(Self.lost(policy.carried, last, obeying: try obeyedPolicy))
        }
        return drafts
    }

    /// The findings that are not written down yet, word for word.
    func unwritten(_ drafts: [Draft]) -> [Draft] {
        guard !drafts.isEmpty else { return [] }
        let written = Set(known { $0.custody.findings.compactMap(\.opened.note) })
        return drafts.filter { draft in
            guard let opened = try? FindingOpened(canonical: draft.detail) else { return true }
            return !written.contains(opened.note)
        }
    }

    private static func lost(_ carried: CarriedTakings, _ last: CitedHead, obeying origin: Origin) -> Draft {
        let taken = carried.summary
        let text =
            "\(origin) goes on without \(carried.leafCount) leaves that were obeyed here, from leaf \(carried.sharedSize) on; what they "
            + "gave is given no more"
            + (taken.isEmpty
                ? "" : "; what they took away stays taken at this cabinet, and is to be filed anew: \(taken)")
            + (carried.isUnreadable ? "; one of them cannot be read, so that there are no takes" : "")
        return carried.sharedSize < last.size
            ? FindingDrafts.fork(text + "; other leaves stand in their place")
            : FindingDrafts.leavesLost(text)
    }
}
