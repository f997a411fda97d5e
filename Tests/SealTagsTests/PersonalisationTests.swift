import Cryptography
import Testing

@testable import SealTags
@testable import Simulation

/// Jobs on a simulated tag, which was written from the documents of the maker by somebody else.
@Suite struct PersonalisationTests {
    private func channel() throws -> SimulatedChannel {
        var generator = SeededGenerator(seed: 3)
        return try #require(SimulatedChannel(NTAG424(using: &generator)))
    }

    private func job(_ channel: SimulatedChannel, numbers: [KeyNumber]) throws -> PersonalisationJob {
        let master = SecretBytes([UInt8](1...16))
        let uid = channel.target.uid
        return try PersonalisationJob(
            uid: uid,
            keys: try numbers.map { number in
                try KeyChange(
                    number,
                    from: .factory,
                    to: try KeyDiversification.key(
                        master: master,
                        uid: uid,
                        number: number,
                        version: 1,
                        organisation: "印章公司"
                    )
                )
            }
        )
    }

    private func failureCount(_ channel: SimulatedChannel) -> Int {
        channel.tag.keys.reduce(0) { $0 + $1.counters.total }
    }

    @Test func `a fresh tag becomes a seal's tag`() async throws {
        let channel = try channel()
        let job = try job(channel, numbers: [.administration, .presence, .keyService])
        let ledger = freshLedger()
        let report = try await TagExaminer(ledger: ledger).personalise(channel, job)
        #expect(report.changedKeys == [.presence, .keyService, .administration] && report.foundKeys.isEmpty)
        #expect(report.changedFiles == [.message, .proprietary])
        #expect(report.keyVersions == [.administration: 1, .presence: 1, .keyService: 1])
        #expect(failureCount(channel) == 0)

        channel.layBack()
        for change in job.others {
            let grade = try await TagExaminer(ledger: ledger).prove(
                channel,
                uid: job.uid,
                keyNumber: change.number,
                key: change.final
            )
            #expect(grade.proof?.keyVersion == 1)
        }
    }

    @Test func `run again it changes nothing and proves every key`() async throws {
        let channel = try channel()
        let job = try job(channel, numbers: [.administration, .presence, .tamperLoop, .keyService])
        let examiner = TagExaminer(ledger: freshLedger())
        _ = try await examiner.personalise(channel, job)
        let before = channel.tag
        channel.layBack()
        let report = try await examiner.personalise(channel, job)
        #expect(report.changedKeys.isEmpty && report.changedFiles.isEmpty)
        #expect(report.foundKeys == [.administration, .presence, .tamperLoop, .keyService])
        #expect(channel.tag.files == before.files && channel.tag.keys == before.keys)
    }

    @Test(arguments: [false, true])
    func `a tag pulled away at any moment is finished by the same job`(didAct: Bool) async throws {
        let whole = try channel()
        let numbers: [KeyNumber] = [.administration, .presence, .keyService]
        _ = try await TagExaminer(ledger: freshLedger()).personalise(whole, try job(whole, numbers: numbers))
        let commandCount = whole.commandCount
        #expect(commandCount > 15)
        for place in 0..<commandCount {
            let channel = try channel()
            let job = try job(channel, numbers: numbers)
            let ledger = freshLedger()
            channel.layBack(didAct ? .after(place) : .before(place))
            await #expect(throws: TagError(.tagGone, "")) {
                try await TagExaminer(ledger: ledger).personalise(channel, job)
            }
            channel.layBack()
            let report = try await TagExaminer(ledger: ledger).personalise(channel, job)
            #expect(Set(report.changedKeys + report.foundKeys) == Set(numbers), "command \(place)")
            #expect(channel.tag.files == whole.tag.files, "command \(place)")
            #expect(failureCount(channel) == 0, "command \(place)")
        }
    }

    @Test func `a copy with the same identifier and versions is refused after one attempt`() async throws {
        let channel = try channel()
        let job = try job(channel, numbers: [.administration, .presence, .keyService])
        let ledger = freshLedger()
        let examiner = TagExaminer(ledger: ledger)
        _ = try await examiner.personalise(channel, job)

        let copy = try #require(SimulatedChannel(channel.tag.counterfeit))
        let change = try #require(job.others.first)
        for refusal in [TagRefusal.wrongKey, .budgetSpent, .budgetSpent] {
            let grade = try await examiner.prove(
                copy,
                uid: job.uid,
                keyNumber: change.number,
                key: change.final
            )
            #expect(grade == .refused(refusal))
            copy.layBack()
        }
        #expect(failureCount(copy) == 1)

        // Two custodians set the copy aside: the real one proves itself.
        channel.layBack()
        try ledger.clear(job.uid, change.number)
        let grade = try await examiner.prove(
            channel,
            uid: job.uid,
            keyNumber: change.number,
            key: change.final
        )
        #expect(grade.proof != nil)
    }

    @Test func `a job with a wrong old key stops at the tag's refusal and leaves key 0`() async throws {
        let channel = try channel()
        let wrong = try key("00112233445566778899AABBCCDDEEFF", version: 0)
        let new = try key("0F0E0D0C0B0A09080706050403020100", version: 1)
        let job = try PersonalisationJob(
            uid: channel.target.uid,
            keys: [
                try KeyChange(.administration, from: .factory, to: new),
                try KeyChange(.presence, from: wrong, to: new),
            ]
        )
        let examiner = TagExaminer(ledger: freshLedger())
        await #expect(throws: TagError(.unexpectedStatus, "")) {
            try await examiner.personalise(channel, job)
        }
        #expect(channel.tag.keys.map(\.version) == [0, 0, 0, 0, 0])
        channel.layBack()
        let grade = try await examiner.prove(
            channel,
            uid: job.uid,
            keyNumber: .administration,
            key: .factory
        )
        #expect(grade.proof != nil)
    }

    @Test func `the proprietary file is written with key 0 and read back with key 1, encrypted`() async throws
    {
        let channel = try channel()
        let job = try job(channel, numbers: [.administration, .presence, .keyService])
        let ledger = freshLedger()
        _ = try await TagExaminer(ledger: ledger).personalise(channel, job)
        var conversation = TagConversation(channel)
        let challenge = [UInt8](repeating: 9, count: 16)
        let text = Array("财务专用章 0001".utf8)
        try await conversation.selectApplication()
        try await conversation.authenticate(
            .administration,
            job.administration.final,
            challenge: challenge,
            ledger: ledger
        )
        try await conversation.write(.proprietary, offset: 5, text, .full)
        #expect(try await conversation.cardUID() == job.uid)
        let presence = try #require(job.others.first)
        try await conversation.authenticate(.presence, presence.final, challenge: challenge, ledger: ledger)
        #expect(
            try await conversation.read(.proprietary, offset: 5, byteCount: text.count, .full) == text
        )
        await #expect(throws: TagError(.unexpectedStatus, "")) {
            try await conversation.write(.proprietary, offset: 5, text, .full)
        }
        await #expect(throws: TagError(.sessionEnded, "")) {
            try await conversation.changeFileSettings(.message, to: PersonalisationJob.sealFiles[.message]!)
        }
    }

    @Test(arguments: [CommunicationMode.plain, .mac, .full])
    func `a file is written and read in the mode that it was given`(mode: CommunicationMode) async throws {
        let channel = try channel()
        let ledger = freshLedger()
        var conversation = TagConversation(channel)
        let zero = AccessCondition.key(.administration)
        let settings = FileSettings(mode: mode, read: zero, write: zero, readWrite: zero, change: zero)
        let text = [UInt8](0..<100)
        try await conversation.selectApplication()
        try await conversation.authenticate(
            .administration,
            .factory,
            challenge: [UInt8](repeating: 9, count: 16),
            ledger: ledger
        )
        try await conversation.changeFileSettings(.proprietary, to: settings)
        #expect(try await conversation.fileSettings(.proprietary) == settings)
        try await conversation.write(.proprietary, offset: 28, text, mode)
        #expect(try await conversation.read(.proprietary, offset: 28, byteCount: 100, mode) == text)
        #expect(try await conversation.originalitySignature() == channel.tag.originalitySignature)
        #expect(try await conversation.keyVersion(.presence) == 0)
        for (offset, count) in [(-1, 1), (0, 0), (0, 129), (28, 101)] {
            await #expect(throws: TagError(.invalidArgument, "")) {
                try await conversation.read(.proprietary, offset: offset, byteCount: count, mode)
            }
        }
    }
}
