import Authority
import Records
import Simulation
import Testing

@testable import Custody

@Suite struct CountTests {
    private let request = CountRequest(
        run: id(800),
        nonce: Bytes([UInt8](repeating: 5, count: 16)),
        deadline: 1
    )

    private func findings(_ branch: Branch, _ first: TagReading, _ second: TagReading) -> [CountedDrawer
        .Finding]
    {
        let answer = branch.custody.countAnswer(
            to: request,
            readings: [1: first, 2: second],
            policy: branch.organisation.policy
        )
        return answer.drawers.map(\.finding)
    }

    @Test func `every drawer has one line, and the lines say what is there against what should be`() throws {
        var branch = try Branch.withSealIn()
        let there = TagReading.proved(Branch.tag)
        #expect(findings(branch, there, .empty) == [.present, .vacant])
        #expect(findings(branch, .empty, .empty) == [.missing, .vacant])
        #expect(findings(branch, .empty, there) == [.missing, .wrongSlot])
        #expect(
            findings(branch, .failed(uid: Branch.tag.uid), .foreign(uid: Bytes([1, 2, 3, 4]))) == [
                .unexpected, .unexpected,
            ]
        )
        #expect(findings(branch, .ill, .unreadable) == [.unreadable, .unreadable])
        try branch.run(branch.plan(.take, number: 2), reading: .empty)
        #expect(findings(branch, .empty, .empty) == [.out, .vacant])
        #expect(findings(branch, there, .empty) == [.unexpected, .vacant])
    }

    @Test func `a drawer without a reading counts as unreadable, never as empty`() throws {
        let branch = try Branch.withSealIn()
        let answer = branch.custody.countAnswer(
            to: request,
            readings: [:],
            policy: branch.organisation.policy
        )
        #expect(answer.drawers.map(\.finding) == [.unreadable, .unreadable])
    }

    @Test func `an answer is kept by its run`() throws {
        var branch = try Branch.withSealIn()
        let answer = branch.custody.countAnswer(
            to: request,
            readings: [1: .proved(Branch.tag), 2: .empty],
            policy: branch.organisation.policy
        )
        try branch.write([
            Draft(
                .count,
                .countAnswered,
                actor: Actor(component: "count"),
                subject: Subject(run: request.run),
                detail: answer.canonical,
                isSigned: true
            )
        ])
        #expect(branch.custody.counts[request.run] == answer)
    }
}
