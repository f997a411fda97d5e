package import Records

/// What an earlier epoch of `authority` said in leaves that a later one does not have.
///
/// Headquarters has lost them, or another history grew beside them. What they gave is given no more; who was deprived of something stays
/// so where that was known, and what may have been tightened there is in doubt until people give it anew.
package struct LostAuthority: Sendable, Equatable {
    /// How much that is.
    package private(set) var loss: AuthorityLoss
    private let removals: [Identifier<Person>: [Removal]]
    private let suspensions: [String: UInt64]
    private let given: Set<GivenName>

    /// What stands in an earlier epoch, folded whole, behind the leaves that the later one has too.
    package init(of earlier: Standing, behind sharedSize: UInt64) {
        loss = AuthorityLoss(
            sharedSize: sharedSize,
            leafCount: earlier.size - min(sharedSize, earlier.size),
            isUnreadable: false
        )
        (removals, suspensions) = (earlier.known.removals, earlier.known.suspensions)
        given = Set(
            earlier.known.sources.filter { $0.value >= sharedSize && Self.mayTighten($0.key) }.keys
                .map(\.ofKind)
        )
    }

    /// Looks at a leaf that is lost: one that cannot be read, or is critical and not understood, may have taken anything.
    package mutating func look(at record: Record) {
        guard let opened = try? record.opened() else {
            loss.isUnreadable = true
            return
        }
        if case .notUnderstood = AuthorityLeaf(opened) { loss.isUnreadable = true }
    }

    /// Whether a statement may leave somebody out or tighten something: sites, cabinets and epochs only give.
    private static func mayTighten(_ name: GivenName) -> Bool {
        switch name.kind {
        case .root, .services, .officers, .rules, .witnessPolicy, .approver: true
        default: false
        }
    }

    /// Takes away in a later epoch what was taken away here and not there: in its place, and not behind the leaf that opened that epoch.
    func take(in state: inout AuthorityState) {
        let last = state.size - 1
        for (person, lost) in removals {
            for removal in lost where removal.generation > state.removedGeneration(of: person) ?? 0 {
                let placed = Removal(index: min(removal.index, last), generation: removal.generation)
                state.removals[person, default: []].append(placed)
            }
        }
        for (cabinet, index) in suspensions {
            state.suspensions[cabinet] = max(min(index, last), state.suspensions[cabinet] ?? 0)
        }
    }

    /// What people have to give anew behind the leaf that opened the later epoch.
    ///
    /// An approver who was made in a lost leaf is none there, and nothing is in doubt.
    func awaited(in state: AuthorityState, since index: UInt64) -> AwaitedGiving {
        AwaitedGiving(
            since: index,
            names: given.filter { $0.kind != .approver || state.sources[$0] != nil }
        )
    }
}

/// How much of an earlier epoch of `authority` a later one does not have.
package struct AuthorityLoss: Sendable, Equatable {
    /// How many first leaves both have.
    package let sharedSize: UInt64
    /// How many leaves of the earlier one stand behind them.
    package let leafCount: UInt64
    /// Whether one of them may have taken something, and nobody can say what.
    package internal(set) var isUnreadable: Bool
}

extension AuthorityLoss: Canonical {
    package var canonical: CBOR {
        .map(CBORMap([0: sharedSize.canonical, 1: leafCount.canonical, 2: .flag(isUnreadable)]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "what is lost of authority")
        sharedSize = try fields.value(0)
        leafCount = try fields.value(1)
        isUnreadable = try fields.flag(2)
        try fields.finish()
    }
}

/// Statements that were given in leaves which are lost, and that people have not given anew yet: until then nobody can say what is in force.
package struct AwaitedGiving: Sendable, Equatable {
    /// The leaf behind which they count as given anew.
    private let since: UInt64
    private let names: Set<GivenName>

    init(since: UInt64, names: Set<GivenName>) { (self.since, self.names) = (since, names) }

    /// Nothing.
    package init() { self.init(since: 0, names: []) }

    /// What is missing still, in the order of kinds.
    package func missing(in standing: Standing) -> [GivenName] {
        guard !names.isEmpty else { return [] }
        let given = Set(standing.sources.filter { $0.value >= since }.keys.map(\.ofKind))
        return names.subtracting(given).sorted()
    }

    /// The same, of which what waited in an epoch before goes on to wait behind a later one.
    func joined(with earlier: AwaitedGiving) -> AwaitedGiving {
        AwaitedGiving(since: since, names: names.union(earlier.names))
    }
}

extension AwaitedGiving: Canonical {
    package var canonical: CBOR { .map(CBORMap([0: since.canonical, 1: .list(names.sorted())])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "statements to be given anew")
        since = try fields.value(0)
        names = Set(try fields.list(1, countMax: AuthorityState.entryCountMax))
        try fields.finish()
    }
}

extension GivenName {
    /// Of statements of which one is in force, whatever its version says: root, officers and rules are named by it.
    fileprivate var ofKind: GivenName {
        switch kind {
        case .root, .officers, .rules: GivenName(kind)
        default: self
        }
    }
}

extension Standing {
    /// Takes over what an earlier epoch took away, behind the leaf that opened this one.
    ///
    /// - Returns: what people have to give anew.
    mutating func carry(_ lost: LostAuthority) -> AwaitedGiving {
        lost.take(in: &known)
        changeGiven { lost.take(in: &$0) }
        return lost.awaited(in: known, since: known.size - 1)
    }
}
