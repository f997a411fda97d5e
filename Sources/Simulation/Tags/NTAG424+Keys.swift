/// GetKeyVersion and ChangeKey (NT4H2421Gx, 10.6).
extension NTAG424 {
    /// The key that administers the application.
    private static let masterKeyNumber: UInt8 = 0

    mutating func keyVersion(_ body: [UInt8]) throws(Refusal) -> [UInt8] {
        let protected = session != nil
        let header = protected ? try verified(Instruction.getKeyVersion, body, headerByteCount: 1) : body
        guard header.count == 1 else { throw Refusal(.lengthError) }
        guard isApplicationSelected, Int(header[0]) < keys.count else { throw Refusal(.noSuchKey) }
        let version = keys[Int(header[0])].version
        return protected ? try authenticated([version]) : [version] + StatusWord.done.bytes
    }

    mutating func changeKey(_ body: [UInt8]) throws(Refusal) -> [UInt8] {
        guard let current = session, current.keyNumber == Self.masterKeyNumber else {
            throw Refusal(.authenticationError)
        }
        let (header, data) = try decrypted(Instruction.changeKey, body, headerByteCount: 1)
        guard Int(header[0]) < keys.count else { throw Refusal(.noSuchKey) }
        let index = Int(header[0])
        if header[0] == current.keyNumber {
            guard data.count == TagKey.byteCount + 1 else { throw Refusal(.lengthError) }
            keys[index] = TagKey(bytes: Array(data.prefix(TagKey.byteCount)), version: data[TagKey.byteCount])
            // The session stood on the old key: it ends, and the answer carries no code.
            endSession()
            return StatusWord.done.bytes
        }
        guard data.count == TagKey.byteCount + 5 else { throw Refusal(.lengthError) }
        let key = (0..<TagKey.byteCount).map { data[$0] ^ keys[index].bytes[$0] }
        // Catches someone who does not know the old key.
        guard Array(data.suffix(4)) == TagCryptography.checksum(key) else { throw Refusal(.integrityError) }
        keys[index] = TagKey(bytes: key, version: data[TagKey.byteCount])
        return try authenticated([])
    }
}
