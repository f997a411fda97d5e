import Authority
import Cryptography
import Records

/// Folds what the store holds of the two obeyed logs, as far as signed checkpoints confirm it.
struct ObeyedFolding<Store: LogStore> {
    /// After so many leaves of `authority` it is asked which of them witnesses have cosigned: fewer wait in memory.
    private static var leafCountAim: UInt64 { 16_384 }

    let epochs: AuthorityEpochs<Store>

    private var store: Store { epochs.store }
    private var identity: CabinetIdentity { epochs.identity }
    private var origins: CabinetOrigins { epochs.origins }

    /// Both logs before their first leaves.
    var empty: ObeyedLogs {
        ObeyedLogs(
            standing: Standing(organisation: identity.organisation, pinnedRoot: identity.pinnedRoot),
            policy: SitePolicy(site: identity.site)
        )
    }

    /// Folds what is new, and all of it where what was folded before is to be judged anew.
    ///
    /// - Returns: what people should know of it.
    func fold(_ obeyed: inout ObeyedLogs) throws -> [FoldReport] {
        var reports = try foldAuthority(&obeyed)
        while let next = try epochs.next(after: obeyed) {
            obeyed = next
            // What both epochs have was reported when it came.
            reports += try foldAuthority(&obeyed).filter { $0.index >= next.sharedSize }
            _ = try foldPolicy(&obeyed)
        }
        reports += try foldPolicy(&obeyed)
        guard let first = try obeyed.foldsAnewFrom ?? (countsMore(obeyed) ? .max : nil) else {
            return reports
        }
        var anew = empty
        _ = try foldAuthority(&anew)
        while let next = try epochs.next(after: anew) {
            anew = next
            _ = try foldAuthority(&anew)
        }
        let again = try foldPolicy(&anew)
        obeyed = anew
        // The others were reported when they came.
        return reports + again.filter { $0.log == .policy && $0.index >= first }
    }

    /// Whether folding anew would let more count, where more had waited than is kept: not before witnesses cosigned more, or
    /// each frame of headquarters would cost the whole log.
    private func countsMore(_ obeyed: ObeyedLogs) throws -> Bool {
        guard obeyed.standing.mustFoldAnew else { return false }
        let origin = try origins.authority(epoch: obeyed.authorityEpoch)
        return try obeyed.standing.newestWitnessedSize(in: store, of: origin) > obeyed.standing.givenSize
    }

    private func foldAuthority(_ obeyed: inout ObeyedLogs) throws -> [FoldReport] {
        let origin = try origins.authority(epoch: obeyed.authorityEpoch)
        guard let status = try store.status(of: origin) else { return [] }
        var reports: [FoldReport] = []
        repeat {
            let first = obeyed.standing.size
            let end = min(status.proved.size, first + Self.leafCountAim)
            try store.forEachRecord(of: origin, from: first, to: end) {
                reports += try obeyed.fold(authority: $1)
            }
            // A newer head may be here without its majority; what an older one carried stays in force.
            let witnessed = try obeyed.standing.newestWitnessedSize(in: store, of: origin)
            if witnessed > 0 { reports += obeyed.witness(upTo: witnessed) }
        } while obeyed.standing.size < status.proved.size
        return reports
    }

    private func foldPolicy(_ obeyed: inout ObeyedLogs) throws -> [FoldReport] {
        guard obeyed.standing.sites[identity.site] != nil else { return [] }
        let epochs = PolicyEpochs(
            store: store,
            origins: origins,
            standing: obeyed.standing,
            site: identity.site
        )
        try epochs.openNewest()
        if let epoch = try epochs.newestHere(above: obeyed.policy.epoch) {
            obeyed.open(policyEpoch: epoch, carrying: try epochs.carried(into: epoch))
        }
        let origin = try origins.policy(epoch: obeyed.policy.epoch)
        guard let status = try store.status(of: origin) else { return [] }
        var reports: [FoldReport] = []
        // What finds no room waits on the disk.
        while obeyed.policy.hereSize < status.proved.size, obeyed.policy.room > 0 {
            let first = obeyed.policy.hereSize
            let end = min(status.proved.size, first + obeyed.policy.room)
            try store.forEachRecord(of: origin, from: first, to: end) {
                reports += try obeyed.fold(policy: $1)
            }
        }
        return reports
    }
}
