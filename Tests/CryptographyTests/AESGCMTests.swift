import Testing

@testable import Cryptography

@Suite struct AESGCMTests {
    @Test func `bytes are sealed, opened and refused as NIST's vectors say`() throws {
        let rows = try VectorFile("aes-gcm.txt").rows
        #expect(rows.count == 300)
        for row in rows {
            let (key, nonce, data) = (try row.bytes(1), try row.bytes(2), try row.bytes(3))
            let sealed = try row.bytes(4) + row.bytes(5)
            guard row.verdict == "opened" else {
                let error = #expect(throws: CryptographyError.self, "\(row)") {
                    try AESGCM.open(sealed, key: key, nonce: nonce, authenticating: data)
                }
                #expect(error?.code == .notAuthentic, "\(row)")
                continue
            }
            let plaintext = try row.bytes(6)
            #expect(
                try AESGCM.seal(plaintext, key: key, nonce: nonce, authenticating: data) == sealed,
                "\(row)"
            )
            #expect(
                try AESGCM.open(sealed, key: key, nonce: nonce, authenticating: data) == plaintext,
                "\(row)"
            )
        }
    }

    @Test func `one changed bit anywhere is found`() throws {
        let key = SecretBytes([UInt8](1...16))
        let nonce = [UInt8](1...12)
        let sealed = try AESGCM.seal([1, 2, 3], key: key, nonce: nonce, authenticating: [4, 5])
        #expect(try AESGCM.open(sealed, key: key, nonce: nonce, authenticating: [4, 5]) == [1, 2, 3])
        var forgeries: [(sealed: [UInt8], key: [UInt8], nonce: [UInt8], data: [UInt8])] = []
        for bit in 0..<8 * sealed.count {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            forgeries.append((changed, [UInt8](1...16), nonce, [4, 5]))
        }
        forgeries.append((sealed, [UInt8](2...17), nonce, [4, 5]))
        forgeries.append((sealed, [UInt8](1...16), [UInt8](2...13), [4, 5]))
        forgeries.append((sealed, [UInt8](1...16), nonce, [4]))
        forgeries.append((sealed, [UInt8](1...16), nonce, []))
        forgeries.append((Array(sealed.dropLast()), [UInt8](1...16), nonce, [4, 5]))
        for forgery in forgeries {
            let error = #expect(throws: CryptographyError.self) {
                try AESGCM.open(
                    forgery.sealed,
                    key: forgery.key,
                    nonce: forgery.nonce,
                    authenticating: forgery.data
                )
            }
            #expect(error?.code == .notAuthentic)
        }
    }

    @Test(arguments: [(0, 12, 16), (15, 12, 16), (24, 12, 16), (33, 12, 16), (16, 11, 16), (32, 16, 16)])
    func `keys and nonces of another count are refused`(key: Int, nonce: Int, sealed: Int) throws {
        let bytes = [UInt8](repeating: 0, count: 64)
        for run in [
            {
                try AESGCM.seal(
                    [],
                    key: Array(bytes.prefix(key)),
                    nonce: Array(bytes.prefix(nonce)),
                    authenticating: []
                )
            },
            {
                try AESGCM.open(
                    Array(bytes.prefix(sealed)),
                    key: Array(bytes.prefix(key)),
                    nonce: Array(bytes.prefix(nonce)),
                    authenticating: []
                )
            },
        ] {
            let error = try #require(throws: CryptographyError.self, performing: run)
            #expect(error.code == .invalidLength)
        }
    }

    @Test(arguments: [0, 1, 15])
    func `fewer bytes than a tag are refused`(count: Int) throws {
        let error = try #require(throws: CryptographyError.self) {
            try AESGCM.open(
                [UInt8](repeating: 0, count: count),
                key: [UInt8](1...16),
                nonce: [UInt8](1...12),
                authenticating: []
            )
        }
        #expect(error.code == .invalidLength)
    }
}
