import Testing

@testable import Cryptography

@Suite struct AES128Tests {
    @Test func `one block comes out as FIPS 197 says`() throws {
        // FIPS 197, appendix C.1.
        #expect(
            try AES128.encryptBlock(
                hex("00112233445566778899aabbccddeeff"),
                key: hex("000102030405060708090a0b0c0d0e0f")
            )
                == hex("69c4e0d86a7b0430d8cdb78070b4c55a")
        )
    }

    @Test func `chained blocks come out as NIST's vectors say, both ways`() throws {
        let rows = try VectorFile("aes-128-cbc.txt").rows
        #expect(rows.count == 48)
        for row in rows {
            let (key, vector) = (try row.bytes(0), try row.bytes(1))
            let (plaintext, ciphertext) = (try row.bytes(2), try row.bytes(3))
            #expect(
                try AES128.encryptCBC(plaintext, key: key, initialVector: vector) == ciphertext,
                "\(row)"
            )
            #expect(
                try AES128.decryptCBC(ciphertext, key: key, initialVector: vector) == plaintext,
                "\(row)"
            )
            let secret = SecretBytes(key)
            #expect(
                try AES128.encryptCBC(plaintext, key: secret, initialVector: vector) == ciphertext,
                "\(row)"
            )
            #expect(
                try AES128.decryptCBC(ciphertext, key: secret, initialVector: vector) == plaintext,
                "\(row)"
            )
        }
    }

    @Test func `no bytes stay no bytes`() throws {
        let zeros = [UInt8](repeating: 0, count: 16)
        #expect(try AES128.encryptCBC([], key: zeros, initialVector: zeros) == [])
        #expect(try AES128.decryptCBC([], key: zeros, initialVector: zeros) == [])
    }

    @Test(arguments: [0, 15, 17, 24, 32])
    func `keys, vectors and blocks of another count are refused`(count: Int) throws {
        let zeros = [UInt8](repeating: 0, count: 16)
        let wrong = [UInt8](repeating: 0, count: count)
        let refusals: [() throws -> [UInt8]] = [
            { try AES128.encryptBlock(wrong, key: zeros) },
            { try AES128.encryptBlock(zeros, key: wrong) },
            { try AES128.encryptCBC(zeros, key: wrong, initialVector: zeros) },
            { try AES128.encryptCBC(zeros, key: zeros, initialVector: wrong) },
            { try AES128.decryptCBC(zeros, key: wrong, initialVector: zeros) },
            { try AES128.decryptCBC(zeros, key: zeros, initialVector: wrong) },
        ]
        for refusal in refusals {
            let error = try #require(throws: CryptographyError.self, performing: refusal)
            #expect(error.code == .invalidLength)
        }
    }

    @Test(arguments: [1, 15, 17, 31])
    func `a part of a block is refused in either direction`(count: Int) throws {
        let zeros = [UInt8](repeating: 0, count: 16)
        let part = [UInt8](repeating: 0, count: count)
        for run in [
            { try AES128.encryptCBC(part, key: zeros, initialVector: zeros) },
            { try AES128.decryptCBC(part, key: zeros, initialVector: zeros) },
        ] {
            let error = try #require(throws: CryptographyError.self, performing: run)
            #expect(error.code == .invalidLength)
        }
    }
}
