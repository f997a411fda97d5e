import Records

extension LogStore {
    /// The newest epoch of a site's policy of which a head over something is signed: it begins with what was there of those before.
    func newestPolicy(_ organisation: String, site: String) throws -> Origin {
        try newest(.policy(site: site), organisation)
    }

    /// The newest epoch of `authority` of which a head is signed: none is before it has the leaf that opens it.
    func newestAuthority(_ organisation: String) throws -> Origin { try newest(.authority, organisation) }

    private func newest(_ log: HeadquartersLog, _ organisation: String) throws -> Origin {
        let later = try logs().compactMap { status -> UInt64? in
            guard let named = HeadquartersLog.read(status.origin.text, of: organisation), named.log == log,
                try status.notes.values.contains(where: { try Checkpoint($0).head.size > 0 })
            else { return nil }
            return named.epoch
        }
        return try log.origin(organisation, epoch: later.max() ?? 1)
    }
}
