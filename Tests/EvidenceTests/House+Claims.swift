import Authority
import Cryptography
import Custody
import Records
import Testing

@testable import Evidence

extension House {
    static let run: Identifier<CountRun> = id(500)
    static let nonce = Bytes([UInt8](repeating: 7, count: 16))

    /// A day with a count, cosigned outside, and a claim of every kind about it.
    static func withEveryClaim() throws -> (House, [EvidenceClaim]) {
        let house = try day(withWitness: true) { house in try house.count() }
        let range = try #require(MomentRange(from: morning, to: evening))
        return (
            house,
            [
                .seal(seal, range), .site("east", range), .act(cabinet: "c1", ActPlace(index: 8)),
                .count(run),
                .users(seal, at: morning + 200_000),
            ]
        )
    }

    /// A count run: asked, requested of the site, answered by its cabinet or not, and closed.
    ///
    /// `meanwhile` happens before headquarters takes the answer.
    mutating func count(
        taken: CountAnswerTaken? = nil,
        closedAs equal: UInt64 = 1,
        isAnswered: Bool = true,
        meanwhile: (inout House) throws -> Void = { _ in }
    ) throws {
        let asked = CountAsked(
            run: Self.run,
            number: "2026-1",
            nonce: Self.nonce,
            askedAt: now,
            deadline: now + 180_000,
            targets: [CountTarget(site: "east", cabinet: "c1")]
        )
        try own(\.headquarters, .administration, .countAsked, asked.canonical)
        try policy.append(
            Draft(
                .taking,
                .countRequested,
                actor: Actor(component: "test"),
                detail: CountRequest(run: Self.run, nonce: Self.nonce, deadline: now + 180_000).canonical
            ),
            at: Self.morning,
            obeying: heads
        )
        guard isAnswered else { return try close(over: [], equal: 0, differing: 0) }
        let answer = CountAnswer(
            nonce: Self.nonce,
            drawers: [
                CountedDrawer(
                    drawer: 1,
                    seal: Self.seal,
                    finding: .present,
                    reading: .proved(Self.tag),
                    holder: nil
                ),
                CountedDrawer(
                    drawer: 2,
                    seal: Self.otherSeal,
                    finding: .out,
                    reading: .empty,
                    holder: Self.taker
                ),
            ]
        )
        try act(
            Draft(
                .count,
                .countAnswered,
                actor: Actor(component: "count"),
                subject: Subject(run: Self.run),
                detail: answer.canonical,
                isSigned: true
            )
        )
        try meanwhile(&self)
        let answered =
            taken
            ?? CountAnswerTaken(
                run: Self.run,
                cabinet: "c1",
                size: acts.writer.head.size,
                takenAt: now,
                drawerCount: 2,
                differenceCount: 0,
                provedCount: 1
            )
        try own(\.headquarters, .administration, .countAnswerTaken, answered.canonical)
        try close(over: [answered], equal: equal, differing: 1 - equal)
    }

    mutating func close(
        over taken: [CountAnswerTaken],
        equal: UInt64,
        differing: UInt64,
        revision: UInt64 = 1
    ) throws {
        let result = CountClosed(
            run: Self.run,
            revision: revision,
            closedAt: now,
            targetCount: 1,
            equalCount: equal,
            differingCount: differing,
            answers: SHA256.hash(CBOR.array(taken.map(\.canonical)).encoded)
        )
        try own(\.receipts, .receipt, .countClosed, result.canonical)
    }

    private mutating func own(
        _ log: WritableKeyPath<House, TestLog>,
        _ recordClass: RecordClass,
        _ kind: RecordKind,
        _ detail: CBOR
    ) throws {
        try self[keyPath: log].append(
            Draft(
                recordClass,
                kind,
                actor: Actor(component: "counts"),
                subject: Subject(run: Self.run),
                detail: detail
            ),
            at: now,
            obeying: nil
        )
    }

    func report(_ claim: EvidenceClaim) throws -> EvidenceReport {
        try EvidenceVerifier(pinnedRoot: pinnedRoot).verify(try exported(claim).bytes)
    }
}
