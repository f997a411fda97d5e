import Cryptography

/// The two keys of an authenticated session (NT4H2421Gx, 9.1.7; AN12196, 5.2).
struct SessionKeys: Equatable, Sendable {
    let encryption: SecretBytes
    let authentication: SecretBytes

    /// Keys that are already known, for a session that goes on.
    init(encryption: SecretBytes, authentication: SecretBytes) {
        self.encryption = encryption
        self.authentication = authentication
    }

    /// CMACs under the authenticating key over SV1 and SV2, which mix both challenges.
    ///
    /// The standard counts bytes from the right: RndA[15..14] are its first two.
    init(key: TagKey, ours: [UInt8], theirs: [UInt8]) throws(TagError) {
        guard ours.count == 16, theirs.count == 16 else {
            throw TagError(.invalidArgument, "a challenge has 16 bytes")
        }
        let mixed = zip(ours[2..<8], theirs[0..<6]).map { $0 ^ $1 }
        let context = Array(ours[0..<2]) + mixed + Array(theirs[6..<16]) + Array(ours[8..<16])
        encryption = try TagCipher.derive(key.secret, [0xA5, 0x5A, 0, 1, 0, 0x80] + context)
        authentication = try TagCipher.derive(key.secret, [0x5A, 0xA5, 0, 1, 0, 0x80] + context)
    }
}
