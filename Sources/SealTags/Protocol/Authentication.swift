import Cryptography

/// The pure part of AuthenticateEV2First and AuthenticateEV2NonFirst: two commands, two answers, one session
/// (NT4H2421Gx, 9.1.4 to 9.1.6).
struct Authentication {
    /// First opens a transaction; NonFirst goes on with another key in one that is open.
    enum Kind {
        case first
        case nonFirst(SecureSession)
    }

    private let kind: Kind
    private let keyNumber: KeyNumber
    private let key: TagKey
    private let ours: [UInt8]

    /// `challenge` is RndA, 16 bytes that nobody can foresee.
    init(_ kind: Kind, _ keyNumber: KeyNumber, _ key: TagKey, challenge: [UInt8]) throws(TagError) {
        guard challenge.count == BlockPadding.blockByteCount else {
            throw TagError(.invalidArgument, "a challenge has 16 bytes, not \(challenge.count)")
        }
        self.kind = kind
        self.keyNumber = keyNumber
        self.key = key
        ours = challenge
    }

    /// The first command.
    ///
    /// First sends no capabilities of ours (LenCap 00).
    func firstCommand() throws(TagError) -> [UInt8] {
        switch kind {
        case .first:
            try NativeCommand(Instruction.authenticateFirst, header: [keyNumber.rawValue, 0]).apdu()
        case .nonFirst:
            try NativeCommand(Instruction.authenticateNonFirst, header: [keyNumber.rawValue]).apdu()
        }
    }

    /// RndB, out of the answer to the first command.
    func theirs(in answer: TagAnswer) throws(TagError) -> [UInt8] {
        try answer.require(.additionalFrame, after: "asking for a challenge")
        guard answer.data.count == BlockPadding.blockByteCount else {
            throw TagError(.malformedAnswer, "a challenge of \(answer.data.count) bytes instead of 16")
        }
        return try TagCipher.decrypt(answer.data, key.secret)
    }

    /// The second command: both challenges, theirs turned by one byte.
    func secondCommand(theirs: [UInt8]) throws(TagError) -> [UInt8] {
        let token = try TagCipher.encrypt(ours + Self.turned(theirs), key.secret)
        return try NativeCommand(Instruction.additionalFrame, data: token).apdu()
    }

    /// The session, if the tag returned our challenge as only a holder of the key can.
    func session(theirs: [UInt8], answer: TagAnswer) throws(TagError) -> SecureSession {
        try answer.require(.done, after: "proving the key")
        let keys = try SessionKeys(key: key, ours: ours, theirs: theirs)
        switch kind {
        case .first:
            // TI, RndA turned, and six bytes each of capabilities (NT4H2421Gx, table 29).
            let plain = try decrypted(answer, byteCount: 32)
            try check(Array(plain[4..<20]))
            return SecureSession(keyNumber: keyNumber, keys: keys, transaction: Array(plain[0..<4]))
        case .nonFirst(let before):
            try check(try decrypted(answer, byteCount: 16))
            return SecureSession(
                keyNumber: keyNumber,
                keys: keys,
                transaction: before.transaction,
                commandCounter: before.commandCounter
            )
        }
    }

    private func decrypted(_ answer: TagAnswer, byteCount: Int) throws(TagError) -> [UInt8] {
        guard answer.data.count == byteCount else {
            throw TagError(
                .malformedAnswer,
                "\(answer.data.count) bytes instead of \(byteCount) end an authentication"
            )
        }
        return try TagCipher.decrypt(answer.data, key.secret)
    }

    private func check(_ returned: [UInt8]) throws(TagError) {
        guard constantTimeEqual(returned, Self.turned(ours)) else {
            throw TagError(
                .answerNotAuthentic,
                "the tag did not return our challenge; it does not hold the key"
            )
        }
    }

    private static func turned(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.dropFirst()) + bytes.prefix(1) }
}
