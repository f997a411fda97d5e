import Testing

@testable import Cryptography

@Suite(.enabled(if: CryptographyPeer.isInstalled, "the peer's virtual environment is not installed"))
struct CryptographyPeerTests {
    private typealias Request = CryptographyPeer.Request

    private static let rounds = 0..<40

    private func random(_ count: Int) throws -> [UInt8] { try SecureRandom.bytes(count) }

    private func compare(_ cases: [(Request, [UInt8])]) throws {
        let answers = try CryptographyPeer.answers(to: cases.map(\.0))
        for ((request, expected), answer) in zip(cases, answers) {
            #expect((expected.isEmpty ? "-" : Hex.encode(expected)) == answer, "\(request.line)")
        }
    }

    @Test func `digests, codes and derived keys are the peer's`() throws {
        var cases: [(Request, [UInt8])] = []
        for round in Self.rounds {
            let (key, message, salt) = (try random(16), try random(round * 7), try random(round * 2))
            cases.append((Request(operation: "sha256", arguments: [message]), SHA256.hash(message).bytes))
            cases.append(
                (
                    Request(operation: "hmac", arguments: [salt + key, message]),
                    HMACSHA256.code(key: salt + key, message: message).bytes
                )
            )
            cases.append(
                (
                    Request(operation: "cmac", arguments: [key, message]),
                    try AESCMAC.code(key: key, message: message)
                )
            )
            cases.append(
                (
                    Request(operation: "hkdf", arguments: [key, salt, message], numbers: [round * 9 + 1]),
                    try HKDFSHA256.derive(
                        inputKey: key,
                        salt: salt,
                        info: message,
                        byteCount: round * 9 + 1
                    )
                )
            )
            cases.append(
                (
                    Request(
                        operation: "scrypt",
                        arguments: [message, salt],
                        numbers: [2 << (round % 10), 1 + round % 8, 1 + round % 3, 32]
                    ),
                    try Scrypt.derive(
                        password: message,
                        salt: salt,
                        cost: 2 << (round % 10),
                        blockSize: 1 + round % 8,
                        parallelism: 1 + round % 3,
                        byteCount: 32
                    )
                )
            )
        }
        try compare(cases)
    }

    @Test func `ciphertexts are the peer's, and each opens what the other sealed`() throws {
        var cases: [(Request, [UInt8])] = []
        var sealed: [(Request, X25519PrivateKey, [UInt8])] = []
        for round in Self.rounds {
            let (key, vector, nonce) = (
                try random(round.isMultiple(of: 2) ? 16 : 32), try random(16), try random(12)
            )
            let (blocks, message, data) = (
                try random(16 * round), try random(round * 5), try random(round * 3)
            )
            let short = Array(key.prefix(16))
            cases.append(
                (
                    Request(operation: "cbc-encrypt", arguments: [short, vector, blocks]),
                    try AES128.encryptCBC(blocks, key: short, initialVector: vector)
                )
            )
            cases.append(
                (
                    Request(operation: "cbc-decrypt", arguments: [short, vector, blocks]),
                    try AES128.decryptCBC(blocks, key: short, initialVector: vector)
                )
            )
            let closed = try AESGCM.seal(message, key: key, nonce: nonce, authenticating: data)
            cases.append((Request(operation: "gcm-seal", arguments: [key, nonce, data, message]), closed))
            cases.append((Request(operation: "gcm-open", arguments: [key, nonce, data, closed]), message))
            let recipient = try X25519PrivateKey()
            let other = try X25519PrivateKey()
            cases.append(
                (
                    Request(operation: "x25519", arguments: [recipient.bytes, other.publicKey.bytes]),
                    try recipient.sharedSecret(with: other.publicKey)
                )
            )
            let ours = try HPKE.seal(message, to: recipient.publicKey, info: data, authenticating: [])
            cases.append(
                (Request(operation: "hpke-open", arguments: [recipient.bytes, data, ours]), message)
            )
            sealed.append(
                (
                    Request(operation: "hpke-seal", arguments: [recipient.publicKey.bytes, data, message]),
                    recipient, message
                )
            )
        }
        try compare(cases)
        let answers = try CryptographyPeer.answers(to: sealed.map(\.0))
        for ((request, recipient, message), answer) in zip(sealed, answers) {
            #expect(
                try HPKE.open(hex(answer), with: recipient, info: request.arguments[1], authenticating: [])
                    == message
            )
        }
    }

    @Test func `each takes the other's signatures and neither takes a changed one`() throws {
        var requests: [Request] = []
        var expected: [String] = []
        for round in Self.rounds {
            let message = try random(round * 11)
            let edwards = try Ed25519PrivateKey()
            var signature = try edwards.signature(for: message)
            requests.append(Request(operation: "ed25519-sign", arguments: [edwards.seed, message]))
            expected.append(Hex.encode(edwards.publicKey.bytes + signature))
            let chip = try P256PrivateKey()
            var chipSignature = try chip.signature(for: message)
            for verdict in ["valid", "invalid"] {
                requests.append(
                    Request(
                        operation: "ed25519-verify",
                        arguments: [edwards.publicKey.bytes, signature, message]
                    )
                )
                requests.append(
                    Request(
                        operation: "p256-verify",
                        arguments: [chip.publicKey.bytes, chipSignature, message]
                    )
                )
                expected += [verdict, verdict]
                signature[round] ^= 1
                chipSignature[round] ^= 1
            }
        }
        #expect(try CryptographyPeer.answers(to: requests) == expected)

        let keys = try Self.rounds.map { _ in try P256PrivateKey() }
        let answers = try CryptographyPeer.answers(
            to: keys.map { Request(operation: "p256-sign", arguments: [$0.scalar, [1, 2, 3]]) }
        )
        for (key, answer) in zip(keys, answers) {
            let bytes = try hex(answer)
            #expect(Array(bytes.prefix(65)) == key.publicKey.bytes)
            #expect(key.publicKey.isValid(Array(bytes.dropFirst(65)), for: [1, 2, 3]))
        }
    }
}
