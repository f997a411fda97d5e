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

/// The detail of `epochOpened`: the first leaf of each log.
package struct EpochOpening: Canonical, Hashable {
    /// The origin of the epoch before; nil in epoch 1.
    package let previousOrigin: String?
    /// The last cosigned head of the epoch before.
    package let lastCosigned: CitedHead?
    /// The last head of the epoch before, cosigned or not.
    package let lastOwn: CitedHead?
    /// Why: 0 enrolment, 1 key rotation, 2 restore, 3 disk lost, 4 fork, 5 bit error.
    package let reason: UInt64
    /// The commitment to the next epoch's key.
    package let nextKey: Bytes
    /// The hash of the tree: 0 is SHA-256.
    package let treeHash: UInt64

    /// The opening of an epoch.
    package init(
        previousOrigin: String? = nil,
        lastCosigned: CitedHead? = nil,
        lastOwn: CitedHead? = nil,
        reason: UInt64,
        nextKey: Bytes,
        treeHash: UInt64 = 0
    ) {
        self.previousOrigin = previousOrigin
        self.lastCosigned = lastCosigned
        self.lastOwn = lastOwn
        self.reason = reason
        self.nextKey = nextKey
        self.treeHash = treeHash
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: previousOrigin?.canonical, 1: lastCosigned?.canonical, 2: lastOwn?.canonical,
                3: reason.canonical, 4: nextKey.canonical, 5: treeHash.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an epoch's opening")
        previousOrigin = try fields.optional(0)
        lastCosigned = try fields.optional(1)
        lastOwn = try fields.optional(2)
        reason = try fields.value(3)
        nextKey = try fields.value(4)
        treeHash = try fields.value(5)
        try fields.finish()
        guard nextKey.bytes.count == 32 else {
            throw RecordsError(.malformed, "the commitment to the next key has 32 bytes")
        }
    }
}
