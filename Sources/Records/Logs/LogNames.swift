/// The origins of Signet's logs: which owner, what for, which epoch (Documentation/Records.md, "Logs").
package enum LogNames {
    /// A cabinet's acts: `ORG/cabinet/ID/acts/eN`.
    package static func acts(_ organisation: String, cabinet: String, epoch: UInt64) throws(RecordsError)
        -> Origin
    {
        try Origin("\(organisation)/cabinet/\(cabinet)/acts/e\(epoch)")
    }

    /// A cabinet's sensor values: `ORG/cabinet/ID/telemetry/eN`.
    package static func telemetry(_ organisation: String, cabinet: String, epoch: UInt64) throws(RecordsError)
        -> Origin
    {
        try Origin("\(organisation)/cabinet/\(cabinet)/telemetry/e\(epoch)")
    }

    /// The cabinet whose log this is; nil for headquarters' own.
    package static func cabinet(of origin: Origin) -> String? {
        CabinetLogName(origin)?.cabinet
    }

    /// Whether a log holds sensor values: the only kind of which records may go without lying in a backup.
    package static func isTelemetry(_ origin: Origin) -> Bool {
        CabinetLogName(origin)?.isTelemetry == true
    }

    /// What people give: `ORG/hq/authority/eN`.
    package static func authority(_ organisation: String, epoch: UInt64) throws(RecordsError) -> Origin {
        try HeadquartersLog.authority.origin(organisation, epoch: epoch)
    }

    /// What a site's cabinets obey: `ORG/hq/policy/SITE/eN`.
    package static func policy(_ organisation: String, site: String, epoch: UInt64) throws(RecordsError)
        -> Origin
    {
        try HeadquartersLog.policy(site: site).origin(organisation, epoch: epoch)
    }

    /// What people and programs did at headquarters: `ORG/hq/acts/eN`.
    package static func headquartersActs(_ organisation: String, epoch: UInt64) throws(RecordsError) -> Origin
    {
        try HeadquartersLog.acts.origin(organisation, epoch: epoch)
    }

    /// The heads that headquarters cosigned: `ORG/hq/receipts/eN`.
    package static func receipts(_ organisation: String, epoch: UInt64) throws(RecordsError) -> Origin {
        try HeadquartersLog.receipts.origin(organisation, epoch: epoch)
    }
}
