import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// What somebody with the keys of a log could try: the head is good, and the file is still refused.
struct EvidenceInsiderTests {
    private func verify(_ house: House, _ document: EvidenceDocument) throws {
        _ = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(document.bytes)
    }

    /// A record at the end of the cabinet's acts, composed with another place or another key than it should have.
    private func insert(_ house: inout House, sequence: UInt64, key: Ed25519PrivateKey) throws {
        var composer = Composer(
            origin: house.acts.writer.origin.text,
            boot: id(1),
            nextSequence: sequence,
            lastTime: HybridTime(milliseconds: house.now),
            actKey: key
        )
        let draft = Draft(
            .custody,
            .returnBegun,
            actor: Actor(person: House.taker),
            subject: Subject(seal: House.seal, visit: id(9), drawer: 1),
            detail: VisitBegun(persons: []).canonical,
            isSigned: true
        )
        let reading = ClockReading(
            wallMilliseconds: house.now + 1,
            monotonicMilliseconds: 1,
            quality: .disciplined
        )
        let record = try composer.compose(draft, at: reading, obeying: house.heads)
        _ = try house.acts.writer.append([record])
        try house.mirror()
    }

    @Test func `an act that the cabinet's own key did not sign refuses`() throws {
        var house = try House.day()
        try insert(&house, sequence: house.acts.writer.head.size, key: try Ed25519PrivateKey())
        let whole = try #require(
            EvidenceClaim(seal: House.seal, from: House.morning, to: House.evening + 86_400_000)
        )
        let document = try house.exported(whole)
        #expect(throws: EvidenceError(.signatureInvalid, "")) { try verify(house, document) }
    }

    @Test func `a leaf that claims another place refuses`() throws {
        var house = try House.day()
        try insert(&house, sequence: house.acts.writer.head.size + 1, key: house.actKey)
        let whole = try #require(
            EvidenceClaim(seal: House.seal, from: House.morning, to: House.evening + 86_400_000)
        )
        let document = try house.exported(whole)
        #expect(throws: EvidenceError(.malformed, "")) { try verify(house, document) }
    }

    @Test func `a smaller head over other leaves refuses, although the log signed it`() throws {
        let house = try House.day()
        let document = try house.exported()
        let section = try #require(document.sections.first)
        let signer = try CheckpointSigner(origin: section.origin, privateKey: house.logKeys[0])
        let fork = try signer.sign(TreeHead(size: 3, root: SHA256.hash([3])))
        let forged = document.with(notes: [fork] + section.notes, at: 0)
        #expect(throws: EvidenceError(.treeDiffers, "")) { try verify(house, forged) }
    }

    @Test func `leaves above the last head refuse`() throws {
        let house = try House.day()
        let document = try house.exported()
        let section = try #require(document.sections.first)
        let signer = try CheckpointSigner(origin: section.origin, privateKey: house.logKeys[0])
        let root = try house.store.root(of: section.origin, size: section.end - 1)
        let older = try signer.sign(TreeHead(size: section.end - 1, root: root))
        #expect(throws: EvidenceError(.treeDiffers, "")) {
            try verify(house, document.with(notes: [older], at: 0))
        }
        // Before the newest it is welcome.
        try verify(house, document.with(notes: [older] + section.notes, at: 0))
        #expect(throws: EvidenceError(.notCanonical, "")) {
            try verify(house, document.with(notes: section.notes + [older], at: 0))
        }
    }

    @Test func `a changed claim is noticed by the last line, and a second way of writing it is refused`()
        throws
    {
        let house = try House.day()
        let document = EvidenceDocument(
            organisation: House.name,
            claim: try #require(EvidenceClaim(seal: id(0xAB), from: 0, to: 1)),
            sections: try house.exported().sections
        )
        func replacing(_ old: String, _ new: String) throws -> [UInt8] {
            var bytes = document.bytes
            bytes.replaceSubrange(try #require(bytes.firstRange(of: Array(old.utf8))), with: Array(new.utf8))
            return bytes
        }
        #expect(throws: EvidenceError(.changed, "")) {
            _ = try EvidenceDocument(parsing: replacing("from 0 to 1", "from 0 to 2"))
        }
        #expect(throws: EvidenceError(.notCanonical, "")) {
            _ = try EvidenceDocument(parsing: closed(replacing("00ab from", "00AB from")))
        }
    }
}

extension EvidenceDocument {
    fileprivate func with(notes: [SignedNote], at index: Int) -> EvidenceDocument {
        var sections = self.sections
        let section = sections[index]
        sections[index] = LogSection(
            subject: section.subject,
            origin: section.origin,
            before: section.before,
            entries: section.entries,
            notes: notes
        )
        return EvidenceDocument(organisation: organisation, claim: claim, sections: sections)
    }
}
