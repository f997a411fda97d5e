import Records

extension LogStore {
    /// The newest epoch of a site's policy of which a head over something is signed: it begins with what was there of those before.
    func newestPolicy(_ organisation: String, site: String) throws -> Origin {
        var newest = try LogNames.policy(organisation, site: site, epoch: 1)
        var epoch: UInt64 = 2
        while let status = try status(of: LogNames.policy(organisation, site: site, epoch: epoch)) {
            if try status.notes.values.contains(where: { try Checkpoint($0).head.size > 0 }) {
                newest = status.origin
            }
            epoch += 1
        }
        return newest
    }
}
