package import Records

/// What leaves of a site's `policy` took away that stand in an earlier epoch and not in the present one.
///
/// Headquarters has lost them, or another history grew beside them, and people give anew what they gave there. Who was deprived of
/// something stays so where that was known: a loss must not give back what was taken.
package struct CarriedTakings: Sendable, Equatable {
    /// How many leaves the present epoch shares with the one in which they stood.
    package private(set) var sharedSize: UInt64 = 0
    /// What they took.
    var takings = PolicyTakings()
    /// Keys of tags that they delivered: a tag has them, whoever forgot it.
    var deliveries: [TagKeyDelivery] = []
    /// The persons whose keys they erased; nobody but headquarters can say that again.
    package private(set) var erased: Set<Identifier<Person>> = []
    /// How many leaves there were.
    package private(set) var leafCount: UInt64 = 0
    /// Whether one of them may have taken something, and nobody can say what.
    package private(set) var isUnreadable = false
    /// The largest position of `authority` that a leaf cites.
    private var cited: UInt64 = 0

    /// Nothing.
    package init() {}

    /// Whether there is nothing.
    package var isEmpty: Bool { leafCount == 0 }

    /// Begins with an earlier epoch that shares its first leaves with the present one.
    package mutating func begin(sharing size: UInt64) {
        sharedSize = max(sharedSize, size)
        cited = 0
    }

    /// Reads a leaf that both epochs have: what is taken behind it was taken by somebody who knew as much.
    package mutating func pass(_ record: Record) {
        cited = max(cited, (try? record.opened())?.leaf.header.obeyedHeads?.authoritySize ?? 0)
    }

    /// Takes over what a leaf took away that the present epoch does not have; what it gave, it gave in vain.
    package mutating func carry(_ record: Record) {
        leafCount += 1
        guard let opened = try? record.opened(),
            // An erased key is no more than that: it could be nothing else.
            opened.leaf.header.recordClass != .subjectKey
        else {
            if (try? record.opened()) == nil { isUnreadable = true }
            return
        }
        cited = max(cited, opened.leaf.header.obeyedHeads?.authoritySize ?? 0)
        do { try take(opened) } catch { isUnreadable = true }
    }

    private mutating func take(_ record: OpenedRecord) throws(RecordsError) {
        // What gave, gave in vain.
        guard record.leaf.header.recordClass == .taking else { return }
        guard let kind = try record.kind() else {
            isUnreadable = true
            return
        }
        switch kind.kind {
        case .subjectErased:
            if let person = try record.subject()?.person { erased.insert(person) }
        case .tagKeysDelivered:
            if let delivery: TagKeyDelivery = try record.detail() { deliveries.append(delivery) }
        default:
            if try takings.take(kind, from: record, cited: cited) == nil, kind.isCritical {
                isUnreadable = true
            }
        }
    }

    /// The deliveries, once.
    mutating func takeDeliveries() -> [TagKeyDelivery] {
        defer { deliveries = [] }
        return deliveries
    }

    /// What is taken away still, in words for people who file it anew; empty where nothing was.
    package var summary: String {
        let parts: [(String, [String])] = [
            ("grants revoked", takings.revokedGrants.sorted().map { "\($0)" }),
            ("credentials revoked", takings.revokedCredentials.sorted().map { "\($0)" }),
            ("seals suspended", takings.suspendedSeals.keys.sorted().map { "\($0)" }),
            ("offline limit in seconds", takings.offlineSecondsMax.map { ["\($0)"] } ?? []),
            ("persons erased, to be erased again at headquarters", erased.sorted().map { "\($0)" }),
        ]
        return parts.filter { !$0.1.isEmpty }.map { name, ids in
            let more = ids.count - Self.namedCountMax
            return "\(name): " + ids.prefix(Self.namedCountMax).joined(separator: ", ")
                + (more > 0 ? " and \(more) more" : "")
        }
        .joined(separator: "; ")
    }

    /// More of one kind than this are counted and not named.
    private static let namedCountMax = 32
}

extension CarriedTakings: Canonical {
    package var canonical: CBOR {
        .map(
            CBORMap([
                0: sharedSize.canonical, 1: .list(takings.revokedGrants.sorted()),
                2: .list(takings.revokedCredentials.sorted()), 3: .pairs(takings.suspendedSeals),
                4: takings.offlineSecondsMax?.canonical, 5: .list(takings.countRequests),
                6: .pairs(takings.requestedRotations), 7: .list(deliveries), 8: .list(erased.sorted()),
                9: leafCount.canonical, 10: .flag(isUnreadable), 11: cited.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        let countMax = AuthorityState.entryCountMax
        var fields = try Fields(canonical, of: "what earlier epochs of a policy took away")
        sharedSize = try fields.value(0)
        takings.revokedGrants = Set(try fields.list(1, countMax: countMax))
        takings.revokedCredentials = Set(try fields.list(2, countMax: countMax))
        takings.suspendedSeals = try fields.pairs(3, countMax: countMax)
        takings.offlineSecondsMax = try fields.optional(4)
        takings.countRequests = try fields.list(5, countMax: countMax)
        takings.requestedRotations = try fields.pairs(6, countMax: countMax)
        deliveries = try fields.list(7, countMax: countMax)
        erased = Set(try fields.list(8, countMax: countMax))
        leafCount = try fields.value(9)
        isUnreadable = try fields.flag(10)
        cited = try fields.value(11)
        try fields.finish()
    }
}

extension SitePolicy {
    /// Puts the keys of tags that an earlier epoch delivered behind those of the leaves that both have: of two under one version
    /// the first stands, as it stood before.
    mutating func deliverCarried() {
        guard size >= carried.sharedSize else { return }
        // Under which machine is not known any more: to a later one the same keys are given again.
        for delivery in carried.takeDeliveries() { keep(delivery, cited: 0) }
    }
}
