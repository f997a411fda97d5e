import Testing

@testable import Cryptography

@Suite struct P256Tests {
    /// RFC 6979, appendix A.2.5.
    static let scalar = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"
    static let publicKey =
        "04"
        + "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
        + "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"
    static let order = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"

    @Test(arguments: [
        (
            "sample",
            "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
        ),
        (
            "test",
            "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367"
                + "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"
        ),
    ])
    func `the signatures of RFC 6979 are valid`(message: String, signature: String) throws {
        let key = try P256PublicKey(bytes: hex(Self.publicKey))
        #expect(try key.isValid(hex(signature), for: Array(message.utf8)))
        #expect(try !key.isValid(hex(signature), for: Array(message.utf8) + [0]))
    }

    @Test func `a private number has the public key of RFC 6979`() throws {
        let key = try P256PrivateKey(scalar: hex(Self.scalar))
        #expect(try key.publicKey.bytes == hex(Self.publicKey))
        #expect(try key.scalar == hex(Self.scalar))
        let signature = try key.signature(for: Array("sample".utf8))
        #expect(signature.count == 64)
        #expect(key.publicKey.isValid(signature, for: Array("sample".utf8)))
        #expect(!key.publicKey.isValid(signature, for: Array("Sample".utf8)))
    }

    @Test func `every verdict on Wycheproof's signatures is the right one`() throws {
        let rows = try VectorFile("ecdsa-p256-raw.txt").rows
        #expect(rows.count == 262)
        for row in rows {
            let key = try P256PublicKey(bytes: row.bytes(1))
            #expect(try key.isValid(row.bytes(3), for: row.bytes(2)) == (row.verdict == "valid"), "\(row)")
        }
    }

    @Test func `every verdict on Wycheproof's signatures in DER is the right one`() throws {
        let rows = try VectorFile("ecdsa-p256-der.txt").rows
        #expect(rows.count == 484)
        for row in rows {
            let key = try P256PublicKey(bytes: row.bytes(1))
            #expect(
                try key.isValid(derSignature: row.bytes(3), for: row.bytes(2)) == (row.verdict == "valid"),
                "\(row)"
            )
        }
    }

    @Test func `many fresh keys sign, also where a number begins with zeros`() throws {
        for count in 0..<300 {
            let key = try P256PrivateKey()
            let message = [UInt8](repeating: 7, count: count)
            let signature = try key.signature(for: message)
            #expect(signature.count == 64)
            #expect(key.publicKey.isValid(signature, for: message))
        }
    }

    @Test func `a point off the curve is refused`() throws {
        for index in [1, 32, 33, 64] {
            var bytes = try hex(Self.publicKey)
            bytes[index] ^= 1
            let error = try #require(throws: CryptographyError.self) { try P256PublicKey(bytes: bytes) }
            #expect(error.code == .invalidKey)
        }
        let zeros = [4] + [UInt8](repeating: 0, count: 64)
        let error = try #require(throws: CryptographyError.self) { try P256PublicKey(bytes: zeros) }
        #expect(error.code == .invalidKey)
    }

    @Test(arguments: [UInt8(0), 1, 2, 3, 5, 6, 7, 0xFF])
    func `other texts of a point than the uncompressed one are refused`(form: UInt8) throws {
        // 6 and 7 are the hybrid forms (SEC 1, 2.3.4); this y is odd, so 7 would be this very point.
        var bytes = try hex(Self.publicKey)
        bytes[0] = form
        let error = try #require(throws: CryptographyError.self) { try P256PublicKey(bytes: bytes) }
        #expect(error.code == .invalidKey)
    }

    @Test(arguments: [0, 1, 33, 64, 66])
    func `keys of another count are refused`(count: Int) throws {
        let bytes = [UInt8](repeating: 4, count: count)
        var error = try #require(throws: CryptographyError.self) { try P256PublicKey(bytes: bytes) }
        #expect(error.code == .invalidLength)
        error = try #require(throws: CryptographyError.self) { try P256PrivateKey(scalar: bytes) }
        #expect(error.code == .invalidLength)
    }

    @Test func `a private number of zero or not below the order is refused`() throws {
        for text in [String(repeating: "0", count: 64), Self.order, String(repeating: "F", count: 64)] {
            let bytes = try hex(text)
            let error = try #require(throws: CryptographyError.self) { try P256PrivateKey(scalar: bytes) }
            #expect(error.code == .invalidKey)
        }
        var last = try hex(Self.order)
        last[31] -= 1
        #expect(throws: Never.self) { try P256PrivateKey(scalar: last) }
    }

    @Test func `the same two numbers with a zero in front are not valid`() throws {
        let key = try P256PrivateKey()
        let signature = try key.signature(for: [])
        let longer = [0] + signature[..<32] + [0] + signature[32...]
        #expect(!key.publicKey.isValid(longer, for: []))
    }

    @Test(arguments: [0, 1, 63, 65, 128])
    func `a signature of another count is not valid`(count: Int) throws {
        let key = try P256PrivateKey()
        let signature = try key.signature(for: [])
        #expect(!key.publicKey.isValid(Array((signature + signature).prefix(count)), for: []))
    }
}
