import Cryptography

/// Secure messaging after an authentication: wraps commands, opens answers (NT4H2421Gx, 9.1).
///
/// Any error ends a session on the tag's side, so it must be thrown away then.
package struct SecureSession: Sendable {
    /// The key that opened it.
    package let keyNumber: KeyNumber
    /// Four bytes that the tag chose for this transaction.
    package let transaction: [UInt8]
    /// Commands that were answered so far.
    package private(set) var commandCounter: UInt16

    private let keys: SessionKeys

    /// The bytes of a MAC on the line.
    static let macByteCount = 8
    /// The bytes of a transaction identifier.
    static let transactionByteCount = 4

    init(keyNumber: KeyNumber, keys: SessionKeys, transaction: [UInt8], commandCounter: UInt16 = 0) {
        self.keyNumber = keyNumber
        self.keys = keys
        self.transaction = transaction
        self.commandCounter = commandCounter
    }

    /// The APDU of a command under this session; the counter moves with the answer.
    func wrap(_ command: NativeCommand, _ mode: CommunicationMode) throws(TagError) -> [UInt8] {
        guard commandCounter < UInt16.max else {
            throw TagError(.sessionEnded, "65,535 commands in one session; authenticate again")
        }
        guard mode != .plain else { return try command.apdu() }
        var data = command.data
        if mode == .full, !data.isEmpty {
            data = try TagCipher.encrypt(
                BlockPadding.add(data),
                keys.encryption,
                from: vector(0xA5, 0x5A, counter: commandCounter)
            )
        }
        let mac = try TagCipher.shortCode(
            keys.authentication,
            [command.instruction] + Self.bytes(commandCounter) + transaction + command.header + data
        )
        return try NativeCommand.apdu(command.instruction, command.header + data + mac)
    }

    /// The data of an answer whose status is a good one; counts the command.
    mutating func open(_ answer: TagAnswer, _ mode: CommunicationMode) throws(TagError) -> [UInt8] {
        guard commandCounter < UInt16.max else {
            throw TagError(.sessionEnded, "65,535 commands in one session; authenticate again")
        }
        let counter = commandCounter + 1
        defer { commandCounter = counter }
        guard mode != .plain else { return answer.data }
        guard answer.data.count >= Self.macByteCount else {
            throw TagError(
                .answerNotAuthentic,
                "an answer of \(answer.data.count) bytes has no room for its MAC"
            )
        }
        let data = Array(answer.data.dropLast(Self.macByteCount))
        let mac = try TagCipher.shortCode(
            keys.authentication,
            [answer.returnCode] + Self.bytes(counter) + transaction + data
        )
        guard constantTimeEqual(mac, Array(answer.data.suffix(Self.macByteCount))) else {
            throw TagError(
                .answerNotAuthentic,
                "the MAC of an answer is wrong; somebody may stand in between"
            )
        }
        guard mode == .full, !data.isEmpty else { return data }
        guard data.count.isMultiple(of: BlockPadding.blockByteCount) else {
            throw TagError(
                .answerNotAuthentic,
                "encrypted data of \(data.count) bytes is no whole number of blocks"
            )
        }
        let padded = try TagCipher.decrypt(data, keys.encryption, from: vector(0x5A, 0xA5, counter: counter))
        guard let plain = BlockPadding.remove(padded) else {
            throw TagError(.answerNotAuthentic, "the padding of an answer is wrong")
        }
        return plain
    }

    /// The initial vector of one direction: a label, the transaction and the counter, encrypted.
    private func vector(_ first: UInt8, _ second: UInt8, counter: UInt16) throws(TagError) -> [UInt8] {
        let zeros = [UInt8](repeating: 0, count: 8)
        return try TagCipher.encrypt(
            [first, second] + transaction + Self.bytes(counter) + zeros,
            keys.encryption
        )
    }

    /// Low byte first, as everything on these tags.
    private static func bytes(_ counter: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: counter), UInt8(counter >> 8)]
    }
}
