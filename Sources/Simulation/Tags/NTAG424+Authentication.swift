/// AuthenticateEV2First and AuthenticateEV2NonFirst (NT4H2421Gx, 9.1.5, 9.1.6, 10.4; AN12196, 5.6 and 5.7).
extension NTAG424 {
    private static let capabilityByteCount = 6
    private static let ownCapabilities = [UInt8](repeating: 0, count: capabilityByteCount)

    mutating func challenge(
        first: Bool,
        _ body: [UInt8],
        using generator: inout some RandomNumberGenerator
    ) throws(Refusal) -> [UInt8] {
        guard let number = body.first else { throw Refusal(.lengthError) }
        let capabilities = first ? try readerCapabilities(body) : []
        guard first || body.count == 1 else { throw Refusal(.lengthError) }
        let continued = session
        // AuthenticateEV2NonFirst continues a session; without one there is nothing to continue.
        guard first || continued != nil else { throw Refusal(.permissionDenied) }
        guard isApplicationSelected, Int(number) < keys.count else { throw Refusal(.noSuchKey) }
        try keys[Int(number)].counters.begin()

        session = nil
        let challenge = generator.bytes(TagKey.byteCount)
        progress = .challenged(
            Challenge(
                keyNumber: number,
                challenge: challenge,
                readerCapabilities: capabilities,
                continued: first ? nil : continued
            )
        )
        let answer = try TagCryptography.encrypt(challenge, key: keys[Int(number)].bytes)
        return answer + StatusWord.additionalFrame.bytes
    }

    mutating func conclude(
        _ pending: Challenge,
        _ body: [UInt8],
        using generator: inout some RandomNumberGenerator
    ) throws(Refusal) -> [UInt8] {
        progress = .idle
        guard body.count == 2 * TagKey.byteCount else { throw Refusal(.lengthError) }
        let index = Int(pending.keyNumber)
        let key = keys[index].bytes
        let opened = try TagCryptography.decrypt(body, key: key)
        let readerChallenge = Array(opened.prefix(TagKey.byteCount))
        guard Array(opened.dropFirst(TagKey.byteCount)) == rotatedLeft(pending.challenge) else {
            keys[index].counters.fail()
            throw Refusal(.authenticationError)
        }
        keys[index].counters.succeed()

        let keysOfSession = try sessionKeys(key: key, reader: readerChallenge, tag: pending.challenge)
        let identifier = pending.continued?.transactionIdentifier ?? generator.bytes(4)
        session = SecureSession(
            keyNumber: pending.keyNumber,
            transactionIdentifier: identifier,
            encryptionKey: keysOfSession.encryption,
            authenticationKey: keysOfSession.authentication,
            commandCount: pending.continued?.commandCount ?? 0
        )
        let proof = rotatedLeft(readerChallenge)
        let answer =
            pending.continued == nil
            ? identifier + proof + Self.ownCapabilities + pending.readerCapabilities : proof
        return try TagCryptography.encrypt(answer, key: key) + StatusWord.done.bytes
    }

    /// PCDcap2, of which a reader may give up to six bytes.
    private func readerCapabilities(_ body: [UInt8]) throws(Refusal) -> [UInt8] {
        guard body.count >= 2, body.count == 2 + Int(body[1]), body[1] <= Self.capabilityByteCount else {
            throw Refusal(.lengthError)
        }
        let given = Array(body.dropFirst(2))
        // A reader that insists on the leakage-resilient mode meets a tag that is not in it.
        if let first = given.first, first & 0x02 != 0 { throw Refusal(.permissionDenied) }
        return given + [UInt8](repeating: 0, count: Self.capabilityByteCount - given.count)
    }

    /// Both session keys from both challenges (NT4H2421Gx, 9.1.7).
    private func sessionKeys(
        key: [UInt8],
        reader: [UInt8],
        tag: [UInt8]
    ) throws(Refusal) -> (encryption: [UInt8], authentication: [UInt8]) {
        let mixed = (0..<6).map { reader[2 + $0] ^ tag[$0] }
        let context = [0x00, 0x01, 0x00, 0x80] + reader[0..<2] + mixed + tag[6...] + reader[8...]
        return (
            try TagCryptography.code([0xA5, 0x5A] + context, key: key),
            try TagCryptography.code([0x5A, 0xA5] + context, key: key)
        )
    }

    private func rotatedLeft(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.dropFirst()) + bytes.prefix(1)
    }
}
