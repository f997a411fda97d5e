import Testing

@testable import Cryptography

@Suite struct Ed25519Tests {
    @Test func `keys and signatures come out as the standard says`() throws {
        let rows = try VectorFile("ed25519-signing.txt").rows
        #expect(rows.count == 5)
        for row in rows {
            let key = try Ed25519PrivateKey(seed: row.bytes(0))
            #expect(try key.publicKey.bytes == row.bytes(1), "\(row)")
            #expect(try key.seed == row.bytes(0), "\(row)")
            #expect(try key.signature(for: row.bytes(2)) == row.bytes(3), "\(row)")
            #expect(
                try Ed25519PublicKey(bytes: row.bytes(1)).isValid(row.bytes(3), for: row.bytes(2)),
                "\(row)"
            )
        }
    }

    @Test func `one key signs and verifies for many threads at once, as the standard says`() async throws {
        let row = try #require(try VectorFile("ed25519-signing.txt").rows.last)
        let (key, message, signature) = (
            try Ed25519PrivateKey(seed: row.bytes(0)), try row.bytes(2), try row.bytes(3)
        )
        let verdicts = try await withThrowingTaskGroup(of: [Bool].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try (0..<200).map { round in
                        var other = signature
                        other[round % other.count] ^= 1
                        return try key.signature(for: message) == signature
                            && key.publicKey.isValid(signature, for: message)
                            && !key.publicKey.isValid(other, for: message)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(verdicts == [Bool](repeating: true, count: 1_600))
    }

    @Test func `every verdict on Wycheproof's signatures is the right one`() throws {
        // Among them: S not below the order, signatures too short and too long, R that is no point.
        let rows = try VectorFile("ed25519.txt").rows
        #expect(rows.count == 151)
        for row in rows {
            let key = try Ed25519PublicKey(bytes: row.bytes(1))
            #expect(try key.isValid(row.bytes(3), for: row.bytes(2)) == (row.verdict == "valid"), "\(row)")
        }
    }

    @Test func `one changed bit in signature, message or key is found`() throws {
        let key = try Ed25519PrivateKey()
        let message = Array("a grant".utf8)
        let signature = try key.signature(for: message)
        #expect(key.publicKey.isValid(signature, for: message))
        for bit in 0..<8 * signature.count {
            var changed = signature
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.publicKey.isValid(changed, for: message))
        }
        #expect(!key.publicKey.isValid(signature, for: message + [0]))
        #expect(!(try Ed25519PrivateKey().publicKey.isValid(signature, for: message)))
    }

    @Test(arguments: [0, 1, 32, 63, 65, 128])
    func `a signature of another count is not valid`(count: Int) throws {
        let key = try Ed25519PrivateKey()
        let signature = try key.signature(for: [])
        #expect(!key.publicKey.isValid(Array((signature + signature).prefix(count)), for: []))
    }

    @Test(arguments: [0, 31, 33, 64])
    func `keys and seeds of another count are refused`(count: Int) throws {
        let bytes = [UInt8](repeating: 9, count: count)
        var error = try #require(throws: CryptographyError.self) { try Ed25519PublicKey(bytes: bytes) }
        #expect(error.code == .invalidLength)
        error = try #require(throws: CryptographyError.self) { try Ed25519PrivateKey(seed: bytes) }
        #expect(error.code == .invalidLength)
    }

    /// The eight points of small order and their other texts, as libsodium's list and the paper
    /// "Taming the many EdDSAs" (table 6) have them.
    static let smallOrderKeys = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ]

    @Test(arguments: smallOrderKeys)
    func `a key of small order is refused`(text: String) throws {
        let bytes = try hex(text)
        let error = try #require(throws: CryptographyError.self) { try Ed25519PublicKey(bytes: bytes) }
        #expect(error.code == .invalidKey)
    }

    @Test func `a key that is not canonical is refused, and its neighbours below the prime are not`() throws {
        // 2^255 - 19 + 3 is a second text for y = 3; 2^255 - 19 - 3 is a plain number.
        var bytes = [0xF0] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]
        let error = try #require(throws: CryptographyError.self) { try Ed25519PublicKey(bytes: bytes) }
        #expect(error.code == .invalidKey)
        bytes[0] = 0xEA
        #expect(throws: Never.self) { try Ed25519PublicKey(bytes: bytes) }
        bytes[0] = 0xF0
        bytes[17] = 0xFE
        #expect(throws: Never.self) { try Ed25519PublicKey(bytes: bytes) }
    }

    @Test func `under bytes that are no point nothing is valid`() throws {
        // y = 2 is on no point of the curve (RFC 8032, section 5.1.3: no square root).
        let key = try Ed25519PublicKey(bytes: [2] + [UInt8](repeating: 0, count: 31))
        let signature = try Ed25519PrivateKey().signature(for: [1])
        #expect(!key.isValid(signature, for: [1]))
        #expect(!key.isValid([UInt8](repeating: 0, count: 64), for: [1]))
        #expect(!key.isValid([1] + [UInt8](repeating: 0, count: 63), for: []))
    }

    @Test func `random bytes never trap and are never valid`() throws {
        for count in 0..<300 {
            let bytes = try SecureRandom.bytes(32)
            guard let key = try? Ed25519PublicKey(bytes: bytes) else { continue }
            #expect(!key.isValid(try SecureRandom.bytes(count.isMultiple(of: 2) ? 64 : count), for: bytes))
        }
    }

    @Test func `one key serves many threads at once`() async throws {
        let key = try Ed25519PrivateKey()
        let signature = try key.signature(for: [1, 2, 3])
        let publicKey = key.publicKey
        let verdicts = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<64 {
                group.addTask {
                    publicKey.isValid(signature, for: index.isMultiple(of: 2) ? [1, 2, 3] : [1, 2])
                        == index.isMultiple(of: 2)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts.allSatisfy { $0 })
        #expect(verdicts.count == 64)
    }
}
