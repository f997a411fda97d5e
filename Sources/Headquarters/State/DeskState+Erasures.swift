import Cryptography
package import Records

extension SiteSubject: Canonical {
    package var canonical: CBOR { .array([site.canonical, person.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a person of a site is a site and a person")
        }
        self.init(
            site: try String(canonical: parts[0]),
            person: try Identifier(canonical: parts[1])
        )
    }
}

extension ErasureRequest: Canonical {
    package var canonical: CBOR {
        .map(CBORMap([0: asked.canonical, 1: actor.canonical, 2: askedAt.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an erasure that waits")
        asked = try fields.value(0)
        actor = try fields.value(1)
        askedAt = try fields.value(2)
        try fields.finish()
    }
}
