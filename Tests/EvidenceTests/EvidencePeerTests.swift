import Authority
import Cryptography
import Foundation
import PeerPrograms
import Records
import Testing

@testable import Evidence

/// Our files in the hands of an expert who has Documentation/Evidence.md, cbor2, pymerkle and pyca/cryptography, and none of our code.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(2)))
struct EvidencePeerTests {
    /// What the expert's program says of a file.
    private func judged(_ bytes: [UInt8], root: Digest) throws -> [String] {
        let path = FileManager.default.temporaryDirectory.path + "/signet-evidence-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try Peer.lines("evidence_peer.py", [path, "\(root)"])
    }

    /// What it must say, in our words.
    private func expected(_ document: EvidenceDocument, _ report: EvidenceReport) -> [String] {
        let subjects = document.sections.map(\.subject) + document.proofs.map(\.subject)
        return zip(subjects, report.heads).flatMap { subject, head in
            let signers = ([head.origin.text] + head.cosignatures.map(\.name)).joined(separator: " ")
            guard head.singleCount != nil,
                let section = document.proofs.first(where: { $0.subject == subject })
            else { return ["log \(subject.text) \(head.size) \(head.root) \(signers)"] }
            return section.entries.map {
                "proof \(subject.text) \(head.size) \(head.root) \($0.proof.index) \(signers)"
            }
        }
    }

    @Test
    func `others find the same trees, proofs and signatures in every kind of file, from the root alone`()
        throws
    {
        let (house, claims) = try House.withEveryClaim()
        for claim in claims {
            let document = try house.exported(claim)
            let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(document.bytes)
            #expect(
                try judged(document.bytes, root: house.pinnedRoot) == expected(document, report),
                "\(claim.text)"
            )
        }
    }

    @Test func `others refuse another root, a changed leaf and a changed body`() throws {
        let (house, claims) = try House.withEveryClaim()
        for claim in claims {
            let bytes = try house.exported(claim).bytes
            #expect(throws: (any Error).self) { _ = try judged(bytes, root: SHA256.hash([1])) }
            let text = String(decoding: bytes, as: UTF8.self)
            for word in ["\nopen ", "\nshut "] where text.contains(word) {
                var changed = bytes
                let place = try #require(changed.firstRange(of: Array(word.utf8))).upperBound + 40
                changed[place] = changed[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                #expect(throws: (any Error).self) { _ = try judged(closed(changed), root: house.pinnedRoot) }
            }
        }
    }
}
