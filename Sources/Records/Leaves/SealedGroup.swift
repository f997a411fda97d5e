package import Cryptography

/// The key of what records say about one person.
///
/// It lies in the body of one record of the site's `policy`; when that is erased in every copy, nobody can open what it
/// seals, wherever that lies.
package struct SubjectKey: Hashable, Sendable {
    /// The number of bytes of a key.
    package static let byteCount = 32

    /// The person.
    package let subject: Identifier<Person>
    /// The key.
    package let bytes: Bytes

    /// A key of ``byteCount`` bytes, or nil for another length.
    package init?(subject: Identifier<Person>, bytes: Bytes) {
        guard bytes.bytes.count == Self.byteCount else { return nil }
        self.subject = subject
        self.bytes = bytes
    }

    /// A fresh key.
    package init(makingFor subject: Identifier<Person>) throws(CryptographyError) {
        self.subject = subject
        bytes = Bytes(try SecureRandom.bytes(Self.byteCount))
    }
}

/// A group of a body under the key of the person whom it is about: salt and content together, so that both go with the key.
///
/// The leaf commits to what is inside, as it does for a group that lies open: who opens it can show it.
package struct SealedGroup: Canonical, Hashable {
    /// The person whose key opens it.
    package let subject: Identifier<Person>
    /// The nonce (12 random bytes), then AES-256-GCM of salt ‖ content, authenticating "signet/subject/v1" ‖ 00 ‖ person ‖ group.
    package let sealed: Bytes

    private static let least =
        AESGCM.nonceByteCount + AESGCM.tagByteCount + GroupContent.saltByteCount

    /// Seals a group's content.
    package init(_ content: GroupContent, of group: Group, for key: SubjectKey) throws(CryptographyError) {
        subject = key.subject
        let nonce = try SecureRandom.bytes(AESGCM.nonceByteCount)
        let sealed = try AESGCM.seal(
            content.salt + content.bytes,
            key: key.bytes.bytes,
            nonce: nonce,
            authenticating: Self.context(key.subject, group)
        )
        self.sealed = Bytes(nonce + sealed)
    }

    /// The content, or nil for another person's key, another group, or bytes that were changed.
    package func opened(_ group: Group, with key: SubjectKey) -> GroupContent? {
        guard key.subject == subject,
            let plain = try? AESGCM.open(
                Array(sealed.bytes.dropFirst(AESGCM.nonceByteCount)),
                key: key.bytes.bytes,
                nonce: Array(sealed.bytes.prefix(AESGCM.nonceByteCount)),
                authenticating: Self.context(subject, group)
            )
        else { return nil }
        return GroupContent(
            salt: Array(plain.prefix(GroupContent.saltByteCount)),
            bytes: Array(plain.dropFirst(GroupContent.saltByteCount))
        )
    }

    package var canonical: CBOR { .array([subject.canonical, sealed.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a sealed group is a person and sealed bytes")
        }
        subject = try Identifier(canonical: parts[0])
        sealed = try Bytes(canonical: parts[1])
        guard sealed.bytes.count >= Self.least else {
            throw RecordsError(.malformed, "a sealed group is shorter than its salt")
        }
    }

    private static func context(_ subject: Identifier<Person>, _ group: Group) -> [UInt8] {
        Domain.subject.prefix + subject.bytes + [group.rawValue]
    }
}
