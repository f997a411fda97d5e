package import Records

/// What a person may do at the cabinets of a site.
package enum SiteRight: Int64, Canonical, CaseIterable {
    /// Keeps the seals: sets things aside, places seals, stamps for others.
    case custodian = 0
    /// May be the second person of an act.
    case companion = 1
    /// May install and commission.
    case installer = 2

    package var canonical: CBOR { .integer(rawValue) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard let value = SiteRight(rawValue: try Int64(canonical: canonical)) else {
            throw RecordsError(.malformed, "this right is unknown")
        }
        self = value
    }
}

/// A person of a site, in one generation.
///
/// Signed by two officers.
package struct PersonStatement: Statement {
    package static let kind = RecordKind.person
    package static let signers = Signers.officers
    package static let title = "person"

    package let head: StatementHead
    /// The id that records use.
    package let person: Identifier<Person>
    /// Removal raises a person's generation for good; rights and grants hold only in the generation they name.
    package let generation: UInt64
    /// Counts versions within the generation; only a larger one replaces this.
    package let version: UInt64
    /// What the cabinet's screen shows.
    package let name: String
    /// What the person may do at the site's cabinets besides taking under a grant.
    package let rights: [SiteRight]

    /// A person of a site.
    package init(
        head: StatementHead,
        person: Identifier<Person>,
        generation: UInt64,
        version: UInt64,
        name: String,
        rights: [SiteRight]
    ) {
        self.head = head
        self.person = person
        self.generation = generation
        self.version = version
        self.name = name
        self.rights = rights
    }

    package var fields: CBORMap {
        CBORMap([
            4: person.canonical, 5: generation.canonical, 6: version.canonical, 7: name.canonical,
            8: .list(rights),
        ])
    }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        person = try fields.value(4)
        generation = try fields.value(5)
        version = try fields.value(6)
        name = try fields.value(7)
        rights = try fields.list(8, countMax: SiteRight.allCases.count)
    }
}
