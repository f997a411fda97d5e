import Cryptography
import FormatVectors
import Records
import Testing

/// Checkpoints, cosignatures and proofs made by another implementation: Tests/Vectors/Formats/notes.json.
@Suite struct NoteVectorTests {
    private func policy(_ row: JSONValue) throws -> CheckpointPolicy {
        let logKey = try NoteVerifierKey(text: row.string("logKey"))
        return try CheckpointPolicy(
            origin: Origin(logKey.name.text),
            logKey: logKey,
            required: (row["required"]?.elements ?? []).map { try NoteVerifierKey(text: $0.text ?? "") }
        )
    }

    @Test func `checkpoints say every field, are signed, and are written as they came`() throws {
        let vectors = try FormatFile("notes").vectors
        #expect(vectors.count == 6)
        for vector in vectors {
            let note = try SignedNote(parsing: vector.bytes)
            #expect(note.bytes == vector.bytes)
            let verified = try policy(vector.row).verify(note)
            let checkpoint = verified.checkpoint
            #expect(
                JSONValue.object([
                    "origin": .text(checkpoint.origin.text), "size": .integer(Int64(checkpoint.head.size)),
                    "root": .text(checkpoint.head.root.description),
                    "extensions": .array(checkpoint.extensions.map { .text($0) }),
                ]) == vector.fields
            )
            #expect(try checkpoint.text == vector.row.bytes("text"))
            let seconds = verified.cosignedAtSeconds.map { ($0.key.text, JSONValue.integer(Int64($0.value))) }
            #expect(Dictionary(uniqueKeysWithValues: seconds) == vector.row["cosignedAtSeconds"]?.fields)
        }
    }

    @Test func `what is no note, no checkpoint or not signed is refused, and the code says why`() throws {
        let refusals = try FormatFile("notes").refusals
        #expect(refusals.count == 36)
        for refusal in refusals {
            let policy = try policy(refusal.row)
            let error = #expect(throws: RecordsError.self, "\(refusal.why)") {
                try policy.verify(SignedNote(parsing: refusal.bytes))
            }
            #expect(error?.code.vectorName == refusal.code, "\(refusal.why): \(error?.message ?? "")")
        }
    }

    @Test func `a note with one bit changed is refused, and so is every beginning of it`() throws {
        let vectors = try FormatFile("notes").vectors
        let vector = try #require(vectors.first { $0.name == "with two cosignatures" })
        let policy = try policy(vector.row)
        for bit in 0..<vector.bytes.count * 8 {
            #expect(throws: RecordsError.self, "bit \(bit)") {
                try policy.verify(SignedNote(parsing: vector.bytes.flipping(bit: bit)))
            }
        }
        for count in 0..<vector.bytes.count {
            #expect(throws: RecordsError.self, "\(count) bytes") {
                try policy.verify(SignedNote(parsing: Array(vector.bytes[..<count])))
            }
        }
    }

    @Test func `proofs lead from leaf to root and from root to root, and not with one bit changed`() throws {
        let rows = try FormatFile("notes").row["trees"]?.elements ?? []
        #expect(rows.count == 9)
        for row in rows {
            let (old, new) = (UInt64(try row.number("oldSize")), UInt64(try row.number("newSize")))
            let (oldRoot, newRoot) = (try digest(row, "oldRoot"), try digest(row, "newRoot"))
            let (earlier, later) = (TreeHead(size: old, root: oldRoot), TreeHead(size: new, root: newRoot))
            let path = try row.list("consistency").compactMap { Digest($0) }
            #expect(ConsistencyProof(from: old, to: new, path: path).holds(from: earlier, to: later))
            for changed in try changes(of: path) {
                #expect(!ConsistencyProof(from: old, to: new, path: changed).holds(from: earlier, to: later))
            }
            let index = UInt64(try row.number("index"))
            let leafHash = try digest(row, "leafHash")
            let inclusion = try row.list("inclusion").compactMap { Digest($0) }
            #expect(
                InclusionProof(index: index, size: new, path: inclusion).holds(
                    leafHash: leafHash,
                    head: later
                )
            )
            for changed in try changes(of: inclusion) {
                #expect(
                    !InclusionProof(index: index, size: new, path: changed).holds(
                        leafHash: leafHash,
                        head: later
                    )
                )
            }
        }
    }

    /// The path with a bit changed in one hash, with one hash less, and with one more.
    private func changes(of path: [Digest]) throws -> [[Digest]] {
        var changes = [path + [SHA256.hash([])]]
        if !path.isEmpty { changes.append(Array(path.dropLast())) }
        for index in path.indices {
            var changed = path
            changed[index] = try #require(Digest(path[index].bytes.flipping(bit: 255)))
            changes.append(changed)
        }
        return changes
    }

    private func digest(_ row: JSONValue, _ name: String) throws -> Digest {
        try #require(Digest(row.bytes(name)))
    }
}
