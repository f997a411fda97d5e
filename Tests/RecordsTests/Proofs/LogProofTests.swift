import Cryptography
import Records
import Testing

@Suite struct LogProofTests {
    private func policy(_ log: LogFixture) throws -> CheckpointPolicy {
        try CheckpointPolicy(
            origin: log.origin,
            logKey: log.signer.verifierKey,
            required: [log.cosigners[0].verifierKey]
        )
    }

    @Test func `a proof is text, is read again and verifies`() throws {
        let log = try LogFixture(leafCount: 50)
        for extra in [nil, [1, 2, 3]] as [[UInt8]?] {
            let proof = try log.proof(of: 7, in: 50, note: log.note(50, cosignedBy: [0, 2]), extra: extra)
            let read = try LogProof(parsing: proof.bytes)
            #expect(read == proof)
            #expect(read.extra == extra)
            let verified = try read.verify(leafHash: TreeHash.leaf(log.leaves[7]), policy: policy(log))
            #expect(verified.head == (try log.head(50)))
        }
    }

    @Test func `the text begins as C2SP tlog-proof says`() throws {
        let log = try LogFixture(leafCount: 3)
        let note = try log.note(3)
        let proof = try log.proof(of: 2, in: 3, note: note, extra: [0xFB, 0xFF])
        let sibling = Base64.encode(ReferenceTree.root(log.leaves[0..<2]).bytes)
        let text = "c2sp.org/tlog-proof@v1\nextra +/8=\nindex 2\n\(sibling)\n\n"
        #expect(proof.bytes == Array(text.utf8) + note.bytes)
        let single = try LogFixture(leafCount: 1)
        let shortest = try single.proof(of: 0, in: 1, note: single.note(1))
        #expect(shortest.bytes.starts(with: Array("c2sp.org/tlog-proof@v1\nindex 0\n\n".utf8)))
    }

    @Test func `a proof among a million leaves with one cosigner takes at most 1.5 kB`() throws {
        let log = try LogFixture("a-company.example/cabinet/0c1d9f3e7a52/acts/e12", leafCount: 1_000_000)
        let note = try log.note(1_000_000, cosignedBy: [0])
        for index in [0, 123_456, 999_999] {
            let proof = try log.proof(of: index, in: 1_000_000, note: note)
            #expect(proof.bytes.count <= 1_500)
            _ = try proof.verify(leafHash: TreeHash.leaf(log.leaves[index]), policy: policy(log))
        }
    }

    @Test func `another leaf, another index or another log is refused`() throws {
        let log = try LogFixture(leafCount: 50)
        let note = try log.note(50, cosignedBy: [0])
        let proof = try log.proof(of: 7, in: 50, note: note)
        let policy = try policy(log)
        #expect(throws: RecordsError(.mismatch, "")) {
            try proof.verify(leafHash: TreeHash.leaf(log.leaves[8]), policy: policy)
        }
        for index: UInt64 in [6, 8, 49, 50, .max] {
            let moved = try LogProof(index: index, path: proof.path, note: note)
            #expect(throws: RecordsError(.mismatch, "")) {
                try moved.verify(leafHash: TreeHash.leaf(log.leaves[7]), policy: policy)
            }
        }
        let bare = try LogProof(index: 7, path: proof.path, note: log.note(50))
        #expect(throws: RecordsError(.refused, "")) {
            try bare.verify(leafHash: TreeHash.leaf(log.leaves[7]), policy: policy)
        }
    }

    @Test func `any flipped bit refuses`() throws {
        let log = try LogFixture(leafCount: 50)
        let leaf = TreeHash.leaf(log.leaves[7])
        let policy = try policy(log)
        let bytes = try log.proof(of: 7, in: 50, note: log.note(50, cosignedBy: [0])).bytes
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << UInt8(bit)
                #expect(throws: RecordsError.self, "byte \(index), bit \(bit)") {
                    try LogProof(parsing: changed).verify(leafHash: leaf, policy: policy)
                }
            }
        }
    }

    @Test func `a proof cut at any byte refuses`() throws {
        let log = try LogFixture(leafCount: 50)
        let leaf = TreeHash.leaf(log.leaves[7])
        let policy = try policy(log)
        let bytes = try log.proof(of: 7, in: 50, note: log.note(50, cosignedBy: [0])).bytes
        for count in bytes.indices {
            #expect(throws: RecordsError.self, "\(count) bytes") {
                try LogProof(parsing: Array(bytes[..<count])).verify(leafHash: leaf, policy: policy)
            }
        }
    }

    @Test func `other ways of writing a proof are refused`() throws {
        let log = try LogFixture(leafCount: 3)
        let text = String(
            decoding: try log.proof(of: 2, in: 3, note: log.note(3), extra: [1]).bytes,
            as: UTF8.self
        )
        for (old, new, code) in [
            ("@v1", "@v2", RecordsError.Code.unknownVersion), ("index 2", "index 02", .malformed),
            ("index 2", "index  2", .malformed), ("index 2", "Index 2", .malformed),
            ("index 2\n", "", .malformed),
            ("extra AQ==", "extra ", .malformed), ("extra AQ==", "extra AR==", .malformed),
            ("extra AQ==", "extra AQ", .malformed), ("extra AQ==", "extra AQ==\nextra AQ==", .malformed),
            ("extra AQ==\nindex 2", "index 2\nextra AQ==", .malformed), ("index 2", "index 2\r", .malformed),
            ("index 2", "index 18446744073709551616", .malformed),
            ("index 2\n", "index 2\nAQ==\n", .malformed),
        ] {
            let changed = Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
            #expect(throws: RecordsError(code, ""), "\(new)") { try LogProof(parsing: changed) }
        }
    }

    @Test func `more hashes or extra data than the limits are refused`() throws {
        let log = try LogFixture(leafCount: 3)
        let note = try log.note(3)
        let path = [Digest](repeating: TreeHash.emptyRoot, count: 63)
        #expect(throws: RecordsError(.tooLarge, "")) { try LogProof(index: 0, path: path, note: note) }
        let most = try LogProof(index: 0, path: Array(path[..<62]), note: note)
        #expect(try LogProof(parsing: most.bytes) == most)
        let line = Base64.encode(TreeHash.emptyRoot.bytes)
        let text = String(decoding: most.bytes, as: UTF8.self)
            .replacing(line, with: line + "\n" + line, maxReplacements: 1)
        #expect(throws: RecordsError(.tooLarge, "")) { try LogProof(parsing: Array(text.utf8)) }
        #expect(throws: RecordsError(.tooLarge, "")) {
            try LogProof(index: 0, path: [], note: note, extra: [UInt8](repeating: 0, count: 16_385))
        }
        #expect(throws: RecordsError(.malformed, "")) {
            try LogProof(index: 0, path: [], note: note, extra: [])
        }
        #expect(throws: RecordsError(.tooLarge, "")) {
            try LogProof(parsing: [UInt8](repeating: 0x41, count: LogProof.byteCountMax + 1))
        }
    }
}
