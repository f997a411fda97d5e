import Authority
import Enrolment
import Records
import Store

// Later epochs of policies: owners open them where nobody gives leaves back, or where two histories of one stand beside each other.
extension HeadquartersLedger {
    /// The epochs in force of the policies of some sites, by site.
    func policies(of sites: Set<String>) throws -> [String: Origin] {
        try sites.reduce(into: [:]) { found, site in
            guard view.standing.sites[site] != nil else {
                throw HeadquartersError(
                    .notFound,
                    "no site «\(site)» is known here; its name is the one in the log, such as hangzhou"
                )
            }
            found[site] = try origins.policy(site)
        }
    }

    /// The logs that begin anew: `acts` and `receipts` where no policy is named, or where they lack something too.
    func logs(ending sites: Set<String>) -> [HeadquartersLog] {
        let own: [HeadquartersLog] =
            sites.isEmpty || recovery.lost.keys.contains(where: Recovery.isKeptHereAlone)
            ? [.acts, .receipts] : []
        return own + sites.sorted().map { .policy(site: $0) }
    }

    /// Refuses to do without leaves of a log that one of some cabinets, so named, can still give back.
    func requireGivenUp(
        _ origin: Origin,
        by cabinets: Set<String>,
        named: String,
        because reason: EpochReason,
        without gone: Set<String>
    )
        throws
    {
        guard recovery.awaited.contains(origin) else {
            guard reason != .restore else {
                throw HeadquartersError(
                    .refused,
                    "nothing of \(origin) is known to be missing here; where cabinets hold another history of it, say --reason fork"
                )
            }
            return
        }
        guard
            recovery.targets[origin] == nil || recovery.parted.contains(origin) || cabinets.isSubset(of: gone)
        else {
            throw HeadquartersError(
                .unavailable,
                "a cabinet has shown that it holds more of \(origin) and can give it back: leave signet-hq running until it has, or "
                    + "name \(named) that are gone for good with --without"
            )
        }
    }

    /// Goes over to the epochs of policies that are in force.
    func openPolicyEpochs(_ view: inout HeadquartersView) throws {
        for (site, journal) in policies where try origins.policy(site) != journal.origin {
            (policies[site], view.policies[site]) = (nil, nil)
            // Sizes go on with an epoch: what was stored under one is not the same piece under another.
            namedPieces[HeadquartersStart.policy(site)] = nil
        }
        try openSites(&view)
    }

    /// Learns which policies owners have ended, and which of those in force do not reach their own first leaf: they were begun elsewhere.
    func notePolicyEpochs(_ standing: Standing) throws {
        for site in standing.sites.keys {
            let epochs = try origins.policyEpochs(of: site)
            for ended in epochs.dropLast() { recovery.end(ended) }
            guard let last = standing.logEpochs(of: .policy(site: site)).last?.last,
                let journal = policies[site], journal.head.size <= last.size
            else { continue }
            recovery.miss(journal.origin, size: last.size + 1)
        }
    }

    /// Whether a log is a policy that owners have ended.
    func isEndedPolicy(_ origin: Origin) -> Bool {
        guard case .policy? = HeadquartersLog.read(origin.text, of: origins.organisation)?.log else {
            return false
        }
        return view.standing.cut(of: origin) != nil
    }

    /// Erases bodies of leaves of a site's policy in every epoch that holds them.
    ///
    /// An earlier epoch may hold a key of the person where the present one has something else.
    func eraseBodies(ofPolicy site: String, at leaves: Set<UInt64>, of person: Identifier<Person>) throws {
        for origin in try origins.policyEpochs(of: site) {
            let isPresent = try origin == origins.policy(site)
            try store.eraseBodies(
                of: origin,
                at: isPresent ? leaves : store.keyLeaves(of: person, in: origin)
            )
        }
    }

    /// Erases keys that lie here although a leaf says that they are erased.
    ///
    /// - Returns: whether there were any.
    func eraseAgain(inPolicyOf site: String, _ policy: SitePolicy) throws -> Bool {
        var isBack = false
        for origin in try origins.policyEpochs(of: site) {
            let isPresent = try origin == origins.policy(site)
            for (person, erasure) in policy.subjects.erasures {
                let leaves = isPresent ? Set(erasure.keyLeaves) : try store.keyLeaves(of: person, in: origin)
                let present = try leaves.filter { try store.holdsBody(at: $0, of: origin) }
                guard !present.isEmpty else { continue }
                try store.eraseBodies(of: origin, at: present)
                isBack = true
            }
        }
        return isBack
    }
}
