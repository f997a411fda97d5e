import Testing

@testable import Cryptography

@Suite struct AESCMACTests {
    /// The key and the message of RFC 4493, section 4; its examples take the first so many bytes.
    static let key = "2b7e151628aed2a6abf7158809cf4f3c"
    static let message =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
        + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"

    @Test func `the subkeys come out as the standard says`() throws {
        let (whole, padded) = try AESCMAC.subkeys(key: hex(Self.key))
        #expect(Hex.encode(whole) == "fbeed618357133667c85e08f7236a8de")
        #expect(Hex.encode(padded) == "f7ddac306ae266ccf90bc11ee46d513b")
        let secret = try AESCMAC.subkeys(key: SecretBytes(hex(Self.key)))
        #expect(secret.whole == whole)
        #expect(secret.padded == padded)
    }

    @Test(arguments: [
        (0, "bb1d6929e95937287fa37d129b756746"), (16, "070a16b46b4d4144f79bdd9dd04a287c"),
        (40, "dfa66747de9ae63030ca32611497c827"), (64, "51f0bebf7e3b9d92fc49741779363cfe"),
    ])
    func `a code comes out as the standard says`(count: Int, code: String) throws {
        let message = Array(try hex(Self.message).prefix(count))
        #expect(Hex.encode(try AESCMAC.code(key: hex(Self.key), message: message)) == code)
        #expect(Hex.encode(try AESCMAC.code(key: SecretBytes(hex(Self.key)), message: message)) == code)
    }

    @Test(arguments: [0, 15, 17, 32])
    func `a key of another count is refused`(count: Int) throws {
        let key = [UInt8](repeating: 0, count: count)
        let error = try #require(throws: CryptographyError.self) {
            try AESCMAC.code(key: key, message: [])
        }
        #expect(error.code == .invalidLength)
    }
}
