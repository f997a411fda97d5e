/// EV2 secure messaging: what protects commands and answers of a session (NT4H2421Gx, 9.1.2 to 9.1.10).
extension NTAG424 {
    private static let codeByteCount = 8

    /// Checks the code at the end of a command and returns what stands before it; the counter rises.
    ///
    /// The code covers instruction, counter, transaction identifier and everything before it, encrypted or not.
    mutating func verified(
        _ instruction: UInt8,
        _ body: [UInt8],
        headerByteCount: Int
    ) throws(Refusal) -> [UInt8] {
        guard let current = session else { throw Refusal(.authenticationError) }
        guard body.count >= headerByteCount + Self.codeByteCount else { throw Refusal(.lengthError) }
        guard current.commandCount < UInt16.max else { throw Refusal(.authenticationError) }
        let covered = Array(body.dropLast(Self.codeByteCount))
        let message = [instruction] + counterAndIdentifier(current) + covered
        let expected = try TagCryptography.shortCode(message, key: current.authenticationKey)
        guard Array(body.suffix(Self.codeByteCount)) == expected else { throw Refusal(.integrityError) }
        session?.commandCount += 1
        return covered
    }

    /// Checks the code as `verified` does and decrypts what follows the header.
    mutating func decrypted(
        _ instruction: UInt8,
        _ body: [UInt8],
        headerByteCount: Int
    ) throws(Refusal) -> (header: [UInt8], data: [UInt8]) {
        guard let before = session else { throw Refusal(.authenticationError) }
        let covered = try verified(instruction, body, headerByteCount: headerByteCount)
        let ciphertext = Array(covered.dropFirst(headerByteCount))
        guard !ciphertext.isEmpty, ciphertext.count.isMultiple(of: TagCryptography.blockByteCount) else {
            throw Refusal(.lengthError)
        }
        let vector = try initialVector(label: [0xA5, 0x5A], before)
        let padded = try TagCryptography.decrypt(ciphertext, key: before.encryptionKey, vector: vector)
        guard let data = TagCryptography.unpadded(padded) else { throw Refusal(.integrityError) }
        return (Array(covered.prefix(headerByteCount)), data)
    }

    /// Counts a command that crosses the air in plain while a session lasts.
    mutating func countPlainCommand() {
        if let count = session?.commandCount, count < UInt16.max { session?.commandCount = count + 1 }
    }

    /// An answer with its code: data, code, status.
    func authenticated(_ data: [UInt8]) throws(Refusal) -> [UInt8] {
        data + (try answerCode(over: data)) + StatusWord.done.bytes
    }

    /// An answer encrypted and with its code.
    func encrypted(_ data: [UInt8]) throws(Refusal) -> [UInt8] {
        guard let session else { throw Refusal(.authenticationError) }
        let vector = try initialVector(label: [0x5A, 0xA5], session)
        let ciphertext = try TagCryptography.encrypt(
            TagCryptography.padded(data),
            key: session.encryptionKey,
            vector: vector
        )
        return try authenticated(ciphertext)
    }

    /// The code of an answer: over response code, risen counter, transaction identifier and data.
    func answerCode(over data: [UInt8]) throws(Refusal) -> [UInt8] {
        guard let session else { throw Refusal(.authenticationError) }
        let message = [StatusWord.done.responseCode] + counterAndIdentifier(session) + data
        return try TagCryptography.shortCode(message, key: session.authenticationKey)
    }

    private func initialVector(label: [UInt8], _ session: SecureSession) throws(Refusal) -> [UInt8] {
        let counter = session.commandCount
        let block =
            label + session.transactionIdentifier
            + [UInt8(counter & 0xFF), UInt8(counter >> 8)] + [UInt8](repeating: 0, count: 8)
        return try TagCryptography.encrypt(block, key: session.encryptionKey)
    }

    private func counterAndIdentifier(_ session: SecureSession) -> [UInt8] {
        [UInt8(session.commandCount & 0xFF), UInt8(session.commandCount >> 8)] + session.transactionIdentifier
    }
}
