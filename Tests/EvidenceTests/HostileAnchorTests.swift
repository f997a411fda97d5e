import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// Anchors that are good each for itself, put together or dated by somebody who means ill.
@Suite(.timeLimit(.minutes(5))) struct HostileAnchorTests {
    /// A day under a head of receipts that an outsider cosigned.
    private static func kept() throws -> (house: House, document: EvidenceDocument, outsider: Cosigner) {
        var house = try House.day()
        try house.writeReceipts()
        let outsider = try House.stranger()
        try house.keepOutside(by: outsider)
        return (house, try house.exported(), outsider)
    }

    @Test(arguments: [9_223_372_036_854_775, 2_305_843_009_213_694, Cosignature.secondsMax])
    func `an outsider's time that no clock shows is refused by its line, and not exported`(seconds: UInt64)
        throws
    {
        let (house, document, outsider) = try Self.kept()
        let anchor = try #require(document.anchors.first)
        let own = try #require(anchor.note.signatures.first)
        let line = try outsider.cosign(try Checkpoint(anchor.note), atSeconds: seconds)
        let note = try SignedNote(text: anchor.note.text, signatures: [own, line])
        let changed = AnchorSection(
            outsider: anchor.outsider,
            origin: anchor.origin,
            note: note,
            receipts: try anchor.receipts.map { receipt in
                let proof = try LogProof(index: receipt.proof.index, path: receipt.proof.path, note: note)
                return ProofSection.ProvedEntry(entry: receipt.entry, proof: proof)
            }
        )
        let error = #expect(throws: EvidenceError(.anchorInvalid, "")) {
            _ = try house.verified(document.changing(anchors: [changed]))
        }
        #expect(error?.message.contains("a time that no clock shows") == true && error?.line != nil)

        var other = try House.day()
        try other.writeReceipts()
        try other.keepOutside(by: outsider, at: seconds)
        #expect(try other.report().outside.isEmpty)
    }

    @Test func `two roots of one log in one file are refused by the line of the second`() throws {
        let (house, document, _) = try Self.kept()
        let first = try #require(document.anchors.first)
        let size = try Checkpoint(first.note).head.size
        let other = try House.stranger("tlog.example.net/w2")
        let signer = try CheckpointSigner(origin: first.origin, privateKey: house.logKeys[0])
        let note = try signer.sign(TreeHead(size: size, root: SHA256.hash([1])))
        let second = AnchorSection(
            outsider: .witness(other.verifierKey),
            origin: first.origin,
            note: try note.adding(try other.cosign(try Checkpoint(note), atSeconds: House.night)),
            receipts: []
        )
        let changed = document.changing(anchors: [first, second])
        let error = #expect(throws: EvidenceError(.treeDiffers, "")) { _ = try house.verified(changed) }
        #expect(error?.message.contains("two histories of one log") == true)
        let lines = String(decoding: changed.bytes, as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let line = try #require(lines.lastIndex { $0.hasPrefix("anchor witness ") }) + 2
        #expect(error?.line == line)
    }

    @Test func `an anchor over another history than the one of single records is refused`() throws {
        var house = try House.day { house in try house.count() }
        try house.writeReceipts()
        let outsider = try House.stranger()
        try house.keepOutside(by: outsider)
        let document = try house.exported(.count(House.run))
        let shown = try #require(document.proofs.first { $0.subject == .receipts }?.entries.first)
        let size = try Checkpoint(shown.proof.note).head.size
        let origin = house.receipts.writer.origin
        let signer = try CheckpointSigner(origin: origin, privateKey: house.logKeys[0])
        let note = try signer.sign(TreeHead(size: size, root: SHA256.hash([1])))
        let forged = AnchorSection(
            outsider: .witness(outsider.verifierKey),
            origin: origin,
            note: try note.adding(try outsider.cosign(try Checkpoint(note), atSeconds: House.night)),
            receipts: []
        )
        #expect(throws: EvidenceError(.treeDiffers, "")) {
            _ = try house.verified(document.changing(anchors: [forged]))
        }
    }

    @Test func `anchors stand in one order, each once`() throws {
        var house = try House.day()
        try house.writeReceipts()
        for name in ["tlog.example.net/w2", "tlog.example.net/w1"] {
            let outsider = try House.stranger(name)
            try house.keepOutside(by: outsider)
            try house.keepOutside(by: outsider, of: \.authority)
        }
        let document = try house.exported()
        #expect(document.anchors.count == 4)
        #expect(
            document.anchors.map(\.origin.withoutEpoch).map { $0.split(separator: "/").last } == [
                "authority", "authority", "receipts", "receipts",
            ]
        )
        #expect(try EvidenceDocument(parsing: document.bytes).anchors.count == 4)
        let twice = document.anchors.flatMap { [$0, $0] }
        for anchors in [Array(document.anchors.reversed()), twice] {
            let error = #expect(throws: EvidenceError(.notCanonical, "")) {
                _ = try EvidenceDocument(parsing: document.changing(anchors: anchors).bytes)
            }
            #expect(error?.line != nil)
        }
    }

    @Test func `of several receipts of one log the largest says what an outsider keeps`() throws {
        var early: SignedNote?
        var house = try House.day { house in
            early = house.acts.writer.checkpoint
            house.now += 7_200_000
            try house.leave()
        }
        let note = try #require(early)
        try house.receiveReceipt(of: note)
        try house.writeReceipts()
        // Later than the first acts, and earlier than the last two.
        try house.keepOutside(by: try House.stranger(), at: UInt64(House.morning / 1_000) + 3_600)
        let document = try house.exported()
        var sections = document.sections
        let acts = try #require(sections.last)
        sections[sections.count - 1] = LogSection(
            subject: acts.subject,
            origin: acts.origin,
            before: acts.before,
            entries: acts.entries,
            notes: [note] + acts.notes
        )
        let anchor = try #require(document.anchors.first)
        let origin = anchor.origin
        let path = try house.store.inclusion(
            of: 0,
            in: origin,
            size: try Checkpoint(anchor.note).head.size
        )
        let record = try #require(
            try house.store.records(of: origin, from: 0, byteCountMax: 1).bundle.records.first
        )
        let receipt = ProofSection.ProvedEntry(
            entry: LogSection.Entry(record),
            proof: try LogProof(index: 0, path: path.path, note: anchor.note)
        )
        let both = AnchorSection(
            outsider: anchor.outsider,
            origin: origin,
            note: anchor.note,
            receipts: [receipt] + anchor.receipts
        )
        let report = try house.verified(document.changing(sections: sections, anchors: [both]))
        #expect(report.outside.first?.covers.count == 2)
        #expect(report.findings.contains { $0.message.english.contains("one of the clocks was wrong") })
    }

    @Test func `a witness whose key owners replaced keeps what it cosigned before, and that is said`() throws
    {
        var house = try House.day(withWitness: true)
        try house.writeReceipts()
        try house.keepOutside(by: house.witness)
        let name = house.witness.verifierKey.name.text
        let next = try House.stranger(name)
        let list = [Witness(name: name, key: Bytes(next.verifierKey.publicKey.bytes))]
        try house.give(
            WitnessPolicyStatement(head: house.head, version: 2, witnesses: list),
            by: house.owners
        )
        let index = house.authority.writer.head.size - 1
        let report = try house.report()
        #expect(
            report.outside.map(\.outsider) == [.witness(house.witness.verifierKey, .ownersUntil(index))]
        )
        #expect(report.summary.contains { $0.contains("UNTIL LEAF \(index) OF AUTHORITY") })
        // A key that owners never named is another's.
        var forged = house
        try forged.keepOutside(by: try House.stranger(name))
        let document = try forged.exported()
        #expect(throws: EvidenceError(.anchorInvalid, "")) { _ = try forged.verified(document) }
    }
}
