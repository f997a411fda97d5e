import Cryptography
import SealTags
import Simulation
import Testing

/// A seal's tag at a reader: personalised, proved, copied, all through libnfc.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ProofOverTheLineTests {
    private static func job(_ uid: TagUID) throws -> PersonalisationJob {
        let master = SecretBytes([UInt8](1...16))
        return try PersonalisationJob(
            uid: uid,
            keys: try [KeyNumber.administration, .presence, .keyService].map { number in
                try KeyChange(
                    number,
                    from: .factory,
                    to: try KeyDiversification.key(
                        master: master,
                        uid: uid,
                        number: number,
                        version: 1,
                        organisation: "公司"
                    )
                )
            }
        )
    }

    @Test func `a tag is identified, personalised, proved, and its copy refused`() async throws {
        try await withReaderBench { bench in
            let ledger = FailureBook(FailureBudget()) { _ in }
            let examiner = TagExaminer(ledger: ledger)
            let job = try Self.job(bench.uid)
            let identity = try await bench.supervisor.withTag { tag throws(TagError) in
                try await examiner.identify(tag)
            }
            #expect(identity?.kind == .ntag424 && identity?.uid == bench.uid)
            let report = try await bench.supervisor.withTag { tag throws(TagError) in
                try await examiner.personalise(tag, job)
            }
            #expect(report?.changedKeys.count == 3)

            let key = try #require(job.others.first).final
            let grade = try await bench.supervisor.withTag { tag throws(TagError) in
                try await examiner.prove(tag, uid: job.uid, keyNumber: .presence, key: key)
            }
            #expect(grade?.proof?.uid == bench.uid)

            try bench.rig.client.makeCounterfeit("copy", of: "seal")
            try bench.rig.client.take("seal")
            try bench.rig.client.put("copy", on: ReaderBench.reader)
            let refusal = try await bench.supervisor.withTag { tag throws(TagError) in
                try await examiner.prove(tag, uid: job.uid, keyNumber: .presence, key: key)
            }
            #expect(refusal == .refused(.wrongKey))
            #expect(ledger.isSpent(job.uid, .presence))
        }
    }

    @Test func `other chips get their grade`() async throws {
        try await withReaderBench(tag: false) { bench in
            let examiner = TagExaminer(ledger: FailureBook(FailureBudget()) { _ in })
            try bench.rig.client.makeOther("old", kind: "classic")
            try bench.rig.client.makeOther("phone", kind: "phone")
            try bench.rig.client.put("old", on: ReaderBench.reader)
            let classic = try await bench.supervisor.withTag { tag throws(TagError) in
                try await examiner.prove(tag, uid: tag.target.uid, keyNumber: .presence, key: .factory)
            }
            #expect(classic == .refused(.copiedWithPocketTools))
            try bench.rig.client.take("old")
            try bench.rig.client.put("phone", on: ReaderBench.reader)
            let phone = try await bench.supervisor.withTag { tag throws(TagError) in
                try await examiner.prove(tag, uid: tag.target.uid, keyNumber: .presence, key: .factory)
            }
            #expect(phone == .refused(.noSealApplication))
        }
    }

    @Test func `a tag that lies there from the start is proved many times in a row`() async throws {
        try await withReaderBench { bench in
            let examiner = TagExaminer(ledger: FailureBook(FailureBudget()) { _ in })
            for _ in 0..<20 {
                let grade = try await bench.supervisor.withTag { tag throws(TagError) in
                    try await examiner.prove(
                        tag,
                        uid: bench.uid,
                        keyNumber: .presence,
                        key: .factory
                    )
                }
                #expect(grade?.proof != nil)
            }
        }
    }

    @Test func `at a wire's pace a proof takes little more than the wire`() async throws {
        try await withReaderBench(radioMilliseconds: 5, isPaced: true, tag: false) { bench in
            let examiner = TagExaminer(ledger: FailureBook(FailureBudget()) { _ in })
            #expect(try await bench.ask() == nil)
            try bench.rig.client.put("seal", on: ReaderBench.reader)
            let start = ContinuousClock.now
            let grade = try await bench.supervisor.withTag { tag throws(TagError) in
                try await examiner.prove(tag, uid: bench.uid, keyNumber: .presence, key: .factory)
            }
            let whole = start.duration(to: .now)
            let proof = try #require(grade?.proof)
            // Two frames of 115,200 baud and 5 ms of radio for each of four exchanges cannot be beaten.
            #expect(proof.duration > .milliseconds(4 * 5 + 13))
            #expect(whole < .milliseconds(500))
        }
    }
}
