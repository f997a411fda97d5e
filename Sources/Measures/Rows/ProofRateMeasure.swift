import Authority
import Cryptography
import Enrolment
import Headquarters
import Records
import Replication
package import Simulation
import Store

/// How fast inclusion proofs are verified against a verified checkpoint on one core, and how large one is that stands alone.
package struct ProofRateMeasure: Sendable {
    private static let rateMin = 100_000.0
    private static let proofByteCountMax = 1_500.0
    /// How many proofs are made together, of random leaves.
    private static let batchCount = 2_000

    private let folder: String
    private let recordCount: Int
    private let proofCount: Int

    /// Measures so many proofs on a log of a number of records in an empty folder.
    package init(folder: String, records recordCount: Int = 1_000_000, proofs proofCount: Int = 100_000) {
        self.folder = folder
        self.recordCount = recordCount
        self.proofCount = proofCount
    }

    private struct Question {
        let leafHash: Digest
        let proof: InclusionProof
    }

    /// Makes a log, then its proofs, then verifies them.
    package func measure(say: @Sendable (String) -> Void) async throws -> BenchReport {
        let house = try await MeasuredHouse(founding: folder)
        guard let cabinet = try await house.enrol(["c1"]).first else { throw MeasureError("no cabinet") }
        say("writing \(recordCount) records")
        try cabinet.writeBacklog(recordCount)
        let key = try NoteVerifierKey(
            log: cabinet.origin,
            publicKey: try cabinet.secrets.logKey(.acts).privateKey.publicKey
        )
        guard let note = try cabinet.store.status(of: cabinet.origin)?.notes[.checkpoint] else {
            throw MeasureError("the log has no checkpoint")
        }
        let head = try CheckpointPolicy(origin: cabinet.origin, logKey: key).verify(note).head
        var report = BenchReport(
            "proofs",
            parameters: ["records": Double(recordCount), "proofs": Double(proofCount)]
        )
        say("making \(proofCount) proofs")
        let questions = try await questions(of: cabinet, head: head, &report)
        say("verifying")
        try verify(questions, head: head, &report)
        let size = try await standaloneSize(of: questions[0].proof, cabinet: cabinet, note: note, house)
        report.note("one-leaf tlog-proof, with the cosignatures of witness and mirror", size, "B")
        report.require("bytes of a one-leaf tlog-proof", size, .atMost(Self.proofByteCountMax))
        return report
    }

    private func questions(of cabinet: MeasuredCabinet, head: TreeHead, _ report: inout BenchReport)
        async throws -> [Question]
    {
        var questions: [Question] = []
        var making = Duration.zero
        while questions.count < proofCount {
            let indices = (0..<Self.batchCount).map { _ in UInt64.random(in: 0..<head.size) }.sorted()
            let (start, clock) = (ContinuousClock.now, ContinuousClock())
            let proofs = try cabinet.store.inclusions(of: indices, in: cabinet.origin, size: head.size)
            making += start.duration(to: clock.now)
            for proof in proofs {
                let stretch = try cabinet.store.records(
                    of: cabinet.origin,
                    from: proof.index,
                    byteCountMax: 1
                )
                guard let leafHash = stretch.bundle.leafHashes.first else { continue }
                questions.append(Question(leafHash: leafHash, proof: proof))
            }
        }
        let rate = Double(questions.count) / (making / .seconds(1))
        report.note("inclusion proofs made from the tiles, 2,000 random leaves at a time", rate, "1/s")
        return questions
    }

    private func verify(_ questions: [Question], head: TreeHead, _ report: inout BenchReport) throws {
        let clock = ContinuousClock()
        let start = clock.now
        var good = 0
        for question in questions where question.proof.holds(leafHash: question.leafHash, head: head) {
            good += 1
        }
        let duration = start.duration(to: clock.now)
        guard good == questions.count else {
            throw MeasureError("\(questions.count - good) proofs of the log itself do not hold")
        }
        // Cheap answers would be wrong ones: each proof must fail for another leaf.
        let isFooled = questions.contains {
            $0.proof.holds(leafHash: TreeHash.node($0.leafHash, $0.leafHash), head: head)
        }
        guard !isFooled else { throw MeasureError("a proof holds for a leaf that it is not of") }
        let rate = Double(good) / (duration / .seconds(1))
        report.note("inclusion proofs verified, one core", rate, "1/s")
        report.require("inclusion proofs verified per second on one core", rate, .atLeast(Self.rateMin))
    }

    /// The bytes of a proof that stands alone, under a head that witness and mirror of headquarters cosigned.
    private func standaloneSize(
        of proof: InclusionProof,
        cabinet: MeasuredCabinet,
        note: SignedNote,
        _ house: MeasuredHouse
    ) async throws -> Double {
        let answer = try await house.ledger.ingest(
            Ingest(origin: cabinet.origin, offer: CheckpointOffer(note: note, from: 0, path: [])),
            of: cabinet.name
        )
        guard let witnessed = answer.note else { throw MeasureError("the head was not cosigned") }
        let mirror = Cosigner(
            name: try HeadquartersCosigners.name(.mirror, MeasuredHouse.organisation),
            privateKey: house.keys.current.mirror
        )
        let whole = try witnessed.adding(try mirror.cosign(Checkpoint(note), atSeconds: 1_800_000_000))
        return Double(try LogProof(index: proof.index, path: proof.path, note: whole).bytes.count)
    }
}
