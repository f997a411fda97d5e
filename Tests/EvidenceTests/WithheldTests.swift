import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// What a file leaves out must not make a grant look sound, or say where a seal was.
@Suite(.timeLimit(.minutes(5))) struct WithheldTests {
    private static let beyond = "the cabinet obeyed more leaves than the file shows"

    private static func verify(_ house: House, _ document: EvidenceDocument) throws -> EvidenceReport {
        try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(document.bytes)
    }

    @Test func `a take whose grant was revoked is not sound, also where policy ends below the revocation`()
        throws
    {
        let house = try House.revokedDay()
        let document = try house.exported()
        #expect(try Self.verify(house, document).grants.map(\.isSound) == [true, false])
        let policy = try #require(document.sections.first { $0.subject == .policy(site: "east") })
        let signer = try CheckpointSigner(origin: policy.origin, privateKey: house.logKeys[1])
        let root = try house.store.root(of: policy.origin, size: policy.end - 1)
        let cut = LogSection(
            subject: policy.subject,
            origin: policy.origin,
            before: policy.before,
            entries: policy.entries.dropLast(),
            notes: [try signer.sign(TreeHead(size: policy.end - 1, root: root))]
        )
        let report = try Self.verify(house, document.with(cut))
        #expect(report.grants.map(\.isSound) == [true, false])
        #expect(report.findings.contains { $0.message.english.contains(Self.beyond) })
        let left = try #require(report.neverLeft.first)
        #expect(left.gaps.contains { $0.kind == .homeUnknown })
    }

    @Test(arguments: [[.kind], []] as [Set<Group>])
    func `a take whose grant was revoked is not sound, also where the revocation is closed`(shown: Set<Group>)
        throws
    {
        let house = try House.revokedDay()
        let document = try house.exported()
        let policy = try #require(document.sections.first { $0.subject == .policy(site: "east") })
        let last = try #require(policy.entries.last)
        let body = try Body(decoding: try #require(last.body)).showing(shown)
        let shut = LogSection.Entry(leaf: last.leaf, body: shown.isEmpty ? nil : body.encoded)
        let closed = LogSection(
            subject: policy.subject,
            origin: policy.origin,
            before: policy.before,
            entries: policy.entries.dropLast() + [shut],
            notes: policy.notes
        )
        let report = try Self.verify(house, document.with(closed))
        // The first take obeyed less than the revocation: nothing that is closed speaks against it.
        #expect(report.grants.map(\.isSound) == [true, false])
        #expect(
            report.findings.contains { $0.message.english.contains("of policy that take away are closed") }
        )
    }

    @Test func `what takes away is not closed by our own tool`() throws {
        let document = try House.revokedDay().exported()
        let policy = LogSection.Subject.policy(site: "east")
        for group in [Group.kind, .subject] {
            #expect(throws: EvidenceError(.malformed, "")) {
                _ = try document.closing([group], in: policy, leaves: 0...(.max))
            }
        }
        _ = try document.closing([.detail, .actor], in: policy, leaves: 0...(.max))
        let last = try #require(document.sections.first { $0.subject == policy }).end - 1
        _ = try document.closing([.kind], in: policy, leaves: 0...(last - 1))
    }

    @Test func `a take that obeyed other leaves is not sound, and the seal's home is not shown then`() throws
    {
        let house = try House.day { house in
            let grant = try house.approved(house.grant())
            let lie = ObeyedHeads(
                authority: (1, house.heads.authoritySize, SHA256.hash([1])),
                policy: (1, house.heads.policySize, SHA256.hash([2]))
            )
            let begun = VisitBegun(
                persons: [IdentifiedPerson(person: House.taker, methods: [.card, .pin])],
                grantDigest: SHA256.hash(grant.bytes),
                interval: TimeBounds(low: house.now, high: house.now + 1_000),
                expectedReturn: House.evening
            )
            try house.act(
                Draft(
                    .custody,
                    .takeBegun,
                    actor: Actor(person: House.taker, companion: House.companion),
                    subject: Subject(seal: House.seal, grant: id(201), visit: id(8), drawer: 1),
                    detail: begun.canonical,
                    isSigned: true
                ),
                obeying: lie
            )
        }
        let report = try house.report()
        #expect(report.grants.map(\.isSound) == [true, false])
        let left = try #require(report.neverLeft.first)
        #expect(left.gaps.contains { $0.kind == .homeUnknown })
        let honest = try #require(try House.day().report().neverLeft.first)
        #expect(!honest.gaps.contains { $0.kind == .homeUnknown })
    }

    @Test(arguments: [Group.subject, .detail, .kind])
    func `where a seal was is not said beyond a closed act by which it may have moved`(group: Group) throws {
        var index: UInt64 = 0
        let house = try House.day { house in
            try house.take(try house.approved(house.grant()), visit: 8)
            index = house.acts.writer.head.size - 1
        }
        let moment = House.morning + 3_600_000
        let document = try house.exported().asking(.users(House.seal, at: moment))
        let open = try #require(try Self.verify(house, document).users)
        guard case .inHand = open.place else {
            Issue.record("\(open.place)")
            return
        }
        let closed = try document.closing([group], in: .acts(cabinet: "c1"), leaves: index...index)
        let report = try Self.verify(house, closed)
        guard case .lastShown(.inSlot(cabinet: "c1", _, _), let doubts) = report.users?.place else {
            Issue.record("\(String(describing: report.users?.place))")
            return
        }
        #expect(doubts.map(\.english) == ["1 later records of c1 that may have moved it are closed"])
        let html = EvidencePaper(report, file: closed.bytes).html
        #expect(html.contains("该印章当时在何处未能确定"))
        #expect(html.contains("Where the seal was at that moment is not shown."))
    }

    @Test func `where a seal was is not said beyond the last record of its cabinet`() throws {
        let house = try House.day()
        let moment = House.evening + 86_400_000
        let report = try Self.verify(house, try house.exported().asking(.users(House.seal, at: moment)))
        guard case .lastShown(_, let doubts) = report.users?.place else {
            Issue.record("\(String(describing: report.users?.place))")
            return
        }
        #expect(doubts.count == 1)
        #expect(doubts.first?.english.hasPrefix("records of c1 end at") == true)
    }

    @Test func `what custodians set aside is not in the slot any more`() throws {
        let house = try House.day { house in
            for kind in [RecordKind.setAsideBegun, .setAsideEnded] {
                try house.act(
                    Draft(
                        .custody,
                        kind,
                        actor: Actor(person: House.taker, companion: House.companion),
                        subject: Subject(visit: id(9), drawer: 1),
                        detail: kind == .setAsideBegun
                            ? VisitBegun(persons: []).canonical : SetAsideEnded(reading: .empty).canonical,
                        isSigned: true
                    )
                )
            }
        }
        let users = try #require(try house.report(.users(House.seal, at: House.morning + 7_200_000)).users)
        guard case .unproved(cabinet: "c1", drawer: 1, _) = users.place else {
            Issue.record("\(users.place)")
            return
        }
    }
}

extension EvidenceDocument {
    /// The file with another stretch of a log that it holds.
    fileprivate func with(_ section: LogSection) -> EvidenceDocument {
        EvidenceDocument(
            organisation: organisation,
            claim: claim,
            sections: sections.map { $0.subject == section.subject ? section : $0 }
        )
    }

    /// The same records under another question, which nobody signs.
    fileprivate func asking(_ claim: EvidenceClaim) -> EvidenceDocument {
        EvidenceDocument(organisation: organisation, claim: claim, sections: sections)
    }
}
