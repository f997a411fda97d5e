import Cryptography
import FormatVectors
import Records

/// Keys of the vectors, and all that they ever signed.
///
/// Their private halves are nowhere: whatever else is said to be signed by them is a forgery that was believed.
private struct Genuine {
    let policy: CheckpointPolicy
    let texts: Set<[UInt8]>

    init() throws {
        let vectors = try FormatFile("notes").vectors
        let keys = vectors[0].row
        let logKey = try NoteVerifierKey(text: keys.string("logKey"))
        policy = try CheckpointPolicy(origin: Origin(logKey.name.text), logKey: logKey)
        texts = Set(try vectors.map { try $0.row.bytes("text") })
    }

    func require(_ verified: VerifiedCheckpoint) {
        Fuzz.require(texts.contains(verified.note.text), "a checkpoint was believed that nobody signed")
    }
}

// The vectors are read once, at the first input; without them there is nothing to compare with.
private let genuine = Result { try Genuine() }

extension FuzzTarget {
    /// Signed notes, checkpoints, cosignatures.
    static let notes = FuzzTarget(
        name: "notes",
        seeds: { try FormatFile("notes").vectors.map(\.bytes) + FormatFile("notes").refusals.map(\.bytes) },
        read: { bytes in
            guard let note = try? SignedNote(parsing: bytes) else { return }
            require(note.bytes == bytes, "a note is written otherwise than it was read")
            for signature in note.signatures {
                if let cosignature = try? Cosignature(signature.bytes) {
                    require(cosignature.bytes == signature.bytes, "a cosignature is written otherwise")
                }
            }
            if let checkpoint = try? Checkpoint(note) {
                require(checkpoint.text == note.text, "a checkpoint is written otherwise than it was read")
            }
            guard let genuine = try? genuine.get() else { return complain("no vectors") }
            if let verified = try? genuine.policy.verify(note) { genuine.require(verified) }
        }
    )

    /// Proofs in the form in which they leave the house (C2SP tlog-proof).
    static let proofs = FuzzTarget(
        name: "proofs",
        seeds: {
            let leaf = TreeHash.leaf(Array("leaf 0".utf8))
            return try FormatFile("notes").vectors.flatMap { vector in
                let note = try SignedNote(parsing: vector.bytes)
                return [
                    try LogProof(index: 0, path: [leaf, leaf], note: note).bytes,
                    try LogProof(index: 7, path: [], note: note, extra: [1, 2, 3]).bytes,
                ]
            }
        },
        read: { bytes in
            guard let proof = try? LogProof(parsing: bytes) else { return }
            require(proof.bytes == bytes, "a proof is written otherwise than it was read")
            guard let genuine = try? genuine.get() else { return complain("no vectors") }
            let leaf = TreeHash.leaf(Array("no leaf of any tree".utf8))
            require(
                (try? proof.verify(leafHash: leaf, policy: genuine.policy)) == nil,
                "a leaf was believed to be in a tree of which nobody knows the leaves"
            )
        }
    )
}
