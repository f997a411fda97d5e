import Cryptography
package import FormatVectors
import Testing

@testable import Records

/// Files beside records as another implementation makes them: Tests/Vectors/Formats/blobs.json.
@Suite struct BlobVectorTests {
    @Test(
        arguments: [
            ("blob manifest", BlobManifest.self), ("blob reference", BlobReference.self),
            ("named blob", BlobNamed.self),
        ] as [(String, any Canonical.Type)]
    )
    func `what names a file says every field, and nothing beside it is one`(
        format: String,
        type: any Canonical.Type
    ) throws {
        for vector in try FormatFile("blobs").vectors(of: format) {
            #expect(vector.problems(as: type).isEmpty)
            guard format == "blob manifest" else { continue }
            #expect(try BlobManifest(decoding: vector.bytes).digest.bytes == vector.row.bytes("blob"))
        }
    }

    @Test func `content is sealed to the same chunks, and each piece proves itself`() throws {
        let rows = try FormatFile("blobs").row["sealed"]?.elements ?? []
        #expect(rows.count == 6)
        for row in rows {
            let content = Self.content(Int(try row.number("count")))
            let sealed = try SealedBlob(
                content,
                mediaType: "application/pdf",
                key: try row.bytes("key")
            )
            let manifest = sealed.reference.manifest
            #expect(try manifest.encoded == row.bytes("manifest"))
            #expect(try manifest.digest.bytes == row.bytes("blob"))
            #expect(try sealed.reference.content.bytes == row.bytes("content"))
            #expect(try sealed.chunks.map { SHA256.hash($0).bytes } == row.list("chunks"))
            let pieces = row["pieces"]?.elements ?? []
            #expect(manifest.pieceCount == pieces.count)
            let tree = PieceTree(sealed.chunks.flatMap(PieceTree.hashes))
            for piece in pieces {
                let index = Int(try piece.number("index"))
                let bytes = sealed.piece(index)
                #expect(try SHA256.hash(bytes).bytes == piece.bytes("sha256"))
                let path = try piece.list("path").compactMap { Digest($0) }
                #expect(tree.path(of: index) == path)
                #expect(manifest.holds(bytes, at: index, path: path))
            }
        }
    }

    /// The bytes that the formula of the file makes.
    private static func content(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 251) }
    }
}

extension BlobManifest: ShownInVectors {
    package var shown: JSONValue {
        .object([
            "version": .integer(1), "byteCount": .integer(Int64(byteCount)), "mediaType": .text(mediaType),
            "chunkByteCount": .integer(Int64(Self.chunkByteCount)), "root": .text("\(root)"),
            "cipher": .integer(1),
        ])
    }
}

extension SealedBlob {
    /// The bytes of one piece.
    func piece(_ index: Int) -> [UInt8] {
        let chunk = chunks[index / BlobManifest.pieceCountPerChunk]
        let start = index % BlobManifest.pieceCountPerChunk * BlobManifest.pieceByteCount
        return Array(chunk[start..<min(start + BlobManifest.pieceByteCount, chunk.count)])
    }
}
