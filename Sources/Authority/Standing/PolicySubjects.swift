import Cryptography
package import Records

/// What a leaf of `policy` says was erased of one person.
package struct SubjectErasure: Canonical, Hashable {
    /// The index of that leaf.
    package let index: UInt64
    /// The leaves whose bodies held his keys.
    package let keyLeaves: [UInt64]

    init(index: UInt64, keyLeaves: [UInt64]) {
        self.index = index
        self.keyLeaves = keyLeaves
    }

    package var canonical: CBOR { .map(CBORMap([0: index.canonical, 1: .list(keyLeaves)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an erasure in a policy")
        index = try fields.value(0)
        keyLeaves = try fields.list(1, countMax: SubjectErased.keyLeafCountMax)
        try fields.finish()
    }
}

/// What a site's `policy` has sealed for persons, and what was erased of them.
package struct PolicySubjects: Sendable, Equatable {
    /// What may be sealed: what is about one person.
    ///
    /// All else must be readable for whoever obeys it.
    static let personalKinds: Set<RecordKind> = [.person, .credential, .fileNamed]

    /// The keys that are not erased, by person.
    package internal(set) var keys: [Identifier<Person>: Bytes] = [:]
    /// The leaves that hold keys, with their persons.
    package internal(set) var keyLeaves: [UInt64: Identifier<Person>] = [:]
    /// The leaves of the class of keys that cannot be read: erased, or withheld.
    var unreadableLeaves: Set<UInt64> = []
    /// What was erased, by person.
    package internal(set) var erasures: [Identifier<Person>: SubjectErasure] = [:]
    /// Persons of whom something is sealed under a key that is not here, and whom no leaf erases: takes wait.
    package internal(set) var unreadable: Set<Identifier<Person>> = []
    /// The files that are sealed for persons, by their leaves.
    var files: [UInt64: PersonalFile] = [:]

    /// The key of what is sealed for a person; nil where it is not here or was erased.
    package func key(of person: Identifier<Person>) -> SubjectKey? {
        keys[person].flatMap { SubjectKey(subject: person, bytes: $0) }
    }

    /// Forgets a person's key and takes the leaves out that held it.
    ///
    /// Only keys, and nobody else's: whatever the leaf names beside them stays.
    mutating func erase(_ person: Identifier<Person>, leaves: [UInt64], index: UInt64) {
        let own = Set(leaves).filter { keyLeaves[$0] == person || unreadableLeaves.contains($0) }.sorted()
        erasures[person] = SubjectErasure(index: index, keyLeaves: own)
        for leaf in own {
            keyLeaves[leaf] = nil
            unreadableLeaves.remove(leaf)
        }
        keys[person] = nil
        files = files.filter { $0.value.owner != person }
        unreadable.remove(person)
    }
}

extension PolicySubjects: Canonical {
    package var canonical: CBOR {
        .map(
            CBORMap([
                0: .pairs(keys), 1: .pairs(keyLeaves), 2: .list(unreadableLeaves.sorted()),
                3: .pairs(erasures), 4: .list(unreadable.sorted()),
                5: .pairs(files),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        let countMax = AuthorityState.entryCountMax
        var fields = try Fields(canonical, of: "what is sealed for persons")
        keys = try fields.pairs(0, countMax: countMax)
        keyLeaves = try fields.pairs(1, countMax: countMax)
        unreadableLeaves = Set(try fields.list(2, countMax: countMax))
        erasures = try fields.pairs(3, countMax: countMax)
        unreadable = Set(try fields.list(4, countMax: countMax))
        files = try fields.pairs(5, countMax: countMax)
        try fields.finish()
    }
}

/// A file that is sealed for a person.
struct PersonalFile: Canonical {
    let owner: Identifier<Person>
    let named: BlobNamed

    init(owner: Identifier<Person>, named: BlobNamed) {
        self.owner = owner
        self.named = named
    }

    var canonical: CBOR { .map(CBORMap([0: owner.canonical, 1: named.canonical])) }

    init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a person's file")
        owner = try fields.value(0)
        named = try fields.value(1)
        try fields.finish()
    }
}
