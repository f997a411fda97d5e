import Testing

@testable import Cryptography

@Suite struct SHA256Tests {
    @Test func `the examples of the standard come out`() throws {
        // FIPS 180-4 examples as NIST publishes them: one block, two blocks.
        #expect(
            SHA256.hash(Array("abc".utf8)).description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(
            SHA256.hash(Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)).description
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        )
    }

    @Test func `a million bytes in pieces make the standard's digest`() {
        var hasher = SHA256Hasher()
        for _ in 0..<1000 {
            hasher.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000))
        }
        #expect(
            hasher.finalize().description
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        )
    }

    @Test func `every way of hashing gives NIST's digests`() throws {
        let rows = try VectorFile("sha256.txt").rows
        #expect(rows.count == 89)
        for row in rows {
            let message = try row.bytes(0)
            let digest = try #require(Digest(row.bytes(1)))
            #expect(SHA256.hash(message) == digest, "\(row)")
            #expect(SHA256.hash(message.span) == digest, "\(row)")
            let middle = message.count / 3
            #expect(
                SHA256.hash(parts: [Array(message[..<middle]), [], Array(message[middle...])]) == digest,
                "\(row)"
            )
            guard let first = message.first else { continue }
            #expect(SHA256.hash(prefix: first, Array(message.dropFirst())) == digest, "\(row)")
            #expect(SHA256.hash(prefix: first, message.span.extracting(1...)) == digest, "\(row)")
        }
    }

    @Test func `a node of a tree is the hash of prefix, left and right`() {
        let left = SHA256.hash([1])
        let right = SHA256.hash([2])
        #expect(
            SHA256.hash(prefix: 1, left: left, right: right) == SHA256.hash([1] + left.bytes + right.bytes)
        )
    }

    @Test func `the tree of RFC 6962's test data has its known root`() throws {
        // The first two leaves of the reference log's own tests (certificate-transparency, merkletree).
        let empty = SHA256.hash(prefix: 0, [])
        let second = SHA256.hash(prefix: 0, [0])
        #expect(empty.description == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        #expect(
            SHA256.hash(prefix: 1, left: empty, right: second).description
                == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
        )
    }

    @Test func `digests sort as their bytes do`() throws {
        let low = try #require(Digest([0] + [UInt8](repeating: 0xFF, count: 31)))
        let high = try #require(Digest([1] + [UInt8](repeating: 0, count: 31)))
        #expect(low < high)
        #expect(!(high < low))
        #expect(Digest([UInt8](1...32)[...]) == Digest([UInt8](1...32)))
    }
}
