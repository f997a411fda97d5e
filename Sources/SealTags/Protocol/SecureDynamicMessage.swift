import Cryptography

/// What a tag puts into the address that a phone reads: its identifier and a counter, encrypted, and a MAC
/// (NT4H2421Gx, 9.3; AN12196, 4).
///
/// A counter that does not rise is a replay, and two tags on one counter line are a copied key: who keeps the last
/// counter decides that.
package struct SecureDynamicMessage: Hashable, Sendable {
    /// The tag.
    package let uid: TagUID
    /// Reads of the tag so far, 24 bits.
    package let readCounter: UInt32

    /// Opens the 16 encrypted bytes of PICCData with the key for meta data.
    ///
    /// Throws `answerNotAuthentic` when they do not hold an identifier of seven bytes and a counter.
    package init(encrypted: [UInt8], key: TagKey) throws(TagError) {
        guard encrypted.count == BlockPadding.blockByteCount else {
            throw TagError(.malformedAnswer, "\(encrypted.count) bytes of meta data instead of 16")
        }
        let plain = try TagCipher.decrypt(encrypted, key.secret)
        // Bit 7 identifier, bit 6 counter, low nibble the identifier's length (NT4H2421Gx, table 17).
        guard plain[0] == 0xC7, let uid = TagUID(plain[1..<8]) else {
            throw TagError(.answerNotAuthentic, "meta data that this key does not open")
        }
        self.uid = uid
        readCounter = UInt32(plain[8]) | UInt32(plain[9]) << 8 | UInt32(plain[10]) << 16
    }

    /// An identifier and a counter that were mirrored in plain.
    package init(uid: TagUID, readCounter: UInt32) {
        self.uid = uid
        self.readCounter = readCounter & 0xFF_FFFF
    }

    /// The session keys for file data: SV1 and SV2 of the standard.
    func sessionKeys(_ key: TagKey) throws(TagError) -> SessionKeys {
        let counter = [0, 8, 16].map { UInt8(truncatingIfNeeded: readCounter >> $0) }
        let context = uid.bytes + counter
        return SessionKeys(
            encryption: try TagCipher.derive(key.secret, [0xC3, 0x3C, 0, 1, 0, 0x80] + context),
            authentication: try TagCipher.derive(key.secret, [0x3C, 0xC3, 0, 1, 0, 0x80] + context)
        )
    }

    /// True when `mac` is the tag's MAC over `message`, the mirrored text between the two offsets (often empty).
    package func isAuthentic(mac: [UInt8], over message: [UInt8], key: TagKey) throws(TagError) -> Bool {
        constantTimeEqual(mac, try TagCipher.shortCode(try sessionKeys(key).authentication, message))
    }
}
