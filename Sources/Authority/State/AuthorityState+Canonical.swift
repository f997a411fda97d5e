import Cryptography
import Records

extension AuthorityState: Canonical {
    /// More entries of any table than an organisation comes to.
    static var entryCountMax: Int { 1 << 24 }

    var canonical: CBOR {
        .map(
            CBORMap([
                0: organisation.canonical, 1: pinnedRoot.canonical, 2: size.canonical,
                3: Enclosed(root)?.canonical, 4: Enclosed(services)?.canonical,
                5: Enclosed(officers)?.canonical, 6: .list(rulesEdits.compactMap { Enclosed($0) }),
                7: .list(witnessPolicies), 8: .list(Enclosed.all(sites)), 9: .list(Enclosed.all(cabinets)),
                10: .pairs(cabinetSites.mapValues(Sequenced.init)), 11: .list(Enclosed.all(approvers)),
                12: .pairs(earlierApproverKeys.mapValues { Sequenced($0.sorted()) }),
                13: .pairs(removals.mapValues(Sequenced.init)), 14: .pairs(suspensions),
                15: .list(signingOfficers), 16: .pairs(notedHeads), 17: .pairs(sources),
                18: .list(cabinetEpochs.sorted { $0.key < $1.key }.flatMap { Enclosed.all($0.value) }),
                19: .pairs(logEpochs.mapValues(Sequenced.init)), 20: .pairs(cabinetActKeys),
                21: .pairs(cabinetMachines.mapValues(Sequenced.init)),
            ])
        )
    }

    init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "what authority says")
        self.init(organisation: try fields.value(0), pinnedRoot: try fields.value(1))
        size = try fields.value(2)
        root = try fields.optional(3, as: Enclosed.self)?.opened()
        services = try fields.optional(4, as: Enclosed.self)?.opened()
        officers = try fields.optional(5, as: Enclosed.self)?.opened()
        for edit in try fields.list(6, of: Enclosed.self) { rulesEdits.append(try edit.opened()) }
        witnessPolicies = try fields.list(7, countMax: Self.entryCountMax)
        sites = try Self.table(8, of: &fields) { $0.site }
        cabinets = try Self.table(9, of: &fields) { $0.cabinet }
        cabinetSites = try Self.lists(10, of: &fields)
        approvers = try Self.table(11, of: &fields) { $0.person }
        let keys: [Identifier<Person>: [Bytes]] = try Self.lists(12, of: &fields)
        earlierApproverKeys = keys.mapValues { Set($0) }
        removals = try Self.lists(13, of: &fields)
        suspensions = try fields.pairs(14, countMax: Self.entryCountMax)
        signingOfficers = try fields.list(15, countMax: Self.entryCountMax)
        notedHeads = try fields.pairs(16, countMax: Self.entryCountMax)
        sources = try fields.pairs(17, countMax: Self.entryCountMax)
        for enclosed in try fields.list(18, of: Enclosed.self, countMax: Self.entryCountMax) {
            let statement: EpochStatement = try enclosed.opened()
            cabinetEpochs[statement.cabinet, default: [:]][statement.epoch] = statement
        }
        logEpochs = try Self.lists(19, of: &fields)
        cabinetActKeys = try fields.pairs(20, countMax: Self.entryCountMax)
        cabinetMachines = try Self.lists(21, of: &fields)
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

    private static func lists<Key: Canonical & Hashable & Comparable, Element: Canonical>(
        _ number: UInt8,
        of fields: inout Fields
    ) throws(RecordsError) -> [Key: [Element]] {
        let pairs: [Key: Sequenced<Element>] = try fields.pairs(number, countMax: entryCountMax)
        return pairs.mapValues(\.elements)
    }
}

extension PlacedWitnessPolicy: Canonical {
    var canonical: CBOR { .map(CBORMap([0: index.canonical, 1: Enclosed(statement)?.canonical])) }

    init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a witness policy in its place")
        index = try fields.value(0)
        statement = try fields.value(1, as: Enclosed.self).opened()
        try fields.finish()
    }
}

extension PlacedSite: Canonical {
    var canonical: CBOR { .map(CBORMap([0: index.canonical, 1: site.canonical])) }

    init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a site in its place")
        index = try fields.value(0)
        site = try fields.value(1)
        try fields.finish()
    }
}

extension Removal: Canonical {
    var canonical: CBOR { .map(CBORMap([0: index.canonical, 1: generation.canonical])) }

    init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a removal")
        index = try fields.value(0)
        generation = try fields.value(1)
        try fields.finish()
    }
}

extension SigningOfficers: Canonical {
    var canonical: CBOR {
        .map(
            CBORMap([
                0: index.canonical, 1: .list(keys.map { Bytes($0) }), 2: threshold.canonical,
                3: .pairs(notedSizes),
            ])
        )
    }

    init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "who signs as officers")
        index = try fields.value(0)
        keys = try fields.list(1, of: Bytes.self).map(\.bytes)
        threshold = try fields.value(2)
        notedSizes = try fields.pairs(3, countMax: AuthorityState.entryCountMax)
        try fields.finish()
    }
}

/// A list as one value, where it is the value of a table.
private struct Sequenced<Element: Canonical>: Canonical {
    let elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    var canonical: CBOR { .array(elements.map(\.canonical)) }

    init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let list) = canonical else { throw RecordsError(.malformed, "a list is expected") }
        var elements: [Element] = []
        for element in list { elements.append(try Element(canonical: element)) }
        self.elements = elements
    }
}
