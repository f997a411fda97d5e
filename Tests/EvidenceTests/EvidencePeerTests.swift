import Authority
import Cryptography
import Custody
import Foundation
import PeerPrograms
import Records
import Testing

@testable import Evidence

/// Our files in the hands of an expert who has Documentation/Evidence.md, cbor2, pymerkle, pyca/cryptography and OpenSSL, and none of our code.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(3)))
struct EvidencePeerTests {
    /// What the expert's program says of a file, with the certificates that a time-stamping authority gave the expert.
    static func judged(_ bytes: [UInt8], root: Digest, certificates: String? = nil) throws -> [String] {
        let path = FileManager.default.temporaryDirectory.path + "/signet-evidence-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try Peer.lines("evidence_peer.py", [path, "\(root)"] + [certificates].compactMap(\.self))
    }

    /// What it must say, in our words.
    private func expected(_ document: EvidenceDocument, _ report: EvidenceReport) throws -> [String] {
        func signers(_ origin: Origin) throws -> (ShownHead, String) {
            let head = try #require(report.heads.first { $0.origin == origin })
            return (head, ([origin.text] + head.cosignatures.map(\.name)).joined(separator: " "))
        }
        var lines: [String] = []
        for section in document.sections {
            let (head, names) = try signers(section.origin)
            lines.append("log \(section.subject.text) \(head.size) \(head.root) \(names)")
        }
        for section in document.proofs {
            let (head, names) = try signers(section.origin)
            lines += section.entries.map {
                "proof \(section.subject.text) \(head.size) \(head.root) \($0.proof.index) \(names)"
            }
        }
        return lines
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
                try Self.judged(document.bytes, root: house.pinnedRoot) == expected(document, report),
                "\(claim.text)"
            )
        }
    }

    @Test func `others refuse another root, a changed leaf and a changed body`() throws {
        let (house, claims) = try House.withEveryClaim()
        for claim in claims {
            let bytes = try house.exported(claim).bytes
            #expect(throws: (any Error).self) { _ = try Self.judged(bytes, root: SHA256.hash([1])) }
            let text = String(decoding: bytes, as: UTF8.self)
            for word in ["\nopen ", "\nshut "] where text.contains(word) {
                var changed = bytes
                let place = try #require(changed.firstRange(of: Array(word.utf8))).upperBound + 40
                changed[place] = changed[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                #expect(throws: (any Error).self) {
                    _ = try Self.judged(closed(changed), root: house.pinnedRoot)
                }
            }
        }
    }

    @Test func `others find the same epochs to count, and miss one that is left out`() throws {
        let house = try House.rotatedDay { house in
            try house.leave()
            let cut = house.end
            try house.mirror()
            try house.openEpoch(.diskLost)
            try house.confirm(epoch: 3, cut: cut)
            try house.comeBack()
            try house.mirror()
            try house.openEpoch(.fork)
        }
        let document = try house.exported()
        let report = try house.verified(document)
        #expect(report.epochs.count == 2 && report.epochWarnings.count == 1)
        let lines = try Self.judged(document.bytes, root: house.pinnedRoot)
        #expect(
            lines
                == (try expected(document, report)) + [
                    "epoch c1 2 promised", "epoch c1 3 officers", "epoch c1 4 provisional",
                ]
        )
        let act = try house.exported(.act(cabinet: "c1", ActPlace(epoch: 3, index: 2)))
        #expect(
            try Self.judged(act.bytes, root: house.pinnedRoot).suffix(2)
                == ["epoch c1 2 promised", "epoch c1 3 officers"]
        )
        for epoch in [UInt64(1), 2] {
            let short = act.leavingOut(epoch: epoch)
            #expect(throws: (any Error).self) { _ = try Self.judged(short.bytes, root: house.pinnedRoot) }
        }
    }
}

/// What outsiders keep, by an authority that OpenSSL plays, and in the hands of `openssl ts -verify`.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(3)))
struct EvidenceAnchorPeerTests {
    /// A time-stamping authority with its certificates.
    private final class Authority {
        let folder = FileManager.default.temporaryDirectory.path + "/signet-tsa-\(UUID().uuidString)"
        var certificates: String { folder + "/ca.pem" }

        init() throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func trust() throws -> TimeStampTrust {
            try TimeStampTrust(text: Array(Data(contentsOf: URL(fileURLWithPath: certificates))))
        }

        func stamp(_ request: TimeStampRequest) throws -> TimeStampToken {
            let (question, answer) = (folder + "/asked", folder + "/answered")
            try Data(request.bytes).write(to: URL(fileURLWithPath: question))
            _ = try Peer.lines("time_stamp_authority.py", ["--answer", folder, question, answer])
            let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: answer)))
            return try TimeStampToken(answer: bytes, to: request)
        }
    }

    /// A day over two epochs that an authority stamped and a witness cosigned.
    private static func kept(by authority: Authority) throws -> (house: House, document: EvidenceDocument) {
        var house = try House.rotatedDay()
        try house.writeReceipts(of: 1...2)
        try house.stamp(authority.stamp)
        try house.keepOutside(by: try House.stranger())
        return (house, try house.exported())
    }

    private func judged(_ bytes: [UInt8], _ house: House, _ authority: Authority) throws -> [String] {
        let path = authority.folder + "/file"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try Peer.lines("evidence_peer.py", [path, "\(house.pinnedRoot)", authority.certificates])
    }

    @Test func `a stamp is told with its certificate, and believed under the authority's own`() throws {
        let authority = try Authority()
        let (house, document) = try Self.kept(by: authority)
        #expect(try EvidenceDocument(parsing: document.bytes).bytes == document.bytes)
        let report = try house.verified(document)
        let stamp = try #require(report.outside.first)
        guard case .timestamp(let signer, url: "http://tsa.example.com/", isTrusted: false) = stamp.outsider
        else {
            Issue.record("\(stamp)")
            return
        }
        #expect(signer.subject == "CN=Time stamps")
        #expect(stamp.covers.map(\.origin.epoch) == [1, 2])
        #expect(report.unanchored.isEmpty)
        #expect(report.summary.first?.contains("NOT CHECKED AGAINST A TRUSTED ROOT") == true)
        let html = EvidencePaper(report, file: document.bytes).html
        #expect(html.contains("未按可信根证书核对") && html.contains("CN=Time stamps"))

        let checked = try house.verified(document, trust: OutsideTrust(certificates: authority.trust()))
        #expect(checked.summary.first?.contains("checked under the certificates given") == true)
        let other = try Authority()
        _ = try other.stamp(TimeStampRequest(imprint: SHA256.hash([1])))
        let trust = OutsideTrust(certificates: try other.trust())
        #expect(throws: EvidenceError(.anchorInvalid, "")) { _ = try house.verified(document, trust: trust) }
    }

    @Test func `others find the same anchors, and OpenSSL the stamp to be good`() throws {
        let authority = try Authority()
        let (house, document) = try Self.kept(by: authority)
        let report = try house.verified(document)
        let anchors = report.outside.map { anchor in
            let name =
                switch anchor.outsider {
                case .timestamp(let signer, _, _): signer.subject.replacing(" ", with: "_")
                case .witness(let key, _): key.name.text
                }
            let covers = anchor.covers.map { "\($0.origin)@\($0.size)" }.joined(separator: " ")
            return "anchor \(name) \(anchor.milliseconds / 1_000) \(anchor.size) \(covers)"
        }
        #expect(try judged(document.bytes, house, authority).suffix(2) == anchors[...])
    }

    @Test func `others find the stamp of a later epoch beside one of the epoch before`() throws {
        let authority = try Authority()
        let house = try House.stampedOverEpochs(by: authority.stamp)
        let document = try house.exported()
        let trust = OutsideTrust(certificates: try authority.trust())
        let report = try house.verified(document, trust: trust)
        #expect(report.unanchored.isEmpty)
        let anchor = try #require(report.outside.first)
        let line = "anchor CN=Time_stamps \(anchor.milliseconds / 1_000) \(anchor.size) "
        #expect(try judged(document.bytes, house, authority).last?.hasPrefix(line) == true)
    }

    @Test func `others refuse the stamp of another head, and one by a stranger, as we do`() throws {
        let authority = try Authority()
        let (house, document) = try Self.kept(by: authority)
        let anchor = try #require(document.anchors.first)
        let stranger = try Authority()
        let own = try TimeStampRequest(imprint: SHA256.hash(anchor.note.bytes))
        let tokens = [
            try authority.stamp(TimeStampRequest(imprint: SHA256.hash([1]))), try stranger.stamp(own),
        ]
        for token in tokens {
            let forged = AnchorSection(
                outsider: .timestamp(url: "http://tsa.example.com/", token: token.bytes),
                origin: anchor.origin,
                note: anchor.note,
                receipts: anchor.receipts
            )
            let changed = document.changing(anchors: [forged])
            #expect(throws: (any Error).self) { _ = try judged(changed.bytes, house, authority) }
            let trust = OutsideTrust(certificates: try authority.trust())
            let error = #expect(throws: EvidenceError(.anchorInvalid, "")) {
                _ = try house.verified(changed, trust: trust)
            }
            #expect(error?.line != nil)
        }
    }
}
