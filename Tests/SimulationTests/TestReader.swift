import Cryptography
import Testing

@testable import Simulation

extension NTAG424 {
    mutating func selectApplication() throws {
        var numbers = SeededGenerator(seed: 0)
        let name = try #require(Hex.decode("00a4040c07d276000085010100"))
        try #require(answer(name, using: &numbers) == [0x90, 0x00])
    }
}

/// The reader's side of EV2 secure messaging, for tests of the tag; held to the same examples by
/// `NTAG424KnownAnswerTests` through the tag that answers it.
struct TestReader {
    var tag: NTAG424
    var numbers = SeededGenerator(seed: 7)
    var session: SecureSession?

    init(_ tag: NTAG424) throws {
        self.tag = tag
        try self.tag.selectApplication()
    }

    /// Sends a command of class 90.
    mutating func send(_ instruction: UInt8, _ body: [UInt8] = []) -> [UInt8] {
        let length = body.isEmpty ? [] : [UInt8(body.count)]
        return tag.answer([0x90, instruction, 0, 0] + length + body + [0], using: &numbers)
    }

    /// Runs an authentication; the last status says how it ended.
    mutating func authenticate(_ number: UInt8, key: [UInt8], first: Bool = true) throws -> [UInt8] {
        let opening = send(first ? 0x71 : 0x77, first ? [number, 0] : [number])
        guard opening.suffix(2) == [0x91, 0xAF] else { return opening }
        let theirs = try TagCryptography.decrypt(Array(opening.dropLast(2)), key: key)
        let mine = numbers.bytes(16)
        let proof = try TagCryptography.encrypt(mine + theirs.dropFirst() + theirs.prefix(1), key: key)
        let closing = send(0xAF, proof)
        guard closing.suffix(2) == [0x91, 0x00] else { return closing }
        let opened = try TagCryptography.decrypt(Array(closing.dropLast(2)), key: key)
        let rotated = first ? Array(opened[4..<20]) : opened
        let expected = Array(mine.dropFirst()) + mine.prefix(1)
        try #require(rotated == expected)
        let mixed = (0..<6).map { mine[2 + $0] ^ theirs[$0] }
        let context = [0, 1, 0, 0x80] + mine[..<2] + mixed + theirs[6...] + mine[8...]
        session = SecureSession(
            keyNumber: number,
            transactionIdentifier: first ? Array(opened[..<4]) : try #require(session).transactionIdentifier,
            encryptionKey: try TagCryptography.code([0xA5, 0x5A] + context, key: key),
            authenticationKey: try TagCryptography.code([0x5A, 0xA5] + context, key: key),
            commandCount: first ? 0 : try #require(session).commandCount
        )
        return closing
    }

    /// Sends header and data in full mode and opens the answer; checks its code.
    mutating func sendEncrypted(
        _ instruction: UInt8,
        header: [UInt8] = [],
        data: [UInt8] = []
    ) throws -> [UInt8] {
        var current = try #require(session)
        let ciphertext =
            data.isEmpty
            ? []
            : try TagCryptography.encrypt(
                TagCryptography.padded(data),
                key: current.encryptionKey,
                vector: try vector([0xA5, 0x5A], current)
            )
        let message = [instruction] + counted(current) + header + ciphertext
        let code = try TagCryptography.shortCode(message, key: current.authenticationKey)
        let answer = send(instruction, header + ciphertext + code)
        current.commandCount += 1
        session = current
        guard answer.suffix(2) == [0x91, 0x00], answer.count >= 10 else { return answer }
        let protected = Array(answer.dropLast(10))
        let expected = try TagCryptography.shortCode(
            [0] + counted(current) + protected,
            key: current.authenticationKey
        )
        try #require(Array(answer.dropLast(2).suffix(8)) == expected)
        guard !protected.isEmpty else { return [0x91, 0x00] }
        let opened = try TagCryptography.decrypt(
            protected,
            key: current.encryptionKey,
            vector: try vector([0x5A, 0xA5], current)
        )
        return try #require(TagCryptography.unpadded(opened)) + [0x91, 0x00]
    }

    private func counted(_ session: SecureSession) -> [UInt8] {
        [UInt8(session.commandCount & 0xFF), UInt8(session.commandCount >> 8)] + session.transactionIdentifier
    }

    private func vector(_ label: [UInt8], _ session: SecureSession) throws -> [UInt8] {
        let counter = [UInt8(session.commandCount & 0xFF), UInt8(session.commandCount >> 8)]
        let block = label + session.transactionIdentifier + counter + [UInt8](repeating: 0, count: 8)
        return try TagCryptography.encrypt(block, key: session.encryptionKey)
    }
}
