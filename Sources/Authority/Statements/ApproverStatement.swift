package import Records

/// A person may approve, with a key of their own.
///
/// Signed by two officers.
package struct ApproverStatement: Statement {
    package static let kind = RecordKind.approver
    package static let signers = Signers.officers
    package static let title = "approver"
    /// More groups than one person sits in.
    package static let groupCountMax = 16

    package let head: StatementHead
    /// Who may approve.
    package let person: Identifier<Person>
    /// Removal raises a person's generation for good; a statement holds only in the generation it names.
    package let generation: UInt64
    /// Ed25519 public key of `signet approve`.
    package let key: Bytes
    /// The groups whose steps of approval the person may sign.
    package let groups: [String]

    /// An approver in one generation.
    package init(
        head: StatementHead,
        person: Identifier<Person>,
        generation: UInt64,
        key: Bytes,
        groups: [String]
    ) {
        self.head = head
        self.person = person
        self.generation = generation
        self.key = key
        self.groups = groups
    }

    package var fields: CBORMap {
        CBORMap([4: person.canonical, 5: generation.canonical, 6: key.canonical, 7: .list(groups)])
    }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        person = try fields.value(4)
        generation = try fields.value(5)
        key = try fields.value(6)
        groups = try fields.list(7, countMax: Self.groupCountMax)
        try Self.check(keys: [key])
    }
}
