import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// What stands in a file as kept by an outsider and is not: refused, with the line.
@Suite(.timeLimit(.minutes(5))) struct ForgedAnchorTests {
    /// A day under a head of receipts that an outsider cosigned.
    private static func kept() throws -> (house: House, document: EvidenceDocument, outsider: Cosigner) {
        var house = try House.day(withWitness: true)
        try house.writeReceipts()
        let outsider = try House.stranger()
        try house.keepOutside(by: outsider)
        return (house, try house.exported(), outsider)
    }

    private func refusal(
        _ house: House,
        _ document: EvidenceDocument,
        _ change: (AnchorSection) throws -> AnchorSection,
        trust: OutsideTrust = OutsideTrust()
    ) throws -> EvidenceError? {
        let anchor = try #require(document.anchors.first)
        let changed = document.changing(anchors: [try change(anchor)])
        return #expect(throws: EvidenceError.self) { _ = try house.verified(changed, trust: trust) }
    }

    @Test func `a cosignature that is not good refuses at the line of its head`() throws {
        let (house, document, outsider) = try Self.kept()
        let error = try refusal(house, document) { anchor in
            let signatures = try anchor.note.signatures.map { signature in
                guard signature.name == outsider.verifierKey.name else { return signature }
                var bytes = signature.bytes
                bytes[bytes.count - 1] ^= 1
                return try NoteSignature(name: signature.name, keyID: signature.keyID, bytes: bytes)
            }
            return anchor.with(note: try SignedNote(text: anchor.note.text, signatures: signatures))
        }
        #expect(error?.code == .signatureInvalid)
        let lines = String(decoding: document.bytes, as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let line = try #require(lines.firstIndex { $0.hasPrefix("anchor witness ") }) + 2
        #expect(error?.line == line)
    }

    @Test func `a head without the outsider's line is kept by nobody`() throws {
        let (house, document, _) = try Self.kept()
        let error = try refusal(house, document) { anchor in
            let own = try #require(anchor.note.signatures.first)
            return anchor.with(note: try SignedNote(text: anchor.note.text, signatures: [own]))
        }
        #expect(error?.code == .anchorInvalid)
        #expect(error?.message.contains("is not on the head") == true)
    }

    @Test func `another key under the name of a witness whom the reader or owners know refuses`() throws {
        let (house, document, outsider) = try Self.kept()
        let other = try House.stranger()
        let trust = OutsideTrust(witnesses: [other.verifierKey])
        #expect(throws: EvidenceError(.anchorInvalid, "")) { _ = try house.verified(document, trust: trust) }
        #expect(
            try house.verified(document, trust: OutsideTrust(witnesses: [outsider.verifierKey])).outside.count
                == 1
        )

        var forged = house
        try forged.keepOutside(by: try House.stranger(house.witness.verifierKey.name.text))
        let named = try forged.exported()
        #expect(throws: EvidenceError(.anchorInvalid, "")) { _ = try forged.verified(named) }
    }

    @Test func `a witness of the organisation's own is none outside`() throws {
        let (house, document, _) = try Self.kept()
        let own = try #require(house.cosigners[.witness])
        let error = try refusal(house, document) { anchor in
            let line = try own.cosign(try Checkpoint(anchor.note), atSeconds: House.night)
            let signature = try #require(anchor.note.signatures.first)
            return AnchorSection(
                outsider: .witness(own.verifierKey),
                origin: anchor.origin,
                note: try SignedNote(text: anchor.note.text, signatures: [signature, line]),
                receipts: []
            )
        }
        #expect(error?.code == .anchorInvalid)
        // Nor is it exported as one.
        var exported = house
        try exported.keepOutside(by: own)
        #expect(try exported.exported().anchors.count == 1)
    }

    @Test func `a receipt that is not under the head, or of another head than the file's, refuses`() throws {
        let (house, document, outsider) = try Self.kept()
        // The leaf is real and the path is another's.
        let moved = try refusal(house, document) { anchor in
            let receipt = try #require(anchor.receipts.first)
            let path = receipt.proof.path + [SHA256.hash([1])]
            let proof = try LogProof(index: receipt.proof.index, path: path, note: receipt.proof.note)
            return anchor.with(receipts: [.init(entry: receipt.entry, proof: proof)])
        }
        #expect(moved?.code == .treeDiffers)

        // Headquarters cosigned another root of as many leaves: two histories.
        var other = house
        let signer = try CheckpointSigner(origin: house.acts.writer.origin, privateKey: house.logKeys[2])
        let size = try #require(document.sections.last).end
        let note = try signer.sign(TreeHead(size: size, root: SHA256.hash([1])))
        try other.receiveReceipt(of: note)
        try other.keepOutside(by: outsider)
        let last = other.receipts.writer.head.size - 2
        let record = try #require(
            try other.store.records(of: other.receipts.writer.origin, from: last, byteCountMax: 1).bundle
                .records.first
        )
        let head = try other.outsideNote(by: outsider)
        let path = try other.store.inclusion(
            of: last,
            in: other.receipts.writer.origin,
            size: try Checkpoint(head).head.size
        )
        let proof = try LogProof(index: last, path: path.path, note: head)
        let forked = try refusal(house, document) { anchor in
            AnchorSection(
                outsider: anchor.outsider,
                origin: anchor.origin,
                note: head,
                receipts: [.init(entry: LogSection.Entry(record), proof: proof)]
            )
        }
        #expect(forked?.code == .treeDiffers)
        #expect(forked?.message.contains("cosigned another root") == true)
    }

    @Test func `a record that leads to nothing in the file, and a head of another authority, refuse`() throws
    {
        var house = try House.day { house in try house.count() }
        let outsider = try House.stranger()
        try house.writeReceipts()
        try house.keepOutside(by: outsider)
        // The result of a count, in a file that is about a seal.
        let seal = try house.exported()
        let count = try house.exported(.count(House.run))
        let result = try #require(count.anchors.first?.receipts.first)
        let strange = try refusal(house, seal) { anchor in
            anchor.with(receipts: [result] + anchor.receipts)
        }
        #expect(strange?.message.contains("leads to nothing") == true)

        try house.receiveReceipt(of: house.policy.writer.checkpoint)
        try house.keepOutside(by: outsider)
        let index = house.receipts.writer.head.size - 2
        let origin = house.receipts.writer.origin
        let record = try #require(
            try house.store.records(of: origin, from: index, byteCountMax: 1).bundle.records.first
        )
        let head = try house.outsideNote(by: outsider)
        let path = try house.store.inclusion(of: index, in: origin, size: try Checkpoint(head).head.size)
        let proof = try LogProof(index: index, path: path.path, note: head)
        let elsewhere = try refusal(house, seal) { anchor in
            AnchorSection(
                outsider: anchor.outsider,
                origin: anchor.origin,
                note: head,
                receipts: [.init(entry: LogSection.Entry(record), proof: proof)]
            )
        }
        #expect(elsewhere?.message.contains("that is not in the file") == true)

        let authority = house.authority.writer.origin
        let signer = try CheckpointSigner(origin: authority, privateKey: house.logKeys[0])
        let other = try signer.sign(TreeHead(size: 3, root: SHA256.hash([1])))
        let forked = try refusal(house, seal) { _ in
            AnchorSection(
                outsider: .witness(outsider.verifierKey),
                origin: authority,
                note: try other.adding(
                    try outsider.cosign(try Checkpoint(other), atSeconds: House.night)
                ),
                receipts: []
            )
        }
        #expect(forked?.code == .treeDiffers)
    }

    @Test func `a token over other bytes, one that is changed, and what is no token refuse at their line`()
        throws
    {
        let (house, document, _) = try Self.kept()
        let token = try vector("TimeStamps/token.der")
        var broken = token
        broken[broken.count - 1] ^= 1
        for (bytes, reason) in [
            (token, "over another head"), (broken, "is not signed by"), ([1, 2, 3], "no time-stamp token"),
        ] {
            let error = try refusal(house, document) { anchor in
                let own = try #require(anchor.note.signatures.first)
                return AnchorSection(
                    outsider: .timestamp(url: "http://tsa.example.com/", token: bytes),
                    origin: anchor.origin,
                    note: try SignedNote(text: anchor.note.text, signatures: [own]),
                    receipts: []
                )
            }
            #expect(error?.code == .anchorInvalid)
            #expect(error?.message.contains(reason) == true, "\(error.map(\.description) ?? "")")
            #expect(error?.line != nil)
        }
    }

    @Test func `a token is believed under the reader's certificates alone, where there are some`() throws {
        let bytes = try vector("TimeStamps/token.der")
        let token = try TimeStampToken(bytes: bytes)
        let signer = try token.signer()
        #expect(signer.subject == "CN=Time stamps")
        let other = try TimeStampTrust(text: vector("TimeStamps/other-ca.pem"))
        let (house, document, _) = try Self.kept()
        let error = try refusal(
            house,
            document,
            { anchor in
                let own = try #require(anchor.note.signatures.first)
                return AnchorSection(
                    outsider: .timestamp(url: "-", token: bytes),
                    origin: anchor.origin,
                    note: try SignedNote(text: anchor.note.text, signatures: [own]),
                    receipts: []
                )
            },
            trust: OutsideTrust(certificates: other)
        )
        #expect(error?.message.contains("does not verify") == true)
    }

    @Test func `a file of version 2 has no anchors and one epoch`() throws {
        let (_, document, _) = try Self.kept()
        let text = String(decoding: document.bytes, as: UTF8.self).replacing(
            "signet-evidence/v3",
            with: "signet-evidence/v2"
        )
        #expect(throws: EvidenceError(.malformed, "")) {
            _ = try EvidenceDocument(parsing: closed(Array(text.utf8)))
        }
        let rotated = try House.rotatedDay().exported()
        let epochs = String(decoding: rotated.bytes, as: UTF8.self).replacing(
            "signet-evidence/v3",
            with: "signet-evidence/v2"
        )
        #expect(throws: EvidenceError(.malformed, "")) {
            _ = try EvidenceDocument(parsing: closed(Array(epochs.utf8)))
        }
    }
}

extension AnchorSection {
    fileprivate func with(note: SignedNote? = nil, receipts: [ProofSection.ProvedEntry]? = nil)
        -> AnchorSection
    {
        AnchorSection(
            outsider: outsider,
            origin: origin,
            note: note ?? self.note,
            receipts: receipts ?? (note == nil ? self.receipts : [])
        )
    }
}
