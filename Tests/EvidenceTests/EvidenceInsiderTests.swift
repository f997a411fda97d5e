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

    @Test func `an act that the cabinet's own key did not sign is left out, and the file says so`() throws {
        var house = try House.day()
        try insert(&house, sequence: house.acts.writer.head.size, key: try Ed25519PrivateKey())
        let whole = try #require(
            EvidenceClaim(seal: House.seal, from: House.morning, to: House.evening + 86_400_000)
        )
        let report = try house.report(whole)
        let index = house.acts.writer.head.size - 1
        #expect(report.findings.contains { $0.index == index && $0.message.english.contains("IS NOT GOOD") })
        #expect(report.acts.allSatisfy { $0.place.index != index })
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

    @Test
    func
        `an old stretch that is sealed anew with the cabinet's newer key refuses, and under its own key it holds`()
        throws
    {
        var house = try House.day()
        let newer = try Ed25519PrivateKey()
        let act = try Ed25519PrivateKey()
        let another = try house.machine(acts: newer, act: act, epoch: 2, cut: house.end)
        try house.give(another, by: house.officers)
        let document = try house.exported()
        try verify(house, document)

        let index = try #require(document.sections.firstIndex { $0.subject == .acts(cabinet: "c1") })
        let section = document.sections[index]
        let signer = try CheckpointSigner(origin: section.origin, privateKey: newer)
        var note = try signer.sign(try Checkpoint(try #require(section.notes.last)).head)
        for role in [HeadquartersCosigners.Role.mirror, .witness] {
            let cosigner = try #require(house.cosigners[role])
            note = try note.adding(try cosigner.cosign(try Checkpoint(note), atSeconds: 1_770_100_000))
        }
        #expect(throws: EvidenceError(.signatureInvalid, "")) {
            try verify(house, document.with(notes: [note], at: index))
        }
    }

    @Test func `records of two keys under one head refuse`() throws {
        var house = try House.day { house in
            // The machine before writes on, knowing that another one stands in its place.
            let (acts, act) = (try Ed25519PrivateKey(), try Ed25519PrivateKey())
            let another = try house.machine(acts: acts, act: act, epoch: 2, cut: house.end)
            try house.give(another, by: house.officers)
            try house.visit(.returnBegun, VisitBegun(persons: []).canonical, visit: 9)
        }
        house.now += 1
        #expect(throws: EvidenceError(.signatureInvalid, "")) { try verify(house, try house.exported()) }
    }

    @Test func `a grant that claims to know leaves of the future, or was made for another site, is none`()
        throws
    {
        let house = try House.day { house in
            let future = try house.approved(house.grant(5, madeUnder: 99))
            try house.file(future)
            try house.take(future, visit: 8)
            try house.file(try house.approved(house.grant(6, site: "west")))
        }
        let report = try house.report()
        #expect(report.findings.contains { $0.message.english.contains("claims to know leaves") })
        #expect(report.findings.contains { $0.message.english.contains("made for another site") })
        #expect(report.findings.contains { $0.message.english.contains("is not among the leaves") })
        #expect(report.grants.map(\.statement.grant) == [id(201)])
    }

    @Test func `proofs under two heads of one log, or beside their leaf, refuse`() throws {
        let (house, _) = try House.withEveryClaim()
        let document = try house.exported(.act(cabinet: "c1", ActPlace(index: 8)))
        let section = try #require(document.proofs.first)
        let signer = try CheckpointSigner(origin: section.origin, privateKey: house.logKeys[2])
        let size = try Checkpoint(section.entries[0].proof.note).head.size
        func replacing(_ proof: LogProof, at place: Int = 0) -> EvidenceDocument {
            var entries = section.entries
            entries[place] = ProofSection.ProvedEntry(entry: entries[place].entry, proof: proof)
            return document.with(
                proofs: [ProofSection(subject: section.subject, origin: section.origin, entries: entries)]
            )
        }
        let proof = section.entries[0].proof
        // The same size with another root, signed by the log: the two contradict each other in one file.
        let fork = try signer.sign(TreeHead(size: size, root: SHA256.hash([3])))
        for place in [0, 1] {
            let other = try LogProof(index: section.entries[place].proof.index, path: proof.path, note: fork)
            #expect(throws: EvidenceError(.treeDiffers, "")) {
                try verify(house, replacing(other, at: place))
            }
        }
        let path = try LogProof(index: proof.index, path: Array(proof.path.dropLast()), note: proof.note)
        #expect(throws: EvidenceError(.treeDiffers, "")) { try verify(house, replacing(path)) }
        let beside = try LogProof(index: proof.index + 1, path: proof.path, note: proof.note)
        #expect(throws: EvidenceError(.malformed, "")) { try verify(house, replacing(beside)) }
        let unsigned = try LogProof(
            index: proof.index,
            path: proof.path,
            note: try CheckpointSigner(origin: section.origin, privateKey: try Ed25519PrivateKey()).sign(
                try Checkpoint(proof.note).head
            )
        )
        let all = section.entries.map { ProofSection.ProvedEntry(entry: $0.entry, proof: unsigned) }
        let one = ProofSection(subject: section.subject, origin: section.origin, entries: [all[0]])
        #expect(throws: EvidenceError.self) { try verify(house, document.with(proofs: [one])) }
    }

    @Test func `a claim about time that rests on single records refuses`() throws {
        let (house, claims) = try House.withEveryClaim()
        let act = try house.exported(claims[2])
        let pretending = EvidenceDocument(
            organisation: House.name,
            claim: claims[0],
            sections: act.sections,
            proofs: act.proofs
        )
        #expect(throws: EvidenceError(.incomplete, "")) { try verify(house, pretending) }
    }

    @Test func `a stretch with leaves left out refuses, whichever they are`() throws {
        let house = try House.day()
        let document = try house.exported()
        for (index, section) in document.sections.enumerated() {
            for place in section.entries.indices {
                var entries = section.entries
                entries.remove(at: place)
                var sections = document.sections
                sections[index] = LogSection(
                    subject: section.subject,
                    origin: section.origin,
                    before: section.before,
                    entries: entries,
                    notes: section.notes
                )
                let missing = EvidenceDocument(
                    organisation: House.name,
                    claim: document.claim,
                    sections: sections
                )
                #expect(throws: EvidenceError.self, "\(section.origin) \(place)") {
                    try verify(house, missing)
                }
            }
        }
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
