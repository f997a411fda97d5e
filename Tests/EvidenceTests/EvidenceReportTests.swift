import Authority
import Cryptography
import Custody
import Records
import Testing

@testable import Evidence

struct EvidenceReportTests {
    @Test func `the day of a seal is told from the file alone`() throws {
        let house = try House.day()
        let report = try house.report()
        #expect(report.regime == .full)
        #expect(
            report.acts.map(\.event.text) == [
                "drawer released for a take", "take ended: taken", "drawer released for a return",
                "return ended: proved", "take REFUSED, reasons 2", "drawer released for a return",
                "return ended: refused", "FINDING 1: a copy came back",
            ]
        )
        #expect(report.acts.allSatisfy { $0.isSigned })
        #expect(report.acts[3].isSealsTag == true)
        #expect(report.acts[6].isSealsTag == nil)
        #expect(report.acts.prefix(7).map(\.actor?.person).allSatisfy { $0 == House.taker })
        #expect(report.names == [House.taker: "张三", House.companion: "李四"])

        let grant = try #require(report.grants.first)
        #expect(report.grants.count == 1)
        #expect(grant.isSound)
        #expect(grant.approvals.map(\.verdict) == [.good(.ownKey), .good(.ownKey)])
        #expect(grant.approvals.map(\.approver) == house.approverIDs)
        let seal = try #require(report.givings.first { $0.title.english.hasPrefix("seal") })
        #expect(seal.signers == [.officer(id(50)), .officer(id(51))])
    }

    @Test func `a forged grant in the site's policy is told as forged`() throws {
        let findings = try House.day().report().findings
        #expect(findings.count == 1)
        #expect(
            findings.first?.message.english.hasPrefix("FORGED GRANT \(id(202) as Identifier<GrantSubject>)")
                == true
        )
    }

    @Test func `a take under a forged grant is told as not sound`() throws {
        let house = try House.day { house in
            let stranger = try Ed25519PrivateKey()
            let forged = try house.approved(house.grant(3), by: [house.approvers[0], stranger])
            try house.file(forged)
            try house.take(forged, visit: 8)
        }
        let report = try house.report()
        #expect(report.grants.map(\.isSound) == [true, false])
        #expect(report.grants.last?.approvals.map(\.verdict) == [.good(.ownKey), .forged])
        #expect(report.findings.contains { $0.message.english.contains("take under grant") })
    }

    @Test func `a take under a revoked grant, or one that names another taker, is told`() throws {
        let report = try House.revokedDay().report()
        #expect(report.findings.contains { $0.message.english.contains("it was revoked before") })
    }

    @Test func `a cabinet that obeyed other leaves than those shown is told`() throws {
        let house = try House.day { house in
            let lie = ObeyedHeads(
                authority: (1, house.heads.authoritySize, SHA256.hash([1])),
                policy: (1, house.heads.policySize, SHA256.hash([2]))
            )
            house.now += 1
            try house.act(
                Draft(
                    .custody,
                    .returnBegun,
                    actor: Actor(person: House.taker),
                    subject: Subject(seal: House.seal, visit: id(9), drawer: 1),
                    detail: VisitBegun(persons: []).canonical,
                    isSigned: true
                ),
                obeying: lie
            )
        }
        let report = try house.report()
        #expect(report.findings.contains { $0.message.english.contains("OTHER LEAVES") })
        #expect(report.gaps.contains { $0.english.contains("has no outcome") })
    }

    @Test func `the first line says whether somebody outside has cosigned`() throws {
        #expect(try House.day().report().lines.first?.hasPrefix("NO OUTSIDE ANCHOR") == true)
        let report = try House.day(withWitness: true).report()
        #expect(report.anchors.map(\.name) == ["notary.example.net/witness"])
        // What the notary cosigned is authority: the acts could be rewritten below it.
        #expect(report.lines.first?.hasPrefix("NO OUTSIDE ANCHOR OF POLICY AND ACTS") == true)
        let size = try #require(report.anchors.first).size
        #expect(
            report.lines.dropFirst().first
                == "Outside example.org notary.example.net/witness cosigned the first \(size) leaves of authority at "
                + "2026-02-03T02:39:59.000Z"
        )
    }

    @Test func `statements that no majority of witnesses cosigned do not count`() throws {
        var house = try House.day(withWitness: true)
        try house.give(RulesStatement(head: house.head, version: 2, rules: [house.rule]), by: house.owners)
        let report = try house.report()
        #expect(report.anchors.map(\.size) == [house.authority.writer.head.size - 1])
        #expect(report.gaps.contains { $0.english.contains("1 statements of authority wait for a majority") })
    }

    @Test func `what lies outside of the interval is closed, and the file reaches over both of its ends`()
        throws
    {
        let house = try House.day()
        let document = try house.exported()
        let acts = try #require(document.sections.last)
        #expect(acts.before.size == 5)
        let report = try house.report()
        // The other seal's registration stays closed, and that is said.
        #expect(
            report.gaps.map(\.english) == [
                "1 giving records of policy east are closed and may concern the seal"
            ]
        )
        let leaves = try acts.entries.map { try Leaf(decoding: $0.leaf).header.time.milliseconds }
        #expect(try #require(leaves.first) < House.morning)
        #expect(try #require(leaves.last) > House.evening)
        // Of another seal's visits the subject, of an identification nothing, and duress never.
        let bodies = try acts.entries.map { try $0.body.map { try Body(decoding: $0) } }
        #expect(bodies.allSatisfy { $0?[.duress] == nil })
        #expect(bodies[1] == nil)
        #expect(bodies.count { $0 != nil && $0?[.detail] == nil && $0?[.subject] != nil } == 2)
    }

    @Test func `an interval that is not mirrored to its end is told`() throws {
        let house = try House.day()
        let claim = try #require(
            EvidenceClaim(seal: House.seal, from: House.morning, to: House.evening + 86_400_000)
        )
        let document = try EvidenceExporter(
            store: house.store,
            organisation: House.name,
            newestNotes: house.notes
        )
        .export(claim)
        let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(document.bytes)
        #expect(report.gaps.contains { $0.english.contains("what came later is not shown") })
    }

    @Test func `moments are written as date(1) does`() {
        // `date -u -d @SECONDS +%FT%TZ`
        #expect(Moment.text(0) == "1970-01-01T00:00:00.000Z")
        #expect(Moment.text(1_709_164_800_123) == "2024-02-29T00:00:00.123Z")
        #expect(Moment.text(4_107_542_399_999) == "2100-02-28T23:59:59.999Z")
        #expect(Moment.text(-1) == "1969-12-31T23:59:59.999Z")
        // Further than that nobody tells moments apart, whatever somebody signs.
        #expect(Moment.text(.min) == Moment.text(.min + 1))
        #expect(Moment.text(.max) == Moment.text(1 << 62))
        #expect(Moment.parse("9223372036854775807") == nil)
    }
}

extension House {
    var notes: [Origin: SignedNote] {
        let logs = [authority, policy, headquarters, receipts].map(\.writer)
        return Dictionary(uniqueKeysWithValues: logs.map { ($0.origin, $0.checkpoint) })
    }
}
