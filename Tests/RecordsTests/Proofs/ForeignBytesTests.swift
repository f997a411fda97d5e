import Cryptography
import Records
import Testing

/// Bytes from strangers: random, cut, mutated.
///
/// Each parser returns or throws, and what it takes it writes again.
@Suite struct ForeignBytesTests {
    static let seeds: [UInt64] = [11, 12, 13]

    @Test(arguments: seeds)
    func `notes`(seed: UInt64) throws {
        let log = try LogFixture(leafCount: 9)
        try check(
            seed: seed,
            samples: [log.note(9, cosignedBy: [0, 1, 2]).bytes, Array(CheckpointTests.example.utf8)]
        ) {
            try SignedNote(parsing: $0).bytes
        }
    }

    @Test(arguments: seeds)
    func `checkpoints`(seed: UInt64) throws {
        let log = try LogFixture(leafCount: 9)
        try check(seed: seed, samples: [log.note(9).text, log.note(0).text + Array("more\n".utf8)]) {
            try Checkpoint(parsing: $0).text
        }
    }

    @Test(arguments: seeds)
    func `proofs`(seed: UInt64) throws {
        let log = try LogFixture(leafCount: 9)
        let note = try log.note(9, cosignedBy: [0])
        let samples = [
            try log.proof(of: 4, in: 9, note: note).bytes,
            try log.proof(of: 8, in: 9, note: note, extra: [1, 2, 3, 4]).bytes,
        ]
        try check(seed: seed, samples: samples) { try LogProof(parsing: $0).bytes }
    }

    @Test(arguments: seeds)
    func `verifier keys`(seed: UInt64) throws {
        try check(seed: seed, samples: NoteKeyTests.known.map { Array($0.utf8) }) {
            guard let text = String(validating: $0, as: UTF8.self) else { throw RecordsError(.malformed, "") }
            return Array(try NoteVerifierKey(text: text).text.utf8)
        }
    }

    @Test(arguments: seeds)
    func `frontiers`(seed: UInt64) throws {
        let log = try LogFixture(leafCount: 77)
        try check(seed: seed, samples: [log.tiles.frontier.encoded, TreeFrontier().encoded]) {
            try TreeFrontier(encoded: $0).encoded
        }
    }

    @Test(arguments: seeds)
    func `cosignatures`(seed: UInt64) throws {
        let line = try LogFixture(leafCount: 9).note(9, cosignedBy: [0]).signatures[1]
        try check(seed: seed, samples: [line.bytes]) { try Cosignature($0).bytes }
    }

    @Test(arguments: seeds)
    func `bundles`(seed: UInt64) throws {
        let sample = try EntryBundle.encode(ReferenceTree.leaves(20) + [[UInt8](repeating: 1, count: 300)])
        try check(seed: seed, samples: [sample, []]) {
            try EntryBundle.encode(try EntryBundle.decode($0, countMax: 64))
        }
    }

    private func check(
        seed: UInt64,
        samples: [[UInt8]],
        rewrite: ([UInt8]) throws -> [UInt8]
    ) throws {
        var generator = SplitMix(seed: seed)
        for sample in samples {
            #expect(try rewrite(sample) == sample)
        }
        for round in 0..<1_500 {
            let sample = samples[round % samples.count]
            let bytes = Self.mangle(sample, using: &generator)
            do {
                let written = try rewrite(bytes)
                #expect(written == bytes, "seed \(seed), round \(round): \(Hex.encode(bytes))")
            } catch is RecordsError {
                // Refused: as good as taken.
            }
        }
    }

    private static func mangle(_ sample: [UInt8], using generator: inout SplitMix) -> [UInt8] {
        var bytes = sample
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return generator.bytes(Int.random(in: 0...300, using: &generator))
        case 1: return Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
        case 2:
            bytes.insert(
                UInt8.random(in: 0...255, using: &generator),
                at: Int.random(in: 0...bytes.count, using: &generator)
            )
        case 3:
            guard !bytes.isEmpty else { return bytes }
            bytes.remove(at: Int.random(in: 0..<bytes.count, using: &generator))
        case 4:
            guard bytes.count > 1 else { return bytes }
            let (a, b) = (
                Int.random(in: 0..<bytes.count, using: &generator),
                Int.random(in: 0..<bytes.count, using: &generator)
            )
            bytes.replaceSubrange(
                min(a, b)..<max(a, b),
                with: bytes[Int.random(in: 0..<bytes.count, using: &generator)...]
            )
        default:
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
                    in: 0...255,
                    using: &generator
                )
            }
        }
        return bytes
    }
}
