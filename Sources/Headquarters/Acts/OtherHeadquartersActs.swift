package import Records

/// The detail of `evidenceExported`.
package struct EvidenceExported: Canonical, Hashable {
    /// What was asked for, in words.
    package let scope: String
    /// SHA-256 of the file that left, in hexadecimal.
    package let digest: String

    /// An export.
    package init(scope: String, digest: String) {
        self.scope = scope
        self.digest = digest
    }

    package var canonical: CBOR { .map(CBORMap([0: scope.canonical, 1: digest.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an export")
        scope = try fields.value(0)
        digest = try fields.value(1)
        try fields.finish()
    }
}

/// The detail of `takingMade`: what was taken away, where, by whom.
package struct TakingMade: Canonical, Hashable {
    /// The log.
    package let origin: String
    /// The leaf's index there.
    package let index: UInt64
    /// Why, in words.
    package let reason: String

    /// Something taken away.
    package init(origin: String, index: UInt64, reason: String) {
        self.origin = origin
        self.index = index
        self.reason = reason
    }

    package var canonical: CBOR {
        .map(CBORMap([0: origin.canonical, 1: index.canonical, 2: reason.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a taking")
        origin = try fields.value(0)
        index = try fields.value(1)
        reason = try fields.value(2)
        try fields.finish()
    }
}
