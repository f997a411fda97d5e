import Records

/// The logs that a cabinet writes and obeys, all in their first epoch.
struct CabinetOrigins {
    let acts: Origin
    let authority: Origin
    let policy: Origin
    /// Of which only heads come.
    let receipts: Origin

    init(_ identity: CabinetIdentity) throws(RecordsError) {
        acts = try LogNames.acts(identity.organisation, cabinet: identity.cabinet, epoch: 1)
        authority = try LogNames.authority(identity.organisation, epoch: 1)
        receipts = try LogNames.receipts(identity.organisation, epoch: 1)
        policy = try LogNames.policy(identity.organisation, site: identity.site, epoch: 1)
    }
}
