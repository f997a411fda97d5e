import Authority
import Cryptography
import Custody
import Records
import Testing

@testable import Evidence

/// Files about a count by somebody who has keys of headquarters, or an old backup of them.
@Suite(.timeLimit(.minutes(3))) struct HostileCountTests {
    @Test func `a file whose authority ends before what cabinets obeyed says so`() throws {
        let house = try House.day { house in try house.count() }
        let document = try house.exported(.count(House.run))
        let whole = try house.verified(document)
        #expect(!whole.gaps.contains { $0.english.contains("leaves of authority, of which") })

        let authority = try #require(document.sections.first)
        let entries = Array(authority.entries.dropLast())
        var frontier = TreeFrontier()
        for entry in entries { try frontier.append(TreeHash.leaf(entry.leaf)) }
        let signer = try CheckpointSigner(origin: authority.origin, privateKey: house.logKeys[0])
        let short = LogSection(
            subject: .authority,
            origin: authority.origin,
            before: TreeFrontier(),
            entries: entries,
            notes: [try signer.sign(frontier.head)]
        )
        let report = try house.verified(document.changing(sections: [short]))
        let sentence = "had obeyed \(authority.end) leaves of authority, of which the file shows \(short.end)"
        #expect(report.gaps.contains { $0.english.contains(sentence) })
    }

    @Test func `a run that asks a cabinet twice is refused: one answer would agree for two`() throws {
        let house = try House.day { house in
            let deadline = house.now + 180_000
            try house.count()
            let again = CountAsked(
                run: House.run,
                number: "2026-1",
                nonce: House.nonce,
                askedAt: house.now,
                deadline: deadline,
                targets: [CountTarget(site: "east", cabinet: "c1")]
            )
            try house.headquarters.append(
                Draft(
                    .administration,
                    .countAsked,
                    actor: Actor(component: "counts"),
                    subject: Subject(run: House.run),
                    detail: again.canonical
                ),
                at: house.now,
                obeying: nil
            )
        }
        let document = try house.exported(.count(House.run))
        var proofs: [ProofSection] = []
        for section in document.proofs where proofs.last?.origin != section.origin { proofs.append(section) }
        let error = #expect(throws: EvidenceError(.malformed, "")) {
            _ = try house.verified(document.changing(proofs: proofs))
        }
        #expect(error?.message.contains("asks a cabinet twice") == true && error?.line != nil)
    }
}
