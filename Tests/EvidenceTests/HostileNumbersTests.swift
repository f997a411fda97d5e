import Custody
import Records
import Testing

@testable import Evidence

/// Numbers that only a lying device or a patient stranger would write.
@Suite(.timeLimit(.minutes(1))) struct HostileNumbersTests {
    /// A moment and a time since start that no clock shows.
    struct Lie: Sendable {
        let time: Int64
        let monotonic: UInt64
    }

    @Test(arguments: [
        Lie(time: .max, monotonic: 1), Lie(time: (1 << 61) + 1, monotonic: 1),
        Lie(time: House.evening + 1, monotonic: .max), Lie(time: House.evening + 1, monotonic: (1 << 53) + 1),
    ])
    func `a leaf of a time that no clock shows is refused by its line`(lie: Lie) throws {
        let house = try House.day { house in
            let seen = PresenceObserved(
                from: 0,
                to: 0,
                slots: [],
                drawers: [],
                tamper: .quiet,
                mains: .present
            )
            try house.acts.append(
                Draft(
                    .presence,
                    .presenceObserved,
                    actor: Actor(component: "sensors"),
                    detail: seen.canonical
                ),
                at: lie.time,
                monotonic: lie.monotonic,
                obeying: house.heads
            )
        }
        let error = #expect(throws: EvidenceError(.malformed, "")) { _ = try house.report() }
        #expect(error?.line != nil)
        #expect(error?.message.contains("a time that no clock shows") == true)
    }

    @Test func `thousands of single records are judged in seconds`() throws {
        let (house, _) = try House.withEveryClaim()
        let document = try house.exported(.act(cabinet: "c1", ActPlace(index: 8)))
        let section = try #require(document.proofs.first)
        let entry = try #require(section.entries.first)
        // All the same: what refuses them must not take the square of their number before it does.
        let many = ProofSection(
            subject: section.subject,
            origin: section.origin,
            entries: Array(repeating: entry, count: ProofSection.recordCountMax)
        )
        #expect(throws: EvidenceError(.malformed, "")) {
            _ = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(document.with(proofs: [many]).bytes)
        }
    }
}
