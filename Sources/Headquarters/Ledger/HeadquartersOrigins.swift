import Authority
package import Records

/// The logs that headquarters writes, in the epochs that are in force, and those whose copies it keeps.
package struct HeadquartersOrigins: Sendable {
    /// The organisation's DNS name.
    package let organisation: String
    /// What people give.
    package let authority: Origin
    /// What people and programs did here.
    package let acts: Origin
    /// The heads that were cosigned here.
    package let receipts: Origin
    /// By log, every epoch of it, the one in force last.
    private let epochs: [HeadquartersLog: [Origin]]
    /// By site, the epoch in force of its policy, where it is not the first.
    private let laterPolicies: [String: UInt64]

    /// The logs of an organisation, as owners have opened them.
    init(_ standing: Standing) throws(RecordsError) {
        organisation = standing.organisation
        authority = try HeadquartersLog.authority.origin(
            organisation,
            epoch: standing.epoch(of: .authority)
        )
        var epochs: [HeadquartersLog: [Origin]] = [:]
        for log in [HeadquartersLog.authority, .acts, .receipts] {
            for epoch in 1...standing.epoch(of: log) {
                epochs[log, default: []].append(try log.origin(organisation, epoch: epoch))
            }
        }
        self.epochs = epochs
        laterPolicies = standing.sites.keys.reduce(into: [:]) { epochs, site in
            let epoch = standing.epoch(of: .policy(site: site))
            if epoch > 1 { epochs[site] = epoch }
        }
        acts = try HeadquartersLog.acts.origin(organisation, epoch: standing.epoch(of: .acts))
        receipts = try HeadquartersLog.receipts.origin(organisation, epoch: standing.epoch(of: .receipts))
    }

    /// Every epoch of `authority`, `acts` or `receipts`, from the first to the one in force.
    package func epochs(of log: HeadquartersLog) -> [Origin] { epochs[log] ?? [] }

    /// What a site's cabinets obey.
    package func policy(_ site: String) throws(RecordsError) -> Origin {
        try LogNames.policy(organisation, site: site, epoch: laterPolicies[site] ?? 1)
    }

    /// Every epoch of what a site's cabinets obey, from the first to the one in force: a cabinet that has not heard of a later one may
    /// still ask for leaves of an earlier one.
    package func policyEpochs(of site: String) throws(RecordsError) -> [Origin] {
        try (1...(laterPolicies[site] ?? 1)).map { epoch throws(RecordsError) in
            try LogNames.policy(organisation, site: site, epoch: epoch)
        }
    }

    /// What a cabinet did, in one epoch.
    package func acts(of cabinet: String, epoch: UInt64 = 1) throws(RecordsError) -> Origin {
        try LogNames.acts(organisation, cabinet: cabinet, epoch: epoch)
    }

    /// A cabinet's sensor values, in one epoch.
    package func telemetry(of cabinet: String, epoch: UInt64 = 1) throws(RecordsError) -> Origin {
        try LogNames.telemetry(organisation, cabinet: cabinet, epoch: epoch)
    }
}
