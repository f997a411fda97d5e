import Cryptography
import Records
import Replication

/// A log in memory where it is written: records, a key from a fixed seed, and the proofs of its tree.
struct MemoryLog {
    let signer: CheckpointSigner
    private(set) var records: [Record] = []
    private var tiles = MemoryTiles()

    var origin: Origin { signer.origin }
    var size: UInt64 { UInt64(records.count) }

    init(_ origin: String, keySeed: UInt8, count: Int = 0, byteCount: Int = 40) throws {
        signer = try CheckpointSigner(
            origin: Origin(origin),
            privateKey: Ed25519PrivateKey(seed: [UInt8](repeating: keySeed, count: 32))
        )
        try append(count, byteCount: byteCount)
    }

    /// Appends records of about a size, each with a leaf of its own.
    mutating func append(_ count: Int, byteCount: Int = 40, salt: UInt8 = 0) throws {
        for _ in 0..<count {
            let number = (0..<4).map { UInt8(truncatingIfNeeded: records.count >> (24 - 8 * $0)) }
            let record = Record(
                leafBytes: [salt] + number + [UInt8](repeating: 0x1E, count: byteCount / 2),
                bodyBytes: number + [UInt8](repeating: 0xB0, count: byteCount / 2)
            )
            records.append(record)
            try tiles.append(record)
        }
    }

    func note(_ size: UInt64? = nil) throws -> SignedNote {
        let size = size ?? self.size
        var prover = try TreeProver(reader: tiles, size: size)
        return try signer.sign(TreeHead(size: size, root: prover.root()))
    }

    func offer(from: UInt64, size: UInt64? = nil) throws -> HeadOffer {
        let size = size ?? self.size
        var prover = try TreeProver(reader: tiles, size: size)
        let path = try prover.consistency(from: from).path
        return HeadOffer(note: Bytes(try note(size).bytes), from: from, path: path.map { Bytes($0.bytes) })
    }

    /// At least one record where there is one, then as many as fit, as a store reads them.
    func stretch(from first: UInt64, byteCountMax: Int) throws -> RecordStretch {
        var taken: [Record] = []
        var byteCount = 0
        for record in records.dropFirst(Int(first)) {
            byteCount += record.leafBytes.count + record.bodyBytes.count + 5
            guard taken.isEmpty || byteCount <= byteCountMax else { break }
            taken.append(record)
        }
        return RecordStretch(first: first, bundle: try RecordBundle(taken))
    }

    func data(_ range: Range<Int>) throws -> LogStretch {
        LogStretch(
            origin: origin.text,
            first: UInt64(range.lowerBound),
            bundle: try RecordBundle(Array(records[range]))
        )
    }

    func alarm(_ index: UInt64, from: UInt64) throws -> AlarmFrame {
        var prover = try TreeProver(reader: tiles, size: size)
        let record = records[Int(index)]
        return AlarmFrame(
            origin: origin.text,
            index: index,
            leaf: Bytes(record.leafBytes),
            body: Bytes(record.bodyBytes),
            inclusion: try prover.inclusion(of: index).path.map { Bytes($0.bytes) },
            head: try offer(from: from)
        )
    }
}

/// The tiles of a growing tree, kept as flat rows.
private struct MemoryTiles: TileReader {
    private var frontier = TreeFrontier()
    private var levels: [[Digest]] = []

    mutating func append(_ record: Record) throws {
        for (level, hashes) in try frontier.grow(by: [TreeHash.leaf(record.leafBytes)]).levels.enumerated() {
            if level == levels.count { levels.append([]) }
            levels[level] += hashes
        }
    }

    func hashes(of tile: Tile, width: Int) throws(RecordsError) -> [Digest] {
        let start = Int(tile.index) * Tile.widthMax
        guard levels.indices.contains(tile.level), start + width <= levels[tile.level].count else {
            throw RecordsError(.unavailable, "the tree is not that large")
        }
        return Array(levels[tile.level][start..<start + width])
    }
}
