package import Records

/// The logs that headquarters writes, all in their first epoch, and those whose copies it keeps.
package struct HeadquartersOrigins: Sendable {
    /// The organisation's DNS name.
    package let organisation: String
    /// What people give.
    package let authority: Origin
    /// What people and programs did here.
    package let acts: Origin
    /// The heads that were cosigned here.
    package let receipts: Origin

    /// The logs of an organisation.
    package init(_ organisation: String) throws(RecordsError) {
        self.organisation = organisation
        authority = try LogNames.authority(organisation, epoch: 1)
        acts = try LogNames.headquartersActs(organisation, epoch: 1)
        receipts = try LogNames.receipts(organisation, epoch: 1)
    }

    /// What a site's cabinets obey.
    package func policy(_ site: String) throws(RecordsError) -> Origin {
        try LogNames.policy(organisation, site: site, epoch: 1)
    }

    /// What a cabinet did, in one epoch.
    package func acts(of cabinet: String, epoch: UInt64 = 1) throws(RecordsError) -> Origin {
        try LogNames.acts(organisation, cabinet: cabinet, epoch: epoch)
    }

    /// A cabinet's sensor values.
    package func telemetry(of cabinet: String) throws(RecordsError) -> Origin {
        try LogNames.telemetry(organisation, cabinet: cabinet, epoch: 1)
    }
}
