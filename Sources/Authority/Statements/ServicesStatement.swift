package import Records

/// The keys of headquarters' services that cabinets must know.
///
/// None of them can give.
package struct ServicesStatement: Statement {
    package static let kind = RecordKind.services
    package static let signers = Signers.owners
    package static let title = "services of headquarters"

    package let head: StatementHead
    /// Counts versions; only a larger one replaces this.
    package let version: UInt64
    /// Signs slips, freshness notes and tag jobs that add nothing (Ed25519).
    package let notesKey: Bytes
    /// Cosigns what is consistent (Ed25519, C2SP cosignature/v1).
    package let witnessKey: Bytes
    /// Cosigns what is here completely and synced.
    package let mirrorKey: Bytes
    /// Cosigns what is in a backup that was read back.
    package let safeKey: Bytes
    /// The CURVE public key of the replication endpoint.
    package let transportKey: Bytes
    /// The CURVE public key of the enrolment endpoint.
    package let enrolmentKey: Bytes
    /// Signs answers of the tag-key service (Ed25519).
    package let tagServiceKey: Bytes

    /// The services' public keys, 32 bytes each.
    package init(
        head: StatementHead,
        version: UInt64,
        notesKey: Bytes,
        witnessKey: Bytes,
        mirrorKey: Bytes,
        safeKey: Bytes,
        transportKey: Bytes,
        enrolmentKey: Bytes,
        tagServiceKey: Bytes
    ) {
        self.head = head
        self.version = version
        self.notesKey = notesKey
        self.witnessKey = witnessKey
        self.mirrorKey = mirrorKey
        self.safeKey = safeKey
        self.transportKey = transportKey
        self.enrolmentKey = enrolmentKey
        self.tagServiceKey = tagServiceKey
    }

    package var fields: CBORMap {
        CBORMap([
            4: version.canonical, 5: notesKey.canonical, 6: witnessKey.canonical, 7: mirrorKey.canonical,
            8: safeKey.canonical, 9: transportKey.canonical, 10: enrolmentKey.canonical,
            11: tagServiceKey.canonical,
        ])
    }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        version = try fields.value(4)
        notesKey = try fields.value(5)
        witnessKey = try fields.value(6)
        mirrorKey = try fields.value(7)
        safeKey = try fields.value(8)
        transportKey = try fields.value(9)
        enrolmentKey = try fields.value(10)
        tagServiceKey = try fields.value(11)
        try Self.check(keys: [
            notesKey, witnessKey, mirrorKey, safeKey, transportKey, enrolmentKey, tagServiceKey,
        ])
    }
}
