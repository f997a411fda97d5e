import Authority
import Cryptography
import Foundation
import PeerPrograms
import Records
import Testing

@testable import Evidence

/// Our files against pymerkle's trees and the signatures of Python's cryptography.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(2)))
struct EvidencePeerTests {
    @Test func `others find the same trees and the same signatures in a file`() throws {
        let house = try House.day(withWitness: true)
        let document = try house.exported()
        let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(document.bytes)
        let path = FileManager.default.temporaryDirectory.path + "/signet-evidence-\(UUID().uuidString)"
        try Data(document.bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }

        let keys = try house.verifierKeys().map(\.text)
        let lines = try Peer.lines("evidence_peer.py", [path] + keys)
        let expected = zip(document.sections, report.heads).map { section, head in
            let signers = [section.origin.text] + head.cosignatures.map(\.name)
            return "log \(section.subject.text) \(head.size) \(head.root) " + signers.joined(separator: " ")
        }
        #expect(lines == expected)

        var changed = document.bytes
        let shut = try #require(changed.firstRange(of: Array("\nshut ".utf8))).upperBound
        changed[shut + 40] = changed[shut + 40] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        try Data(closed(changed)).write(to: URL(fileURLWithPath: path))
        #expect(throws: (any Error).self) {
            _ = try Peer.lines("evidence_peer.py", [path] + keys)
        }
    }
}

extension House {
    fileprivate func verifierKeys() throws -> [NoteVerifierKey] {
        let logs = try zip([authority, policy, acts], logKeys).map { log, key in
            try NoteVerifierKey(log: log.writer.origin, publicKey: key.publicKey)
        }
        return logs + cosigners.values.map(\.verifierKey) + [witness.verifierKey]
    }
}
