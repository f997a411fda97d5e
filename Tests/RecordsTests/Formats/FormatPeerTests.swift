import FormatVectors
import Foundation
import PeerPrograms
import Testing

/// The vectors of Tests/Vectors/Formats are what another implementation writes from the pages, and nothing else.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(2)))
struct FormatPeerTests {
    @Test func `another implementation writes the vectors that lie here, byte for byte`() throws {
        let fresh = FileManager.default.temporaryDirectory.appending(path: "signet-formats-\(UUID())")
        try FileManager.default.createDirectory(at: fresh, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: fresh) }
        _ = try Peer.lines("format_vectors.py", [fresh.path])
        let names = try vectors(in: fresh)
        #expect(try names == vectors(in: FormatFile.folder))
        #expect(names.count == 12)
        for name in names {
            let (made, kept) = (fresh.appending(path: name), FormatFile.folder.appending(path: name))
            #expect(try Data(contentsOf: made) == Data(contentsOf: kept), "\(name)")
        }
    }

    private func vectors(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
            .sorted()
    }
}
