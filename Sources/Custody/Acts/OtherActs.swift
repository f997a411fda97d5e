package import Authority
package import Records

/// The detail of `identified` and `identificationFailed`.
package struct IdentificationMade: Canonical, Hashable {
    /// The methods that were tried.
    package let methods: [Method]
    /// The UID of the card, where one was laid on.
    package let card: Bytes?

    /// An attempt.
    package init(methods: [Method], card: Bytes?) {
        self.methods = methods
        self.card = card
    }

    package var canonical: CBOR { .map(CBORMap([0: .list(methods), 1: card?.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an identification")
        methods = try fields.list(0, countMax: 8)
        card = try fields.optional(1)
        try fields.finish()
        if let card { try TagReading.check(uid: card) }
    }
}

/// The detail of `takeRefused`; the subject names seal and grant.
package struct TakeRefused: Canonical, Hashable {
    /// All reasons, the first being the one shown first.
    package let reasons: [TakeRefusal]

    /// A refusal.
    package init(reasons: [TakeRefusal]) { self.reasons = reasons }

    package var canonical: CBOR { .map(CBORMap([0: .list(reasons)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a refusal")
        reasons = try fields.list(0, countMax: 64)
        try fields.finish()
    }
}

/// The detail of `tagSeen` and `tagPersonalised`.
package struct TagSeen: Canonical, Hashable {
    /// The 7-byte UID.
    package let uid: Bytes
    /// The answer to GetVersion, 28 bytes; empty when the tag has none.
    package let version: Bytes
    /// The version of the keys now on the tag; nil when only read.
    package let keyVersion: UInt64?
    /// The job that was done; nil when only read.
    package let job: Bytes?

    /// A tag that was read or personalised.
    package init(uid: Bytes, version: Bytes, keyVersion: UInt64? = nil, job: Bytes? = nil) {
        self.uid = uid
        self.version = version
        self.keyVersion = keyVersion
        self.job = job
    }

    package var canonical: CBOR {
        .map(CBORMap([0: uid.canonical, 1: version.canonical, 2: keyVersion?.canonical, 3: job?.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a tag that was seen")
        uid = try fields.value(0)
        version = try fields.value(1)
        keyVersion = try fields.optional(2)
        job = try fields.optional(3)
        try fields.finish()
        try TagReading.check(uid: uid)
        guard (keyVersion ?? 0) <= 255, (job?.bytes.count ?? 16) == 16 else {
            throw RecordsError(.malformed, "a key version is 0–255, and a job has 16 bytes")
        }
    }
}

/// The detail of `credentialRequested`: what a person chose at a cabinet.
///
/// The subject names the person.
package struct CredentialRequested: Canonical, Hashable {
    /// What it would be.
    package let kind: CredentialKind
    /// The card, where it is one.
    package let card: TagReference?
    /// The PIN's verifier, sealed to each cabinet of the site.
    package let verifiers: [SealedForCabinet]

    /// A request.
    package init(kind: CredentialKind, card: TagReference? = nil, verifiers: [SealedForCabinet] = []) {
        self.kind = kind
        self.card = card
        self.verifiers = verifiers
    }

    package var canonical: CBOR {
        .map(CBORMap([0: kind.canonical, 1: card?.canonical, 2: .list(verifiers)]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a request for a credential")
        kind = try fields.value(0)
        card = try fields.optional(1)
        verifiers = try fields.list(2, countMax: 64)
        try fields.finish()
    }
}
