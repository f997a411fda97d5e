import Evidence
import FormatVectors
import Foundation

/// Bytes to begin with: the vectors of the formats, and the file of evidence beside them.
enum Seeds {
    /// The bytes of all vectors of a file of Tests/Vectors/Formats.
    static func vectors(_ files: String...) throws -> [[UInt8]] {
        try files.flatMap { try FormatFile($0).vectors.map(\.bytes) }
    }

    /// A file below Tests/Vectors.
    static func file(_ path: String) throws -> [UInt8] {
        let folder = FormatFile.folder.deletingLastPathComponent()
        return try Array(Data(contentsOf: folder.appending(path: path)))
    }

    /// Every file of a folder below Tests/Vectors.
    static func files(_ path: String) throws -> [[UInt8]] {
        let folder = FormatFile.folder.deletingLastPathComponent().appending(path: path)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            try Array(Data(contentsOf: folder.appending(path: $0)))
        }
    }

    /// The file of evidence, read.
    static func evidence() throws -> EvidenceDocument {
        try EvidenceDocument(parsing: file("Evidence/day.evidence"))
    }

    /// The digest of the root under which it verifies (Tests/EvidenceTests/EvidenceVectorTests.swift).
    static let evidenceRoot = "87be454a3ca682b042a3889656282ca8c8cc24803acaa6b7ead01587ecb51ffb"
}
