import Testing

@testable import SealTags

@Suite struct PersonalisationPlanTests {
    private func job() throws -> PersonalisationJob {
        let new = try key("00112233445566778899AABBCCDDEEFF", version: 3)
        return try PersonalisationJob(
            uid: try uid("04DE5F1EACC040"),
            keys: try [KeyNumber.keyService, .administration, .presence].map { number in
                try KeyChange(number, from: .factory, to: new)
            }
        )
    }

    @Test func `a fresh tag gets every key, and key 0 last`() throws {
        let plan = try PersonalisationPlan(
            try job(),
            versions: [.administration: 0, .presence: 0, .keyService: 0]
        )
        #expect(plan.administrator == .factory && plan.changesAdministration)
        #expect(plan.others.map(\.number) == [.presence, .keyService])
    }

    @Test func `an interrupted job goes on where it stopped`() throws {
        let plan = try PersonalisationPlan(
            try job(),
            versions: [.administration: 0, .presence: 3, .keyService: 0]
        )
        #expect(plan.others.map(\.number) == [.keyService] && plan.changesAdministration)
    }

    @Test func `a finished job opens with the new key 0 and changes nothing`() throws {
        let plan = try PersonalisationPlan(
            try job(),
            versions: [.administration: 3, .presence: 3, .keyService: 3]
        )
        #expect(plan.administrator.version == 3 && plan.others.isEmpty && !plan.changesAdministration)
    }

    @Test func `a version that is neither old nor new stops before anything is tried`() throws {
        let job = try job()
        for versions in [
            [KeyNumber.administration: UInt8(7), .presence: 0, .keyService: 0],
            [.administration: 0, .presence: 0, .keyService: 7], [.administration: 0, .presence: 0],
        ] {
            #expect(throws: TagError(.versionUnknown, "")) {
                try PersonalisationPlan(job, versions: versions)
            }
        }
    }

    @Test func `a job that could not be resumed or mended is refused`() throws {
        let one = try key("00112233445566778899AABBCCDDEEFF", version: 0)
        #expect(throws: TagError(.invalidArgument, "")) { try KeyChange(.presence, from: .factory, to: one) }
        let tag = try uid("04DE5F1EACC040")
        let zero = try KeyChange(.administration, from: .factory, to: nil)
        let presence = try KeyChange(.presence, from: .factory, to: nil)
        for keys in [[], [presence], [zero, zero]] {
            #expect(throws: TagError(.invalidArgument, "")) { try PersonalisationJob(uid: tag, keys: keys) }
        }
        let frozen = FileSettings(mode: .plain, read: .free, write: .never, readWrite: .never, change: .never)
        #expect(throws: TagError(.invalidArgument, "")) {
            try PersonalisationJob(uid: tag, keys: [zero], files: [.message: frozen])
        }
    }

    @Test func `another tag than the job's is not touched`() async throws {
        let channel = try ScriptedChannel(try target("04DE5F1EACC041"), [])
        let job = try job()
        await #expect(throws: TagError(.otherTag, "")) {
            try await TagExaminer(ledger: freshLedger()).personalise(channel, job)
        }
    }
}
