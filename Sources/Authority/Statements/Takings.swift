import Cryptography
package import Records

// What headquarters may take away with its log key alone. Undoing any of these is giving, and needs officers.

extension RecordKind {
    /// Revokes a grant: the subject names it.
    package static let grantRevoked = RecordKind(rawValue: 2_000)
    /// Removes a person in a generation (``PersonInGeneration``) for good.
    package static let personRemoved = RecordKind(rawValue: 2_001)
    /// Suspends a seal: the subject names it.
    package static let sealSuspended = RecordKind(rawValue: 2_002)
    /// Revokes a credential: the subject names it.
    package static let credentialRevoked = RecordKind(rawValue: 2_003)
    /// Asks a site's cabinets for a count (``CountRequest``).
    package static let countRequested = RecordKind(rawValue: 2_004)
    /// Stops takes of a cabinet: the subject names it.
    package static let cabinetSuspended = RecordKind(rawValue: 2_005)
    /// Lowers the longest time without contact, in seconds (an integer).
    package static let offlineLimitLowered = RecordKind(rawValue: 2_006)
    /// Asks a cabinet to end an epoch of its acts and take its next key into use: the subject names it, the detail is the
    /// epoch (an integer).
    package static let rotationRequested = RecordKind(rawValue: 2_007)
    /// The keys of a tag for a cabinet, sealed to it by the tag-key service (``TagKeyDelivery``).
    package static let tagKeysDelivered = RecordKind(rawValue: 2_010)
    /// Erases what is known about a person (``SubjectErased``): every holder deletes his keys, and acknowledges it.
    package static let subjectErased = RecordKind(rawValue: 2_011)
    /// Gives the key of what is sealed for a person (``SubjectKeyGiven``), in the class `subjectKey`.
    package static let subjectKeyGiven = RecordKind(rawValue: 2_021)
    /// Lays a file or a picture beside what the subject names (`BlobNamed` of Records).
    ///
    /// Gives nothing and takes nothing away: what is shown is what people signed the digest of.
    package static let fileNamed = RecordKind(rawValue: 2_020)
    /// The heads of headquarters' `acts` and `receipts` logs, noted in `authority`.
    package static let headsNoted = RecordKind(rawValue: 2_100)
    /// Stands in a later epoch of `authority` where headquarters has lost a leaf: it says nothing, and keeps the places behind it.
    package static let leafLost = RecordKind(rawValue: 2_101)
}

/// Asks for a count.
package struct CountRequest: Canonical, Hashable {
    /// Names the run.
    package let run: Identifier<CountRun>
    /// 16 random bytes that an answer must carry.
    package let nonce: Bytes
    /// When the run closes, in milliseconds since 1970.
    package let deadline: Int64

    /// A request of one run.
    package init(run: Identifier<CountRun>, nonce: Bytes, deadline: Int64) {
        self.run = run
        self.nonce = nonce
        self.deadline = deadline
    }

    package var canonical: CBOR {
        .map(CBORMap([0: run.canonical, 1: nonce.canonical, 2: deadline.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a count request")
        run = try fields.value(0)
        nonce = try fields.value(1)
        deadline = try fields.value(2)
        try fields.finish()
        guard nonce.bytes.count == 16 else { throw RecordsError(.malformed, "a count's nonce has 16 bytes") }
    }
}

/// Keys of one tag for one cabinet, from the tag-key service.
///
/// Adds no right: it lets the cabinet check what officers registered.
package struct TagKeyDelivery: Canonical, Hashable {
    /// The only cabinet that can open the keys.
    package let cabinet: String
    /// The tag's 7-byte UID.
    package let uid: Bytes
    /// The version of the keys.
    package let keyVersion: UInt64
    /// The job that permits key 0 to be among them; nil for the presence key alone.
    package let job: Bytes?
    /// HPKE to the cabinet's sealing key, information "signet/tag-job/v1" ‖ 00, authenticating the delivery's other fields.
    package let sealed: Bytes
    /// Ed25519 by the tag-key service over "signet/tag-job/v1" ‖ 00 ‖ the delivery without this field.
    package let signature: Bytes

    /// A delivery as made by the tag-key service.
    package init(
        cabinet: String,
        uid: Bytes,
        keyVersion: UInt64,
        job: Bytes?,
        sealed: Bytes,
        signature: Bytes
    ) {
        self.cabinet = cabinet
        self.uid = uid
        self.keyVersion = keyVersion
        self.job = job
        self.sealed = sealed
        self.signature = signature
    }

    /// What the seal authenticates: the fields other than the sealed keys and the signature.
    package var context: [UInt8] {
        CBOR.map(
            CBORMap([0: cabinet.canonical, 1: uid.canonical, 2: keyVersion.canonical, 3: job?.canonical])
        ).encoded
    }

    /// What the service signs, after the domain's prefix.
    package var signedBytes: [UInt8] {
        var map = self.map
        map[5] = nil
        return CBOR.map(map).encoded
    }

    private var map: CBORMap {
        CBORMap([
            0: cabinet.canonical, 1: uid.canonical, 2: keyVersion.canonical, 3: job?.canonical,
            4: sealed.canonical,
            5: signature.canonical,
        ])
    }

    package var canonical: CBOR { .map(map) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a delivery of tag keys")
        cabinet = try fields.value(0)
        uid = try fields.value(1)
        keyVersion = try fields.value(2)
        job = try fields.optional(3)
        sealed = try fields.value(4)
        signature = try fields.value(5)
        try fields.finish()
        try CabinetStatement.check(label: cabinet)
        guard uid.bytes.count == 7, keyVersion <= 255, (job?.bytes.count ?? 16) == 16,
            signature.bytes.count == Ed25519PublicKey.signatureByteCount
        else {
            throw RecordsError(
                .malformed,
                "a delivery has a UID of 7 bytes, a key version 0–255, a job of 16 bytes and a signature of 64"
            )
        }
    }
}
