import Testing

@testable import Cryptography

@Suite struct X25519Tests {
    @Test(arguments: [
        (
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
            "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
        ),
        (
            "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
            "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
            "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
        ),
    ])
    func `secrets come out as RFC 7748, section 5.2 says`(own: String, other: String, secret: String) throws {
        let key = try X25519PrivateKey(bytes: hex(own))
        #expect(try key.sharedSecret(with: X25519PublicKey(bytes: hex(other))) == hex(secret))
    }

    @Test func `two sides agree as RFC 7748, section 6.1 says`() throws {
        let alice = try X25519PrivateKey(
            bytes: hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
        )
        let bob = try X25519PrivateKey(
            bytes: hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
        )
        #expect(
            Hex.encode(alice.publicKey.bytes)
                == "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
        )
        #expect(
            Hex.encode(bob.publicKey.bytes)
                == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
        )
        let secret = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
        #expect(Hex.encode(try alice.sharedSecret(with: bob.publicKey)) == secret)
        #expect(Hex.encode(try bob.sharedSecret(with: alice.publicKey)) == secret)
    }

    @Test func `every secret of Wycheproof's comes out or is refused`() throws {
        let rows = try VectorFile("x25519.txt").rows
        #expect(rows.count == 518)
        #expect(rows.count { $0.verdict == "refused" } == 31)
        for row in rows {
            let key = try X25519PrivateKey(bytes: row.bytes(1))
            let other = try X25519PublicKey(bytes: row.bytes(2))
            if row.verdict == "refused" {
                let error = #expect(throws: CryptographyError.self, "\(row)") {
                    try key.sharedSecret(with: other)
                }
                #expect(error?.code == .invalidKey, "\(row)")
            } else {
                #expect(try key.sharedSecret(with: other) == row.bytes(3), "\(row)")
            }
        }
    }

    @Test(arguments: [0, 31, 33])
    func `keys of another count are refused`(count: Int) throws {
        let bytes = [UInt8](repeating: 9, count: count)
        var error = try #require(throws: CryptographyError.self) { try X25519PublicKey(bytes: bytes) }
        #expect(error.code == .invalidLength)
        error = try #require(throws: CryptographyError.self) { try X25519PrivateKey(bytes: bytes) }
        #expect(error.code == .invalidLength)
    }
}
