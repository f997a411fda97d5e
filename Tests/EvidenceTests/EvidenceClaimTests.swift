import Authority
import Cryptography
import Custody
import Records
import Testing

@testable import Evidence

/// Every kind of claim, from the store to the verifier's word.
@Suite(.timeLimit(.minutes(5))) struct EvidenceClaimTests {
    @Test func `one act is proved with its visit, its grant and its people, and without the rest of the day`()
        throws
    {
        let (house, _) = try House.withEveryClaim()
        let document = try house.exported(.act(cabinet: "c1", ActPlace(index: 8)))
        #expect(document.sections.map(\.subject) == [.authority, .policy(site: "east")])
        let proofs = try #require(document.proofs.first)
        #expect(proofs.entries.map(\.proof.index) == [7, 8])
        let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(document.bytes)
        #expect(report.acts.map(\.event.text) == ["drawer released for a take", "take ended: taken"])
        #expect(report.grants.map(\.isSound) == [true])
        #expect(report.names[House.taker] == "张三")
        #expect(report.neverLeft.isEmpty)
        #expect(!report.gaps.contains { $0.english.contains("no acts of cabinet") })
    }

    @Test func `an act whose outcome lies outside of the file says so`() throws {
        let (house, _) = try House.withEveryClaim()
        let document = try house.exported(.act(cabinet: "c1", ActPlace(index: 7)))
        let half = document.with(
            proofs: document.proofs.map {
                ProofSection(subject: $0.subject, origin: $0.origin, entries: Array($0.entries.prefix(1)))
            }
        )
        let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(half.bytes)
        #expect(report.gaps.contains { $0.english.contains("has no outcome") })
        let other = document.with(
            proofs: document.proofs.map {
                ProofSection(subject: $0.subject, origin: $0.origin, entries: Array($0.entries.suffix(1)))
            }
        )
        #expect(throws: EvidenceError(.incomplete, "")) {
            _ = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(other.bytes)
        }
    }

    @Test func `a site's file tells of all its seals`() throws {
        let (house, claims) = try House.withEveryClaim()
        let report = try house.report(claims[1])
        #expect(Set(report.acts.compactMap(\.subject.seal)) == [House.seal, House.otherSeal])
        #expect(report.seals.map(\.name) == ["合同专用章", "公章"])
        #expect(report.names.count == 3)
        #expect(report.acts.contains { $0.event.text == "count answered: 2 drawers, 0 differ" })
    }

    @Test func `a count is put together from what was asked, answered and signed`() throws {
        let (house, claims) = try House.withEveryClaim()
        let document = try house.exported(claims[3])
        #expect(
            document.proofs.map(\.subject) == [
                .policy(site: "east"), .acts(cabinet: "c1"), .headquarters, .receipts,
            ]
        )
        let report = try house.report(claims[3])
        let count = try #require(report.count)
        #expect(count.lines.map(\.cabinet) == ["c1"])
        #expect(count.silent.isEmpty)
        #expect(count.lines[0].strangeTags.isEmpty)
        #expect(count.closed?.equalCount == 1)
        #expect(count.unasked.isEmpty)
        #expect(
            report.gaps.map(\.english) == [
                "policies are shown in part: that cabinets obeyed these very leaves is not shown",
                "of the result that headquarters signed revision 1 is the newest shown; a later one may exist",
            ]
        )
    }

    @Test func `a count whose signed result is another than the answers come to is told`() throws {
        let house = try House.day { house in try house.count(closedAs: 0) }
        let report = try house.report(.count(House.run))
        #expect(report.findings.contains { $0.message.english.contains("is another than the answers shown") })
    }

    @Test func `an answer that headquarters took otherwise than the cabinet's log has it is told`() throws {
        let house = try House.day { house in
            let lie = CountAnswerTaken(
                run: House.run,
                cabinet: "c1",
                size: 1,
                takenAt: house.now,
                drawerCount: 2,
                differenceCount: 2,
                provedCount: 0
            )
            try house.count(taken: lie)
        }
        let report = try house.report(.count(House.run))
        #expect(report.findings.contains { $0.message.english.contains("took another answer") })
    }

    @Test func `silent is who has no answer in the result that headquarters signed`() throws {
        let house = try House.day { house in try house.count(isAnswered: false) }
        let claim = EvidenceClaim.count(House.run)
        let report = try house.report(claim)
        #expect(report.count?.silent == ["c1"])
        #expect(
            report.findings.allSatisfy { !$0.message.english.contains("result that headquarters signed") }
        )
        // Without the result nobody says that headquarters has no answer.
        let document = try house.exported(claim)
        let open = document.with(proofs: document.proofs.filter { $0.subject != .receipts })
        let unsigned = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(open.bytes)
        #expect(unsigned.count?.silent == [])
        #expect(unsigned.count?.lines.map(\.response) == [.notShown])
        #expect(unsigned.gaps.contains { $0.english == "whether these answered is not shown: c1" })
    }

    @Test func `a cabinet whose answer was left out of the file is not called silent`() throws {
        let (house, claims) = try House.withEveryClaim()
        let document = try house.exported(claims[3])
        let without = document.with(proofs: document.proofs.filter { $0.subject != .acts(cabinet: "c1") })
        let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(without.bytes)
        #expect(report.count?.silent == [])
        #expect(report.count?.lines.map(\.response) == [.leftOut])
        #expect(
            report.gaps.contains {
                $0.english == "headquarters took answers that are not in this file, of c1"
            }
        )
        // Headquarters' own record of it still makes up the result that it signed.
        #expect(
            report.findings.allSatisfy { !$0.message.english.contains("result that headquarters signed") }
        )
        let html = EvidencePaper(report, file: without.bytes).html
        #expect(html.contains("失联 0 个") && html.contains("应答未在本文件示出 1 个（c1）"))
        #expect(!html.contains("SILENT"))
        let bare = document.with(proofs: document.proofs.filter { $0.subject != .headquarters })
        #expect(throws: EvidenceError(.incomplete, "")) {
            _ = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(bare.bytes)
        }
    }

    @Test func `who could have used a seal: whose hands, which cabinet, which grants, which rights`() throws {
        let (house, _) = try House.withEveryClaim()
        let taken = try #require(try house.report(.users(House.seal, at: House.morning + 200_000)).users)
        guard case .inHand(let actor, _) = taken.place else {
            Issue.record("\(taken.place)")
            return
        }
        #expect(actor?.person == House.taker)
        #expect(actor?.companion == House.companion)
        #expect(taken.grants.map(\.isKnownToCabinet) == [true, true])
        #expect(taken.grants.map(\.objections.isEmpty) == [true, false])
        #expect(taken.holders.map(\.person) == [House.taker, House.companion, id(9)])
        #expect(taken.holders.allSatisfy { $0.rights == [.companion] })

        let back = try #require(try house.report(.users(House.seal, at: House.morning + 300_000)).users)
        #expect(back.place == .inSlot(cabinet: "c1", drawer: 1, proved: House.morning + 300_000))
        #expect(back.cabinets == ["c1": House.morning + 300_000])

        let open = try #require(try house.report(.users(House.seal, at: House.morning + 120_000)).users)
        #expect(open.visitor?.person == House.taker)

        let before = try #require(try house.report(.users(House.seal, at: House.morning - 2_000_000)).users)
        #expect(before.place == .unknown)
        #expect(before.grants.isEmpty)
    }

    @Test func `a person who was removed holds no right, and one who is removed later still does`() throws {
        let house = try House.day { house in
            try house.authority.append(
                Draft(
                    .taking,
                    .personRemoved,
                    actor: Actor(component: "test"),
                    detail: PersonInGeneration(person: id(9), generation: 1).canonical
                ),
                at: House.morning,
                obeying: nil
            )
            // What the cabinet obeyed is said by what it signed.
            try house.act(
                Draft(.system, RecordKind(rawValue: 199), actor: Actor(component: "boot"), isSigned: true)
            )
        }
        let early = try #require(try house.report(.users(House.seal, at: House.morning + 200_000)).users)
        #expect(early.holders.contains { $0.person == id(9) })
        let late = try #require(try house.report(.users(House.seal, at: House.evening)).users)
        #expect(!late.holders.contains { $0.person == id(9) })
    }

    @Test func `what is not there is not exported`() throws {
        let (house, _) = try House.withEveryClaim()
        let range = try #require(MomentRange(from: 0, to: 1))
        for claim in [
            .seal(id(9), range), .site("west", range), .act(cabinet: "c2", ActPlace(index: 0)),
            .act(cabinet: "c1", ActPlace(index: 999)), .count(id(9)),
        ] as [EvidenceClaim] {
            #expect(throws: EvidenceError.self, "\(claim.text)") { _ = try house.exported(claim) }
        }
    }

    @Test func `every kind of file is refused when it is cut at any byte`() throws {
        let (house, claims) = try House.withEveryClaim()
        for claim in claims {
            let bytes = try house.exported(claim).bytes
            let verifier = EvidenceVerifier(pinnedRoot: house.pinnedRoot)
            _ = try verifier.verify(bytes)
            var accepted = 0
            for count in stride(from: 0, to: bytes.count, by: 7)
            where (try? verifier.verify(Array(bytes[..<count]))) != nil {
                accepted += 1
            }
            #expect(accepted == 0, "\(claim.text)")
        }
    }

    @Test func `claims are read as they are written, and nothing else is one`() throws {
        let (house, claims) = try House.withEveryClaim()
        for claim in claims {
            let document = try house.exported(claim)
            let read = try EvidenceDocument(parsing: document.bytes)
            #expect(read.claim == claim)
            #expect(read.bytes == document.bytes)
        }
        for text in [
            "claim act c1 01", "claim act C1 1", "claim count 00", "claim users \(House.seal) 5",
            "claim site east from 2 to 1", "claim seal \(House.seal) to 1 from 2", "claim everything",
        ] {
            let bytes = Array("signet-evidence/v2\norganisation example.org\n\(text)\n".utf8)
            let file = bytes + Array("sha256 \(Hex.encode(SHA256.hash(bytes).bytes))\n".utf8)
            #expect(throws: EvidenceError(.malformed, ""), "\(text)") {
                _ = try EvidenceDocument(parsing: file)
            }
        }
    }

    @Test func `moments are read with their zone or not at all`() {
        #expect(Moment.parse("1770000000000") == 1_770_000_000_000)
        // `date -u -d 2026-03-01T16:15+08:00 +%s`
        #expect(Moment.parse("2026-03-01T16:15+08:00") == 1_772_352_900_000)
        #expect(Moment.parse("2026-03-01T16:15:30-03:30") == 1_772_394_330_000)
        #expect(Moment.parse("2024-02-29Z") == 1_709_164_800_000)
        for text in [
            "2026-03-01T16:15", "2026-02-29Z", "2026-13-01Z", "yesterday", "-5", "2026-3-1Z", "T10:00Z",
        ] {
            #expect(Moment.parse(text) == nil, "\(text)")
        }
    }
}

extension EvidenceDocument {
    func with(proofs: [ProofSection]) -> EvidenceDocument {
        EvidenceDocument(organisation: organisation, claim: claim, sections: sections, proofs: proofs)
    }
}
