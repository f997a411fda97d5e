import Cryptography
import Testing

@testable import Simulation

/// The examples of NXP's AN12196, byte for byte: what the chip answers, given its keys and its random numbers.
@Suite struct NTAG424KnownAnswerTests {
    @Test func `the example of AuthenticateEV2First gives its answers and its session keys`() throws {
        var tag = try Self.tag(uid: "04782e21801d80")
        try tag.selectApplication()
        let challenge = try Self.bytes("b9e2fc789b64bf237cccaa20ec7e6e48")
        // Whole words are drawn: the identifier's four bytes are the low half of one.
        var numbers = ScriptedGenerator(challenge + (try Self.bytes("9d00c4df")) + [0, 0, 0, 0])

        let first = tag.answer(try Self.bytes("9071000002000000"), using: &numbers)
        #expect(Hex.encode(first) == "a04c124213c186f22399d33ac2a3021591af")

        let second = tag.answer(
            try Self.bytes(
                "90af00002035c3e05a752e0144bac0de51c1f22c56b34408a23d8aea266cab947ea8e0118d00"
            ),
            using: &numbers
        )
        #expect(Hex.encode(second) == "3fa64db5446d1f34cd6ea311167f5e4985b89690c04a05f17fa7ab2f081206639100")

        let session = try #require(tag.session)
        #expect(Hex.encode(session.transactionIdentifier) == "9d00c4df")
        #expect(Hex.encode(session.encryptionKey) == "1309c877509e5a215007ff0ed19ca564")
        #expect(Hex.encode(session.authenticationKey) == "4c6626f5e72ea694202139295c7a7fc7")
    }

    @Test func `the example of GetFileSettings with a code`() throws {
        var tag = try Self.tag(uid: "04782e21801d80")
        try tag.selectApplication()
        tag.files[1].accessRights = [0xEE, 0xEE]
        tag.files[1].dynamicMessaging = DynamicMessaging(
            try Self.bytes("d1fe001f00004400004400002000006a0000")
        )
        tag.session = try Self.session(
            authentication: "8248134a386e86eb7faf54a52e536cb6",
            identifier: "7a21085e"
        )

        #expect(
            try Self.answer(&tag, "90f5000009026597a457c8cd442c00")
                == "0040eeee000100d1fe001f00004400004400002000006a00002a474282e7a479869100"
        )
    }

    @Test func `the example of GetCardUID, encrypted`() throws {
        var tag = try Self.tag(uid: "04958caa5c5e80")
        try tag.selectApplication()
        tag.session = try Self.session(
            encryption: "2b4d963c014dc36f24f69a50a394f875",
            authentication: "379d32130ce61705dd5fd8c36b95d764",
            identifier: "df055522"
        )

        #expect(
            try Self.answer(&tag, "90510000088e2c155adda99be300")
                == "70756055688505b52a5e26e59e329cd6595f672298ea41b79100"
        )
    }

    @Test func `the example of ChangeKey of another key`() throws {
        var tag = try Self.tag(uid: "04782e21801d80")
        try tag.selectApplication()
        tag.session = try Self.session(
            encryption: "4cf3cb41a22583a61e89b158d252fc53",
            authentication: "5529860b2fc5fb6154b7f28361d30bf9",
            identifier: "7614281a",
            commandCount: 2
        )

        let command =
            "90c4000029022cf362b7bf4311ff3be1daa295e8c68de09050560d19b9e16c2393ae9cd1fac75d0ce20bcd1d06e600"
        #expect(try Self.answer(&tag, command) == "203bb55d1089d5879100")
        #expect(Hex.encode(tag.keys[2].bytes) == "f3847d627727ed3bc9c4cc050489b966")
        #expect(tag.keys[2].version == 1)
    }

    @Test func `the checksum of ChangeKey is taken without the last inversion`() throws {
        let key = try Self.bytes("f3847d627727ed3bc9c4cc050489b966")
        #expect(Hex.encode(TagCryptography.checksum(key)) == "789dfadc")
    }

    @Test func `the session keys of dynamic messaging`() throws {
        let tag = try Self.tag(uid: "04c767f2066180")
        let messaging = try #require(DynamicMessaging(try Self.bytes("c1fe00200000430000430000")))
        let key = try Self.bytes("5ace7e50ab65d5d51fd5bf5a16b8205b")

        let keys = try tag.messagingKeys(key: key, messaging, [1, 0, 0])
        #expect(Hex.encode(keys.encryption) == "66da61797e23deca5d8eca13bbadf7a9")
        #expect(Hex.encode(keys.authentication) == "3a3e8110e05311f7a3fcf0d969bf2b48")
    }

    @Test func `the example of a dynamic message shows serial number, counter and code`() throws {
        var tag = try Self.tag(uid: "04de5f1eacc040")
        try tag.selectApplication()
        tag.files[1].accessRights = [0xE0, 0xEE]
        tag.files[1].dynamicMessaging = DynamicMessaging(try Self.bytes("c1fe00200000430000430000"))
        // The example was read for the 61st time.
        tag.files[1].readCount = 0x3C

        var numbers = SeededGenerator(seed: 1)
        let read = tag.answer(try Self.bytes("90ad0000070200000000000000"), using: &numbers)
        #expect(read.suffix(2) == [0x91, 0x00])
        let data = try #require(Hex.decode(String(decoding: read[0x20..<0x40], as: UTF8.self)))
        let opened = try TagCryptography.decrypt(data, key: TagKey.transport.bytes)
        #expect(Hex.encode(opened.prefix(11)) == "c704de5f1eacc0403d0000")
        #expect(String(decoding: read[0x43..<0x53], as: UTF8.self) == "94EED9EE65337086")
    }
}

extension NTAG424KnownAnswerTests {
    static func bytes(_ text: String) throws -> [UInt8] {
        try #require(Hex.decode(text))
    }

    static func tag(uid: String) throws -> NTAG424 {
        let production = [UInt8](repeating: 0, count: NTAG424.productionByteCount)
        let signature = [UInt8](repeating: 0, count: NTAG424.originalitySignatureByteCount)
        return try #require(
            NTAG424(uid: try bytes(uid), production: production, originalitySignature: signature)
        )
    }

    static func session(
        encryption: String = "00000000000000000000000000000000",
        authentication: String,
        identifier: String,
        commandCount: UInt16 = 0
    ) throws -> SecureSession {
        SecureSession(
            keyNumber: 0,
            transactionIdentifier: try bytes(identifier),
            encryptionKey: try bytes(encryption),
            authenticationKey: try bytes(authentication),
            commandCount: commandCount
        )
    }

    static func answer(_ tag: inout NTAG424, _ command: String) throws -> String {
        var numbers = SeededGenerator(seed: 1)
        return Hex.encode(tag.answer(try bytes(command), using: &numbers))
    }
}

/// Gives out the bytes it was given, eight at a time, and zeros after them.
struct ScriptedGenerator: RandomNumberGenerator {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    mutating func next() -> UInt64 {
        let word = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(8)
        return word
    }
}
