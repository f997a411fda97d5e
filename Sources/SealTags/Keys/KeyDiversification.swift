package import Cryptography

/// One key per tag out of one master per duty (NXP AN10922, 2.2: AES-128).
///
/// The input of seals is 20 bytes:
///
/// | bytes | content |
/// |---|---|
/// | 0–6 | the tag's identifier, first sent first |
/// | 7–9 | the application: 00, then the ISO file identifier E1 10 of the NDEF application (NT4H2421Gx, 8.2.2) |
/// | 10 | the key's number, 0 to 4 |
/// | 11 | the key's version, 1 to 255 |
/// | 12–19 | the first eight bytes of SHA-256 over the organisation's name in UTF-8 |
package enum KeyDiversification {
    /// More bytes than this do not fit into the two blocks of the note.
    static let inputByteCountMax = 31

    /// The application of seals: 00 E1 10.
    package static let sealApplication: [UInt8] = [0x00, 0xE1, 0x10]

    /// The key `number` of version `version` of one tag.
    ///
    /// `master` has 16 bytes and serves this number alone. Throws `invalidArgument` for an identifier of other than
    /// seven bytes and for version 0, which is the factory's.
    package static func key(
        master: SecretBytes,
        uid: TagUID,
        number: KeyNumber,
        version: UInt8,
        organisation: String
    ) throws(TagError) -> TagKey {
        guard uid.bytes.count == 7 else {
            throw TagError(
                .invalidArgument,
                "a tag with \(uid.bytes.count) bytes of identifier; seals carry seven"
            )
        }
        guard version != TagKey.factory.version else {
            throw TagError(.invalidArgument, "version 0 is the factory's; count from 1")
        }
        let house = SHA256.hash(Array(organisation.utf8)).bytes.prefix(8)
        let input = uid.bytes + sealApplication + [number.rawValue, version] + house
        var bytes = try code(master: master, input: input)
        guard let key = TagKey(SecretBytes(moving: &bytes), version: version) else {
            throw TagError(.cryptography, "a diversified key of another length than 16 bytes")
        }
        return key
    }

    /// The note's own function: 1 to 31 bytes of input in, 16 bytes of key out.
    ///
    /// Always over two blocks: a plain CMAC, which stops at one block for up to 15 bytes of input, gives another key.
    static func code(master: SecretBytes, input: [UInt8]) throws(TagError) -> [UInt8] {
        guard (1...inputByteCountMax).contains(input.count) else {
            throw TagError(.invalidArgument, "\(input.count) bytes of diversification input; give 1 to 31")
        }
        let constant: UInt8 = 0x01
        let byteCount = 2 * BlockPadding.blockByteCount
        var message = [constant] + input
        let isWhole = message.count == byteCount
        if !isWhole { message.append(0x80) }
        message += [UInt8](repeating: 0, count: byteCount - message.count)
        let subkeys: (whole: [UInt8], padded: [UInt8])
        do throws(CryptographyError) { subkeys = try AESCMAC.subkeys(key: master) } catch {
            throw TagError(error)
        }
        for (offset, byte) in (isWhole ? subkeys.whole : subkeys.padded).enumerated() {
            message[BlockPadding.blockByteCount + offset] ^= byte
        }
        return Array(try TagCipher.encrypt(message, master).suffix(BlockPadding.blockByteCount))
    }
}
