package import Authority
package import Cryptography
package import Records

/// How a person was identified.
package struct Method: RawRepresentable, Canonical, Hashable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// A card that answered a challenge.
    package static let card = Method(rawValue: 0)
    /// A PIN.
    package static let pin = Method(rawValue: 1)
    /// A fingerprint matched on the sensor.
    package static let fingerprint = Method(rawValue: 2)
    /// A face; never alone.
    package static let face = Method(rawValue: 3)

    package var canonical: CBOR { .integer(rawValue) }

    package init(canonical: CBOR) throws(RecordsError) { rawValue = try Int64(canonical: canonical) }
}

/// A person who stands at the cabinet, and how that is known.
package struct IdentifiedPerson: Canonical, Hashable {
    /// The person.
    package let person: Identifier<Person>
    /// The methods that agreed, each once, in rising order.
    package let methods: [Method]

    /// A person known by some methods.
    package init(person: Identifier<Person>, methods: Set<Method>) {
        self.person = person
        self.methods = methods.sorted { $0.rawValue < $1.rawValue }
    }

    package var canonical: CBOR { .map(CBORMap([0: person.canonical, 1: .list(methods)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an identified person")
        person = try fields.value(0)
        methods = try fields.list(1, countMax: 8)
        try fields.finish()
    }
}

/// The intent of one opening: the detail of `takeBegun`, `returnBegun` and `setAsideBegun`.
package struct VisitBegun: Canonical, Hashable {
    /// Who stands there: one or two people.
    package let persons: [IdentifiedPerson]
    /// The exact text of the grant, SHA-256 of its bytes; nil where none is needed.
    package let grantDigest: Digest?
    /// The interval in which the present lay, in milliseconds since 1970; nil when unknown.
    package let low: Int64?
    /// The upper end of that interval.
    package let high: Int64?
    /// When the seal should be back, in milliseconds since 1970; takes only.
    package let expectedReturn: Int64?

    /// An intent.
    package init(
        persons: [IdentifiedPerson],
        grantDigest: Digest? = nil,
        interval: TimeBounds? = nil,
        expectedReturn: Int64? = nil
    ) {
        self.persons = persons
        self.grantDigest = grantDigest
        low = interval?.low
        high = interval?.high
        self.expectedReturn = expectedReturn
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: .list(persons), 1: grantDigest?.canonical, 2: low?.canonical, 3: high?.canonical,
                4: expectedReturn?.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a visit's intent")
        persons = try fields.list(0, countMax: 8)
        grantDigest = try fields.optional(1)
        low = try fields.optional(2)
        high = try fields.optional(3)
        expectedReturn = try fields.optional(4)
        try fields.finish()
    }
}
