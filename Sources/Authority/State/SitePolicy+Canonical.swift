import Cryptography
package import Records

extension SitePolicy: Canonical {
    /// Leaves that wait are left out: they are not folded, and are read from the log again.
    package var canonical: CBOR {
        .map(
            CBORMap([
                0: site.canonical, 1: size.canonical, 2: .list(Enclosed.all(persons)),
                3: .list(Enclosed.all(credentials)), 4: .list(Enclosed.all(seals)),
                5: .list(Enclosed.all(lockMaps)), 6: .list(Enclosed.all(grants)),
                7: .list(taken.revokedGrants.sorted()), 8: .list(taken.revokedCredentials.sorted()),
                9: .pairs(taken.suspendedSeals), 10: taken.offlineSecondsMax?.canonical,
                11: .list(Enclosed.all(tagJobs)), 12: .list(deliveries), 13: .list(taken.countRequests),
                14: citedAuthority.canonical, 15: .pairs(sources), 16: lastSigned?.canonical,
                17: .list(files.sorted { $0.key < $1.key }.map(\.value)), 18: .list(blobs.sorted()),
                19: .pairs(taken.requestedRotations), 20: subjects.canonical,
                21: .pairs(deliveredUnder.mapValues(DeliveredTags.init)), 22: epoch.canonical,
                23: Enclosed(carried.isEmpty ? nil : carried)?.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        let countMax = AuthorityState.entryCountMax
        var fields = try Fields(canonical, of: "a site's policy")
        self.init(
            site: try fields.value(0),
            epoch: try fields.value(22),
            carrying: try fields.optional(23, as: Enclosed.self)?.opened() ?? CarriedTakings()
        )
        size = try fields.value(1)
        persons = try AuthorityState.table(2, of: &fields) { $0.person }
        credentials = try AuthorityState.table(3, of: &fields) { $0.credential }
        seals = try AuthorityState.table(4, of: &fields) { $0.seal }
        lockMaps = try AuthorityState.table(5, of: &fields) { $0.cabinet }
        for enclosed in try fields.list(6, of: Enclosed.self, countMax: countMax) {
            let filed: FiledGrant = try enclosed.opened()
            grants[filed.digest] = filed
        }
        taken.revokedGrants = Set(try fields.list(7, countMax: countMax))
        taken.revokedCredentials = Set(try fields.list(8, countMax: countMax))
        taken.suspendedSeals = try fields.pairs(9, countMax: countMax)
        taken.offlineSecondsMax = try fields.optional(10)
        tagJobs = try AuthorityState.table(11, of: &fields) { $0.job }
        for delivery in try fields.list(12, of: TagKeyDelivery.self, countMax: countMax) {
            tagKeys[delivery.uid, default: [:]][delivery.cabinet, default: []].append(delivery)
        }
        taken.countRequests = try fields.list(13, countMax: countMax)
        citedAuthority = try fields.value(14)
        citedAhead = citedAuthority
        sources = try fields.pairs(15, countMax: countMax)
        lastSigned = try fields.optional(16)
        for named in try fields.list(17, of: BlobNamed.self, countMax: countMax) {
            files[named.original.content] = named
        }
        blobs = Set(try fields.list(18, countMax: countMax))
        taken.requestedRotations = try fields.pairs(19, countMax: countMax)
        subjects = try fields.value(20)
        let delivered: [String: DeliveredTags] = try fields.pairs(21, countMax: countMax)
        deliveredUnder = delivered.mapValues(\.sizes)
        try fields.finish()
    }

    private var deliveries: [TagKeyDelivery] {
        tagKeys.sorted { $0.key < $1.key }
            .flatMap { $0.value.sorted { $0.key < $1.key }.flatMap(\.value) }
    }
}

extension FiledGrant: Canonical {
    /// The filings in the order of their leaves: the first with the text, each later one with the approvals that it brought.
    package var canonical: CBOR {
        .map(
            CBORMap([
                0: index.canonical, 1: .bytes(approved.bytes),
                2: .list(Array(approved.approvals.prefix(approved.approvals.count - laterApprovalCount))),
                3: .list(later),
            ])
        )
    }

    private var laterApprovalCount: Int { later.reduce(0) { $0 + $1.approvals.count } }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a filed grant")
        let index: UInt64 = try fields.value(0)
        let bytes: Bytes = try fields.value(1)
        let first = ApprovedGrant(bytes: bytes.bytes, approvals: try fields.list(2))
        self.init(index: index, approved: first, statement: try first.statement())
        for filing in try fields.list(3, of: LaterFiling.self) {
            guard add(filing.approvals, at: filing.index) else {
                throw RecordsError(.tooLarge, "a grant has more approvals than are kept")
            }
        }
        try fields.finish()
    }
}

extension LaterFiling: Canonical {
    package var canonical: CBOR { .map(CBORMap([0: index.canonical, 1: .list(approvals)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a later filing")
        index = try fields.value(0)
        approvals = try fields.list(1)
        try fields.finish()
    }
}

/// What one cabinet got of tags' keys.
private struct DeliveredTags: Canonical {
    let sizes: [Bytes: UInt64]

    init(_ sizes: [Bytes: UInt64]) { self.sizes = sizes }

    var canonical: CBOR { .map(CBORMap([0: .pairs(sizes)])) }

    init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "what a cabinet got of tags' keys")
        sizes = try fields.pairs(0, countMax: AuthorityState.entryCountMax)
        try fields.finish()
    }
}
