import Authority
package import Records

/// The detail of `erasureAsked`; the subject names the person, the actor who asks.
package struct ErasureAsked: Canonical, Hashable {
    /// The most bytes of a reason.
    package static let reasonByteCountMax = 500

    /// The site whose `policy` has the person.
    package let site: String
    /// Why, in words.
    package let reason: String

    /// A wish to erase what is known about a person.
    package init(site: String, reason: String) {
        self.site = site
        self.reason = reason
    }

    package var canonical: CBOR { .map(CBORMap([0: site.canonical, 1: reason.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a wish to erase")
        site = try fields.value(0)
        reason = try fields.value(1)
        try fields.finish()
    }
}

/// The detail of `erasureDone`: headquarters' own acknowledgement; the subject names the person.
package struct ErasureDone: Canonical, Hashable {
    /// The site whose `policy` says so.
    package let site: String
    /// The leaf there.
    package let index: UInt64
    /// How many bodies were erased here, in `policy` and in `acts`.
    package let bodyCount: UInt64

    /// An erasure that was carried out here.
    package init(site: String, index: UInt64, bodyCount: UInt64) {
        self.site = site
        self.index = index
        self.bodyCount = bodyCount
    }

    package var canonical: CBOR {
        .map(CBORMap([0: site.canonical, 1: index.canonical, 2: bodyCount.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an erasure that was carried out")
        site = try fields.value(0)
        index = try fields.value(1)
        bodyCount = try fields.value(2)
        try fields.finish()
    }
}

/// A person as one site's `policy` knows him.
package struct SiteSubject: Hashable, Sendable, Comparable {
    /// The site.
    package let site: String
    /// The person.
    package let person: Identifier<Person>

    /// A person of a site.
    package init(site: String, person: Identifier<Person>) {
        self.site = site
        self.person = person
    }

    package static func < (left: SiteSubject, right: SiteSubject) -> Bool {
        (left.site, left.person) < (right.site, right.person)
    }

    /// The person whom a statement is about; nil for one about things.
    static func person(in statement: [UInt8], _ kind: RecordKind) -> Identifier<Person>? {
        switch kind {
        case .person: (try? PersonStatement(decoding: statement))?.person
        case .credential: (try? CredentialStatement(decoding: statement))?.person
        default: nil
        }
    }
}

/// An erasure that waits for the second person.
package struct ErasureRequest: Sendable, Equatable {
    /// What is asked.
    package let asked: ErasureAsked
    /// Who asks.
    package let actor: Actor
    /// When, in milliseconds since 1970.
    package let askedAt: Int64
}
