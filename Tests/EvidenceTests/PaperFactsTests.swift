import Authority
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// Sentences of the paper that must be true of the very file.
@Suite(.timeLimit(.minutes(5))) struct PaperFactsTests {
    private static func html(_ house: House, _ document: EvidenceDocument) throws -> String {
        let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(document.bytes)
        return EvidencePaper(report, file: document.bytes).html
    }

    @Test
    func `an older head below the acts, and a witness's line, do not shorten how long they were unsigned`()
        throws
    {
        let house = try House.day()
        let document = try house.exported()
        let acts = try #require(document.sections.last)
        let mirror = try #require(house.cosigners[.mirror])
        let witness = try #require(house.cosigners[.witness])
        let signer = try CheckpointSigner(origin: acts.origin, privateKey: house.logKeys[2])
        // Below every act that is shown: what headquarters cosigned then says nothing about them.
        let size = acts.before.size + 1
        let older = try signer.sign(
            TreeHead(size: size, root: try house.store.root(of: acts.origin, size: size))
        )
        let early = UInt64(House.morning / 1_000) + 1
        let below = try older.adding(try mirror.cosign(try Checkpoint(older), atSeconds: early))
        // Over all of them, but a witness has looked at the head alone.
        let middle = acts.end - 1
        let seen = try signer.sign(
            TreeHead(size: middle, root: try house.store.root(of: acts.origin, size: middle))
        )
        let witnessed = try seen.adding(try witness.cosign(try Checkpoint(seen), atSeconds: early))
        let forged = LogSection(
            subject: acts.subject,
            origin: acts.origin,
            before: acts.before,
            entries: acts.entries,
            notes: [below, witnessed].compactMap { LogSection.inOrder($0, origin: acts.origin) } + acts.notes
        )
        let with = EvidenceDocument(
            organisation: House.name,
            claim: document.claim,
            sections: document.sections.dropLast() + [forged]
        )
        let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(with.bytes)
        let window = try #require(report.windows.first)
        let first = try #require(report.acts.first)
        #expect(window.oldest == first.time.milliseconds)
        #expect(window.milliseconds == House.evening / 1_000 * 1_000 - first.time.milliseconds)
    }

    @Test func `who signed a seal's registration is printed, and not how many should have`() throws {
        let house = try House.day()
        let report = try house.report()
        #expect(report.registrars[House.seal] == [.officer(id(50)), .officer(id(51))])
        let html = try Self.html(house, try house.exported())
        #expect(!html.contains("两名安全员签署") && !html.contains("signed by two officers"))
        #expect(html.contains("第 1 版，签署：安全员 "))
    }

    @Test func `an outsider's cosignature on authority leaves the warning for the acts`() throws {
        let house = try House.day(withWitness: true)
        let html = try Self.html(house, try house.exported())
        #expect(html.contains("外部锚定仅及授权日志"))
        #expect(html.contains("notary.example.net/witness cosigned the first"))
        #expect(html.contains("all copies of these together could be rewritten"))
    }
}
