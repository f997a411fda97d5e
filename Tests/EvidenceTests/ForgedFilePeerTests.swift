import Authority
import Cryptography
import Custody
import Foundation
import PeerPrograms
import Records
import Testing

@testable import Evidence

/// Forged files in the hands of both verifiers: what one refuses or tells, the other does, and both blame the same line.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(5)))
struct ForgedFilePeerTests {
    private func with<Result>(_ document: EvidenceDocument, _ body: (String) throws -> Result) throws
        -> Result
    {
        let path = FileManager.default.temporaryDirectory.path + "/signet-forged-\(UUID().uuidString)"
        try Data(document.bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    /// Both refuse it, at the line that ours names, with such words.
    private func bothRefuse(
        _ document: EvidenceDocument,
        of house: House,
        ours: String,
        theirs: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let error = #expect(throws: EvidenceError.self, sourceLocation: sourceLocation) {
            _ = try house.verified(document)
        }
        let line = try #require(
            error?.line,
            "\(error?.message ?? "accepted")",
            sourceLocation: sourceLocation
        )
        #expect(
            error?.message.contains(ours) == true,
            "\(error?.message ?? "")",
            sourceLocation: sourceLocation
        )
        let said = try with(document) { path in
            try Peer.refusal("evidence_peer.py", [path, "\(house.pinnedRoot)"])
        }
        let refusal = try #require(said, "the peer accepts it", sourceLocation: sourceLocation)
        #expect(
            refusal.hasPrefix("line \(line): ") && refusal.contains(theirs),
            "\(refusal), at \(line) by ours",
            sourceLocation: sourceLocation
        )
    }

    /// What theirs tells of records that attest nothing: the log, and the line of the head.
    private func unattested(_ document: EvidenceDocument, of house: House) throws -> [[String]] {
        try with(document) { path in
            try Peer.lines("evidence_peer.py", [path, "\(house.pinnedRoot)"])
        }.map { $0.split(separator: " ").map(String.init) }.filter { $0.first == "unattested" }
    }

    @Test func `records that the cabinet did not sign are left out by both`() throws {
        let house = try House.day { house in
            for recordClass in [RecordClass.custody, .identification, .alarm, .count, .opening, .system] {
                try house.act(Draft(recordClass, RecordKind(rawValue: 199), actor: Actor(component: "thief")))
            }
        }
        let document = try house.exported()
        let ours = try house.verified(document).findings.filter { $0.message.english.contains("left out") }
        let theirs = try with(document) { path in
            try Peer.lines("evidence_peer.py", [path, "\(house.pinnedRoot)"])
        }.map { $0.split(separator: " ").map(String.init) }.filter { $0.first == "unsigned" }
        // An opening and a record of the system need no signature.
        #expect(ours.count == 4)
        #expect(theirs == ours.map { ["unsigned", $0.origin.text, "\($0.index)"] })
    }

    /// A day with a count, of which two outsiders keep heads of `receipts` and of `authority`.
    private static func kept() throws -> (house: House, outsiders: [Cosigner]) {
        var house = try House.day { house in try house.count() }
        try house.writeReceipts()
        let outsiders = try ["tlog.example.net/w1", "tlog.example.net/w2"].map { try House.stranger($0) }
        for outsider in outsiders {
            try house.keepOutside(by: outsider)
            try house.keepOutside(by: outsider, of: \.authority)
        }
        return (house, outsiders)
    }

    /// Another history of a log, signed by its own key and kept by an outsider.
    private static func fork(
        of origin: Origin,
        size: UInt64,
        by key: Ed25519PrivateKey,
        keptBy outsider: Cosigner
    ) throws -> AnchorSection {
        let signer = try CheckpointSigner(origin: origin, privateKey: key)
        let note = try signer.sign(TreeHead(size: size, root: SHA256.hash([1])))
        return AnchorSection(
            outsider: .witness(outsider.verifierKey),
            origin: origin,
            note: try note.adding(try outsider.cosign(try Checkpoint(note), atSeconds: House.night)),
            receipts: []
        )
    }

    @Test func `anchors in another order, and one that stands twice`() throws {
        let (house, _) = try Self.kept()
        let document = try house.exported()
        #expect(document.anchors.count == 4)
        #expect(try unattested(document, of: house).isEmpty)
        let anchors = document.anchors
        for forged in [
            [anchors[1], anchors[0]], [anchors[2], anchors[1]], [anchors[3], anchors[2]],
            [anchors[0], anchors[0]],
            anchors + anchors.suffix(1),
        ] {
            try bothRefuse(
                document.changing(anchors: forged),
                of: house,
                ours: "anchors stand by log",
                theirs: "anchors stand by log"
            )
        }
    }

    @Test func `two heads of one log that outsiders keep`() throws {
        let (house, outsiders) = try Self.kept()
        let document = try house.exported()
        let anchor = try #require(document.anchors.first { $0.origin == house.receipts.writer.origin })
        let size = try Checkpoint(anchor.note).head.size
        let fork = try Self.fork(
            of: anchor.origin,
            size: size,
            by: house.logKeys[0],
            keptBy: outsiders[1]
        )
        try bothRefuse(
            document.changing(anchors: [anchor, fork]),
            of: house,
            ours: "two histories of one log",
            theirs: "two histories of one log"
        )
    }

    @Test func `two leaves at one place of receipts, each under a head that an outsider keeps`() throws {
        var house = try House.day()
        try house.writeReceipts()
        let outsiders = try ["tlog.example.net/w1", "tlog.example.net/w2"].map { try House.stranger($0) }
        try house.keepOutside(by: outsiders[0])
        let first = try #require(try house.exported().anchors.first)
        // The same receipt written at another moment, in a longer history.
        let receipt = try #require(first.receipts.first)
        let record = try Record(leafBytes: receipt.entry.leaf, bodyBytes: receipt.entry.body ?? []).opened()
        var header = record.leaf.header
        header.time = HybridTime(milliseconds: header.time.milliseconds + 1)
        let other = Leaf(header).encoded
        let next = TreeHash.leaf([1])
        let head = TreeHead(size: 2, root: TreeHash.node(TreeHash.leaf(other), next))
        let signer = try CheckpointSigner(origin: first.origin, privateKey: house.logKeys[0])
        let note = try signer.sign(head).adding(
            try outsiders[1].cosign(try Checkpoint(signer.sign(head)), atSeconds: House.night)
        )
        let entry = LogSection.Entry(leaf: other, body: receipt.entry.body)
        let second = AnchorSection(
            outsider: .witness(outsiders[1].verifierKey),
            origin: first.origin,
            note: note,
            receipts: [.init(entry: entry, proof: try LogProof(index: 0, path: [next], note: note))]
        )
        #expect(try Checkpoint(first.note).head.size == 1 && receipt.proof.index == 0)
        try bothRefuse(
            try house.exported().changing(anchors: [first, second]),
            of: house,
            ours: "another leaf 0",
            theirs: "another leaf 0"
        )
    }

    @Test func `a head that an outsider keeps beside another one of single records`() throws {
        let (house, outsiders) = try Self.kept()
        let document = try house.exported(.count(House.run))
        let shown = try #require(document.proofs.first { $0.subject == .receipts }?.entries.first)
        let fork = try Self.fork(
            of: house.receipts.writer.origin,
            size: try Checkpoint(shown.proof.note).head.size,
            by: house.logKeys[0],
            keptBy: outsiders[0]
        )
        try bothRefuse(
            document.changing(anchors: [fork]),
            of: house,
            ours: "two histories of one log",
            theirs: "two histories of one log"
        )
    }

    @Test func `a head of authority that an outsider keeps beside the leaves of the file`() throws {
        let (house, outsiders) = try Self.kept()
        let fork = try Self.fork(
            of: house.authority.writer.origin,
            size: 3,
            by: house.logKeys[0],
            keptBy: outsiders[0]
        )
        try bothRefuse(
            try house.exported().changing(anchors: [fork]),
            of: house,
            ours: "is not over the leaves of the file",
            theirs: "is not over the leaves of the file"
        )
    }

    @Test func `a head beside another one with which owners ended the log`() throws {
        let ended = try House.day { house in
            try house.count()
            try house.end(at: house.headquarters.writer.head.size, root: SHA256.hash([1]))
        }
        try bothRefuse(
            try ended.exported(.count(House.run)),
            of: ended,
            ours: "in what owners signed",
            theirs: "in what owners signed"
        )

        // Receipts that the file holds under an anchor alone.
        var size: UInt64 = 0
        var kept = try House.day { house in
            try house.receiveReceipt(of: house.policy.writer.checkpoint)
            size = house.receipts.writer.head.size + 1
            let end = TreeHead(size: size, root: SHA256.hash([1]))
            try house.end(at: 0, receipts: end)
        }
        try kept.writeReceipts()
        #expect(kept.receipts.writer.head.size == size)
        try kept.keepOutside(by: try House.stranger())
        try bothRefuse(
            try kept.exported(),
            of: kept,
            ours: "in what owners signed",
            theirs: "in what owners signed"
        )
    }

    @Test func `single records beside a stretch, under another head of it`() throws {
        let house = try House.rotatedDay()
        let document = try house.exported()
        let stretch = try #require(document.sections.last)
        let first = try #require(stretch.entries.first)
        #expect(stretch.origin.epoch == 2 && stretch.before.size == 0)
        let signer = try CheckpointSigner(origin: stretch.origin, privateKey: house.epochKeys[0])
        let note = try signer.sign(TreeHead(size: 1, root: TreeHash.leaf(first.leaf)))
        let mirror = try #require(house.cosigners[.mirror])
        let mirrored = try note.adding(try mirror.cosign(try Checkpoint(note), atSeconds: House.night))
        let beside = ProofSection(
            subject: stretch.subject,
            origin: stretch.origin,
            entries: [.init(entry: first, proof: try LogProof(index: 0, path: [], note: mirrored))]
        )
        try bothRefuse(
            document.changing(proofs: document.proofs + [beside]),
            of: house,
            ours: "under another head than its stretch",
            theirs: "stands under two heads"
        )
    }

    @Test func `records of an ended epoch under a head that owners did not sign`() throws {
        // Of receipts nothing is left, of acts all of it.
        let house = try House.day { house in
            try house.count()
            try house.end(at: house.headquarters.writer.head.size)
        }
        let document = try house.exported(.count(House.run))
        let told = try unattested(document, of: house)
        let finding = try #require(
            try house.verified(document).findings.first { $0.message.english.contains("did not sign") }
        )
        #expect(told.map { $0[1] } == [finding.origin.text] && told.map { $0[3] } == ["1"])
        let line = try #require(told.first?.last)
        #expect(finding.message.english.contains("1 records under the head at line \(line) of the file"))

        // The head of acts lies beyond the end, or below it: not even that the run was asked for.
        let acts = try House.day { house in
            try house.count()
            try house.end(at: 1)
        }
        let beyond = try acts.exported(.count(House.run))
        let below = try house.headquartersUnderOneLeaf(document)
        let section = try #require(document.proofs.first { $0.subject == .headquarters })
        for (house, forged) in [(acts, beyond), (house, below)] {
            let error = #expect(throws: EvidenceError(.incomplete, "")) { _ = try house.verified(forged) }
            let line = try #require(error?.line)
            let told = try unattested(forged, of: house).first { $0[1] == section.origin.text }
            #expect(told?.last == "\(line)")
        }
    }

    @Test func `records of epochs before and after owners' statement are believed by both`() throws {
        let house = try House.day { house in
            try house.count { house in try house.goOn(withStatement: true) }
        }
        let document = try house.exported(.count(House.run))
        #expect(try house.verified(document).count?.closed?.equalCount == 1)
        #expect(document.proofs.map(\.origin.text).contains("example.org/hq/receipts/e2"))
        #expect(try unattested(document, of: house).isEmpty)
    }
}
