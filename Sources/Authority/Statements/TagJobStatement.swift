package import Records

/// What a tag is for.
package enum TagPurpose: Int64, Canonical {
    /// In the body of a seal.
    case seal = 0
    /// A person's card.
    case card = 1

    package var canonical: CBOR { .integer(rawValue) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard let value = TagPurpose(rawValue: try Int64(canonical: canonical)) else {
            throw RecordsError(.malformed, "this purpose of a tag is unknown")
        }
        self = value
    }
}

/// One job of a tag's keys: personalise this tag at this cabinet.
///
/// It touches key 0, so two officers sign.
package struct TagJobStatement: Statement {
    package static let kind = RecordKind.tagJob
    package static let signers = Signers.officers
    package static let title = "tag job"

    package let head: StatementHead
    /// Names the job; used once.
    package let job: Bytes
    /// The cabinet whose reader will do it.
    package let cabinet: String
    /// The tag's 7-byte UID.
    package let uid: Bytes
    /// What the tag will be for.
    package let purpose: TagPurpose
    /// The version that the new keys will have, 1–255.
    package let keyVersion: UInt64

    /// A job for one tag.
    package init(
        head: StatementHead,
        job: Bytes,
        cabinet: String,
        uid: Bytes,
        purpose: TagPurpose,
        keyVersion: UInt64
    ) {
        self.head = head
        self.job = job
        self.cabinet = cabinet
        self.uid = uid
        self.purpose = purpose
        self.keyVersion = keyVersion
    }

    package var fields: CBORMap {
        CBORMap([
            4: job.canonical, 5: cabinet.canonical, 6: uid.canonical, 7: purpose.canonical,
            8: keyVersion.canonical,
        ])
    }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        job = try fields.value(4)
        cabinet = try fields.value(5)
        uid = try fields.value(6)
        purpose = try fields.value(7)
        keyVersion = try fields.value(8)
        try Self.check(label: cabinet)
        guard job.bytes.count == 16, uid.bytes.count == 7, (1...255).contains(keyVersion) else {
            throw RecordsError(
                .malformed,
                "a tag job has an id of 16 bytes, a UID of 7 and a key version 1–255"
            )
        }
    }
}
