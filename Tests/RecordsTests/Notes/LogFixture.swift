import Cryptography
import Records

/// A log with its keys and three cosigners, all from fixed seeds.
struct LogFixture {
    let signer: CheckpointSigner
    let cosigners: [Cosigner]
    let leaves: [[UInt8]]
    let tiles: MemoryTiles

    var origin: Origin { signer.origin }

    init(_ text: String = "seals.example/cabinet/0c1d/acts/e1", leafCount: Int = 0, keySeed: UInt8 = 1) throws
    {
        signer = try CheckpointSigner(origin: Origin(text), privateKey: Self.key(keySeed))
        cosigners = try ["witness", "mirror", "safe"].enumerated().map { number, name in
            Cosigner(
                name: try NoteKeyName("seals.example/hq/\(name)"),
                privateKey: try Self.key(100 + UInt8(number))
            )
        }
        leaves = ReferenceTree.leaves(leafCount)
        tiles = try MemoryTiles(leaves)
    }

    static func key(_ number: UInt8) throws -> Ed25519PrivateKey {
        try Ed25519PrivateKey(seed: [UInt8](repeating: number, count: 32))
    }

    /// The head over the first leaves.
    func head(_ size: Int) throws -> TreeHead {
        var prover = try TreeProver(reader: tiles, size: UInt64(size))
        return TreeHead(size: UInt64(size), root: try prover.root())
    }

    /// The signed checkpoint over the first leaves, with cosignatures by the numbered cosigners.
    func note(_ size: Int, cosignedBy numbers: [Int] = []) throws -> SignedNote {
        var note = try signer.sign(head(size))
        for number in numbers {
            note = try note.adding(cosigners[number].cosign(Checkpoint(note), atSeconds: 1_700_000_000))
        }
        return note
    }

    func path(from: Int, to: Int) throws -> [Digest] {
        var prover = try TreeProver(reader: tiles, size: UInt64(to))
        return try prover.consistency(from: UInt64(from)).path
    }

    func proof(of index: Int, in size: Int, note: SignedNote, extra: [UInt8]? = nil) throws -> LogProof {
        var prover = try TreeProver(reader: tiles, size: UInt64(size))
        return try LogProof(
            index: UInt64(index),
            path: prover.inclusion(of: UInt64(index)).path,
            note: note,
            extra: extra
        )
    }
}
