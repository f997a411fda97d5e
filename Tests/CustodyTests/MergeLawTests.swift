import Authority
import Records
import Simulation
import Testing

@testable import Custody

/// Custody and counts are folded from acts: the same acts come to the same state, in whatever portions they come, on
/// whichever side, and however often a side forgets what it had folded.
@Suite struct CustodyMergeLawTests {
    private static let readings: [TagReading] = [
        .empty, .proved(Branch.tag), .failed(uid: Branch.tag.uid), .foreign(uid: Bytes([1, 2, 3, 4])),
        .unreadable,
        .ill,
    ]

    /// A branch where a drawn number of visits came to drawn ends, with counts between them.
    private func branch(_ generator: inout SeededGenerator) throws -> Branch {
        var branch = try Branch.withSealIn()
        for number in 2..<Int.random(in: 6..<20, using: &generator) {
            let purpose = [OpenVisit.Purpose.take, .giveBack, .setAside][
                Int.random(in: 0..<3, using: &generator)
            ]
            let plan = branch.plan(
                purpose,
                drawer: UInt64.random(in: 1...2, using: &generator),
                number: number
            )
            let reading = Self.readings[Int.random(in: 0..<Self.readings.count, using: &generator)]
            try branch.run(plan, reading: reading)
            guard Bool.random(using: &generator) else { continue }
            let request = CountRequest(
                run: id(900 + number),
                nonce: Bytes([UInt8](repeating: 5, count: 16)),
                deadline: 1
            )
            let answer = branch.custody.countAnswer(
                to: request,
                readings: [1: reading, 2: .empty],
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
        }
        return branch
    }

    @Test(arguments: UInt64(1)...25)
    func `any portions of the same acts, with starts between them, come to the same custody and counts`(
        seed: UInt64
    ) throws {
        var generator = SeededGenerator(seed: seed)
        let branch = try branch(&generator)
        #expect(branch.records.count > 8)
        for _ in 0..<8 {
            var state = CustodyState(cabinet: "c1")
            for record in branch.records {
                // A side that starts again goes on from what it had stored; one that doubts it, from the first act.
                switch Int.random(in: 0..<12, using: &generator) {
                case 0: state = try CustodyState(decoding: state.encoded)
                case 1:
                    let size = Int(state.size)
                    state = CustodyState(cabinet: "c1")
                    for earlier in branch.records.prefix(size) { try state.fold(earlier) }
                default: break
                }
                try state.fold(record)
            }
            #expect(state == branch.custody)
            #expect(state.counts == branch.custody.counts)
        }
    }

    @Test(arguments: UInt64(1)...10)
    func `an act that comes twice, early or late moves nothing, and the right one is still the next`(
        seed: UInt64
    )
        throws
    {
        var generator = SeededGenerator(seed: seed &* 7_919)
        let branch = try branch(&generator)
        var state = CustodyState(cabinet: "c1")
        for (index, record) in branch.records.enumerated() {
            for _ in 0..<3 {
                let other = Int.random(in: 0..<branch.records.count, using: &generator)
                guard other != index else { continue }
                let before = state
                #expect(throws: RecordsError(.refused, "")) { try state.fold(branch.records[other]) }
                #expect(state == before)
            }
            try state.fold(record)
        }
        #expect(state == branch.custody)
    }
}
