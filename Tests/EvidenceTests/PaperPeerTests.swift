import Foundation
import PeerPrograms
import Testing

@testable import Evidence

/// Our reports on weasyprint, read back by poppler.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(5)))
struct PaperPeerTests {
    @Test func `every kind of report is a PDF whose text says what the verifier says, in both languages`()
        async throws
    {
        let (house, claims) = try House.withEveryClaim()
        for claim in claims {
            let bytes = try house.exported(claim).bytes
            let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(bytes)
            let pdf = try await PaperPrinter().pdf(of: EvidencePaper(report, file: bytes))
            let path = FileManager.default.temporaryDirectory.path + "/signet-paper-\(UUID().uuidString).pdf"
            try Data(pdf).write(to: URL(fileURLWithPath: path))
            defer { try? FileManager.default.removeItem(atPath: path) }
            let text = try Peer.output(of: "/usr/bin/pdftotext", ["-layout", path, "-"])
            // The title is set wide, so that its letters come apart when they are read back.
            #expect(text.contains("如何自行核对"))
            #expect(text.contains("How to check this without us"))
            let fonts = try Peer.output(of: "/usr/bin/pdffonts", [path])
            #expect(fonts.contains("NotoSerifCJK") || fonts.contains("Noto-Serif-CJK"), "\(fonts)")
        }
    }
}
