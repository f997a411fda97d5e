package import Records

/// The detail of `slipAsked` and `slipReleased`: a cabinet that somebody wants enrolled.
package struct SlipAsked: Canonical, Hashable {
    /// Names the request.
    package let id: Bytes
    /// The cabinet's name in origins.
    package let cabinet: String
    /// The version of the cabinet's statement: 1, or one more at a replacement.
    package let version: UInt64
    /// The site.
    package let site: String
    /// What people read.
    package let name: String

    /// A request for a slip.
    package init(id: [UInt8], cabinet: String, version: UInt64, site: String, name: String) {
        self.id = Bytes(id)
        self.cabinet = cabinet
        self.version = version
        self.site = site
        self.name = name
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: id.canonical, 1: cabinet.canonical, 2: version.canonical, 3: site.canonical,
                4: name.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a request for a slip")
        id = try fields.value(0)
        cabinet = try fields.value(1)
        version = try fields.value(2)
        site = try fields.value(3)
        name = try fields.value(4)
        try fields.finish()
    }
}

/// A slip that was asked for and not released yet: one administrator asks, another releases.
package struct SlipRequest: Sendable, Equatable {
    /// What was asked for.
    package let asked: SlipAsked
    /// Who asked.
    package let actor: Actor
    /// When, in milliseconds since 1970.
    package let askedAt: Int64
}
