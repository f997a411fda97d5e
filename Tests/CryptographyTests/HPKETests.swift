import Testing

@testable import Cryptography

/// RFC 9180, appendix A.1.1: base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.
@Suite struct HPKETests {
    private let info = "4f6465206f6e2061204772656369616e2055726e"
    private let ephemeralKey = "52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736"
    private let recipientKey = "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"
    private let encapsulated = "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
    private let sharedSecret = "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc"
    private let plaintext = "4265617574792069732074727574682c20747275746820626561757479"
    private let associated = "436f756e742d30"
    private let ciphertext =
        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"

    @Test func `the shared secret comes out on either side`() throws {
        let ephemeral = try X25519PrivateKey(bytes: hex(ephemeralKey))
        let recipient = try X25519PrivateKey(bytes: hex(recipientKey))
        #expect(try ephemeral.publicKey.bytes == hex(encapsulated))
        #expect(
            Hex.encode(recipient.publicKey.bytes)
                == "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"
        )
        let sent = try HPKEKeyEncapsulation.sharedSecret(
            own: ephemeral,
            other: recipient.publicKey,
            encapsulated: ephemeral.publicKey,
            recipient: recipient.publicKey
        )
        let received = try HPKEKeyEncapsulation.sharedSecret(
            own: recipient,
            other: ephemeral.publicKey,
            encapsulated: ephemeral.publicKey,
            recipient: recipient.publicKey
        )
        #expect(try sent == hex(sharedSecret))
        #expect(received == sent)
    }

    @Test func `the key schedule comes out`() throws {
        let schedule = try HPKEKeySchedule(sharedSecret: hex(sharedSecret), info: hex(info))
        #expect(try schedule.key == SecretBytes(hex("4531685d41d65f03dc48f6b8302c05b0")))
        #expect(try schedule.baseNonce == hex("56d890e5accaaf011cff4b7d"))
        #expect(
            try schedule.exporterSecret
                == SecretBytes(hex("45ff1c2e220db587171952c0592d5f5ebe103f1561a2614e38f2ffd47e99e3f8"))
        )
    }

    @Test func `the first message is sealed and opened`() throws {
        let recipient = try X25519PrivateKey(bytes: hex(recipientKey))
        let sealed = try HPKE.seal(
            hex(plaintext),
            to: recipient.publicKey,
            info: hex(info),
            authenticating: hex(associated),
            ephemeralKey: X25519PrivateKey(bytes: hex(ephemeralKey))
        )
        #expect(try sealed == hex(encapsulated) + hex(ciphertext))
        #expect(
            try HPKE.open(sealed, with: recipient, info: hex(info), authenticating: hex(associated))
                == hex(plaintext)
        )
    }

    @Test func `what is sealed differs each time and opens`() throws {
        let recipient = try X25519PrivateKey()
        let first = try HPKE.seal([1, 2], to: recipient.publicKey, info: [3], authenticating: [4])
        let second = try HPKE.seal([1, 2], to: recipient.publicKey, info: [3], authenticating: [4])
        #expect(first != second)
        #expect(first.count == 2 + HPKE.overheadByteCount)
        for sealed in [first, second] {
            #expect(try HPKE.open(sealed, with: recipient, info: [3], authenticating: [4]) == [1, 2])
        }
    }

    @Test func `another byte, key, info or associated data is found`() throws {
        let recipient = try X25519PrivateKey()
        let sealed = try HPKE.seal([1, 2], to: recipient.publicKey, info: [3], authenticating: [4])
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            let error = #expect(throws: CryptographyError.self) {
                try HPKE.open(changed, with: recipient, info: [3], authenticating: [4])
            }
            #expect(error?.code == .notAuthentic)
        }
        let other = try X25519PrivateKey()
        for run in [
            { try HPKE.open(sealed, with: other, info: [3], authenticating: [4]) },
            { try HPKE.open(sealed, with: recipient, info: [], authenticating: [4]) },
            { try HPKE.open(sealed, with: recipient, info: [3], authenticating: []) },
        ] {
            let error = try #require(throws: CryptographyError.self, performing: run)
            #expect(error.code == .notAuthentic)
        }
    }

    @Test func `sealed bytes under a key of small order are refused`() throws {
        let recipient = try X25519PrivateKey()
        let error = try #require(throws: CryptographyError.self) {
            try HPKE.open(
                [UInt8](repeating: 0, count: 64),
                with: recipient,
                info: [],
                authenticating: []
            )
        }
        #expect(error.code == .invalidKey)
    }

    @Test(arguments: [0, 31, 32, 47])
    func `fewer bytes than key and tag are refused`(count: Int) throws {
        let recipient = try X25519PrivateKey()
        let error = try #require(throws: CryptographyError.self) {
            try HPKE.open(
                [UInt8](repeating: 9, count: count),
                with: recipient,
                info: [],
                authenticating: []
            )
        }
        #expect(error.code == .invalidLength)
    }
}
