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

    @Test
    func
        `a file of version 3 over two epochs, stamped and cosigned outside, is read and told as when it was made`()
        throws
    {
        // The file, its report and its root were written once by what EvidenceAnchorPeerTests does; outside.pem is the authority's.
        let bytes = try vector("Evidence/outside.evidence")
        let told = String(decoding: try vector("Evidence/outside.report"), as: UTF8.self)
        let digits = String(decoding: try vector("Evidence/outside.root").dropLast(), as: UTF8.self)
        let root = try #require(Hex.decode(digits).flatMap { Digest($0) })
        let report = try EvidenceVerifier(pinnedRoot: root).verify(bytes)
        #expect(
            report.lines
                == told.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        )
        #expect(try EvidenceDocument(parsing: bytes).bytes == bytes)
        let trust = OutsideTrust(certificates: try TimeStampTrust(text: vector("Evidence/outside.pem")))
        let checked = try EvidenceVerifier(pinnedRoot: root, trust: trust).verify(bytes)
        #expect(checked.summary.first?.contains("checked under the certificates given") == true)
        let others = OutsideTrust(certificates: try TimeStampTrust(text: vector("TimeStamps/ca.pem")))
        let error = #expect(throws: EvidenceError(.anchorInvalid, "")) {
            _ = try EvidenceVerifier(pinnedRoot: root, trust: others).verify(bytes)
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        #expect(error?.line == lines.firstIndex { $0.hasPrefix("token ") }.map { $0 + 1 })
    }

    @Test
    func `a stamped file with one character of any anchor's line changed is refused, or shows the same`()
        throws
    {
        let bytes = try vector("Evidence/outside.evidence")
        let digits = String(decoding: try vector("Evidence/outside.root").dropLast(), as: UTF8.self)
        let verifier = EvidenceVerifier(pinnedRoot: try #require(Hex.decode(digits).flatMap { Digest($0) }))
        let first = try #require(bytes.firstRange(of: Array("\nanchor ".utf8))).lowerBound + 1
        let shown = try verifier.verify(bytes)
        for place in stride(from: first, to: bytes.count - 72, by: 41) {
            var changed = bytes
            changed[place] = changed[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            guard let report = try? verifier.verify(closed(changed)) else { continue }
            // Where nobody signed it, as the address of an authority, it is told as it stands there.
            #expect(report.outside.map(\.covers) == shown.outside.map(\.covers), "byte \(place)")
            #expect(report.outside.map(\.milliseconds) == shown.outside.map(\.milliseconds), "byte \(place)")
        }
    }
}
