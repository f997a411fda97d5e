package import Records

extension Standing: Canonical {
    /// More entries of any table than an organisation comes to.
    static var entryCountMax: Int { 1 << 24 }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: organisation.canonical, 1: pinnedRoot.canonical, 2: size.canonical,
                3: Enclosed(root)?.canonical, 4: Enclosed(services)?.canonical,
                5: Enclosed(officers)?.canonical, 6: Enclosed(rules)?.canonical,
                7: Enclosed(witnessPolicy)?.canonical,
                8: .list(Enclosed.all(sites)), 9: .list(Enclosed.all(cabinets)),
                10: .list(Enclosed.all(approvers)),
                11: .pairs(earlierApproverKeys.mapValues(KeyList.init)), 12: .pairs(removedGenerations),
                13: .pairs(suspendedCabinets), 14: .list(signingOfficers), 15: .list(waiting),
                16: witnessedSize.canonical, 17: .pairs(sources),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a standing")
        self.init(organisation: try fields.value(0), pinnedRoot: try fields.value(1))
        size = try fields.value(2)
        root = try fields.optional(3, as: Enclosed.self)?.opened()
        services = try fields.optional(4, as: Enclosed.self)?.opened()
        officers = try fields.optional(5, as: Enclosed.self)?.opened()
        rules = try fields.optional(6, as: Enclosed.self)?.opened()
        witnessPolicy = try fields.optional(7, as: Enclosed.self)?.opened()
        sites = try Self.table(8, of: &fields) { $0.site }
        cabinets = try Self.table(9, of: &fields) { $0.cabinet }
        approvers = try Self.table(10, of: &fields) { $0.person }
        earlierApproverKeys = try fields.pairs(
            11,
            countMax: Self.entryCountMax,
            as: [Identifier<Person>: KeyList].self
        ).mapValues(\.keys)
        removedGenerations = try fields.pairs(12, countMax: Self.entryCountMax)
        suspendedCabinets = try fields.pairs(13, countMax: Self.entryCountMax)
        signingOfficers = try fields.list(14, countMax: Self.entryCountMax)
        waiting = try fields.list(15, countMax: Self.entryCountMax)
        witnessedSize = try fields.value(16)
        sources = try fields.pairs(17, countMax: Self.entryCountMax)
        try fields.finish()
    }

    /// Statements under a field, each by what it is about.
    static func table<Key: Hashable, Given: Statement>(
        _ number: UInt8,
        of fields: inout Fields,
        by key: (Given) -> Key
    ) throws(RecordsError) -> [Key: Given] {
        var table: [Key: Given] = [:]
        for enclosed in try fields.list(number, of: Enclosed.self, countMax: entryCountMax) {
            let statement: Given = try enclosed.opened()
            table[key(statement)] = statement
        }
        return table
    }
}

extension WaitingStatement: Canonical {
    package var canonical: CBOR {
        .map(
            CBORMap([0: index.canonical, 1: kind.rawValue.canonical, 2: Enclosed(signed)?.canonical])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a statement that waits")
        index = try fields.value(0)
        kind = RecordKind(rawValue: try fields.value(1))
        signed = try fields.value(2, as: Enclosed.self).opened()
        try fields.finish()
    }
}

extension SigningOfficers: Canonical {
    var canonical: CBOR {
        .map(
            CBORMap([
                0: index.canonical, 1: .list(keys.map { Bytes($0) }), 2: threshold.canonical,
            ])
        )
    }

    init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "who signs as officers")
        index = try fields.value(0)
        keys = try fields.list(1, of: Bytes.self).map(\.bytes)
        threshold = try fields.value(2)
        try fields.finish()
    }
}

/// A set of keys in the order of their bytes.
private struct KeyList: Canonical {
    let keys: Set<Bytes>

    init(_ keys: Set<Bytes>) { self.keys = keys }

    var canonical: CBOR { .array(keys.sorted().map(\.canonical)) }

    init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let elements) = canonical else {
            throw RecordsError(.malformed, "keys are a list")
        }
        var keys: Set<Bytes> = []
        for element in elements { keys.insert(try Bytes(canonical: element)) }
        self.keys = keys
    }
}
