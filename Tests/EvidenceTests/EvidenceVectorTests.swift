import Cryptography
import Foundation
import Testing

@testable import Evidence

/// A file that was exported when the format was made: what is kept for years must be read for years.
struct EvidenceVectorTests {
    @Test func `a file of version 1 is read and told as when it was made`() throws {
        // This file is Tests/EvidenceTests/EvidenceVectorTests.swift.
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Vectors/Evidence")
        let bytes = try [UInt8](Data(contentsOf: folder.appendingPathComponent("day.evidence")))
        let told = try String(contentsOf: folder.appendingPathComponent("day.report"), encoding: .utf8)
        let root = try #require(
            Hex.decode("87be454a3ca682b042a3889656282ca8c8cc24803acaa6b7ead01587ecb51ffb")
                .flatMap { Digest($0) }
        )
        let report = try EvidenceVerifier(pinnedRoot: root).verify(bytes)
        #expect(
            report.lines
                == told.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        )
        #expect(try EvidenceDocument(parsing: bytes).bytes == bytes)
    }
}
