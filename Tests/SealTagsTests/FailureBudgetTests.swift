import Synchronization
import Testing

@testable import SealTags

@Suite struct FailureBudgetTests {
    @Test func `after one failure a key is not tried again until somebody clears it`() throws {
        let tag = try uid("04C767F2066180")
        var budget = FailureBudget()
        try budget.begin(tag, .presence)
        budget.end(tag, .presence, .failed)
        #expect(throws: TagError(.budgetSpent, "")) { try budget.begin(tag, .presence) }
        #expect(budget.isSpent(tag, .presence))
        try budget.begin(tag, .keyService)
        try budget.begin(try uid("04C767F2066181"), .presence)
        budget.clear(tag, .presence)
        try budget.begin(tag, .presence)
    }

    @Test func `attempts without an answer are limited and a success forgets them`() throws {
        let tag = try uid("04C767F2066180")
        var budget = FailureBudget()
        for _ in 0..<FailureBudget.unansweredCountMax {
            try budget.begin(tag, .presence)
            budget.end(tag, .presence, .unanswered)
        }
        #expect(throws: TagError(.budgetSpent, "")) { try budget.begin(tag, .presence) }
        budget.clear(tag, .presence)
        try budget.begin(tag, .presence)
        budget.end(tag, .presence, .proved)
        #expect(budget == FailureBudget())
    }

    @Test func `the durable form comes back and takes nothing else`() throws {
        var budget = FailureBudget()
        for (text, outcome) in [
            ("04C767F2066180", AuthenticationOutcome.failed), ("04C767F2", .unanswered),
            ("04C767F206618001020A", .unanswered),
        ] {
            try budget.begin(try uid(text), .presence)
            budget.end(try uid(text), .presence, outcome)
        }
        let stored = budget.bytes
        #expect(
            try stored == bytes("01 04 04C767F2 01 01 07 04C767F2066180 01 FF 0A 04C767F206618001020A 01 01")
        )
        #expect(try FailureBudget(bytes: stored) == budget)
        for count in 0..<stored.count where count != 1 && count != 8 && count != 18 {
            #expect(throws: TagError(.malformedMessage, "")) {
                try FailureBudget(bytes: Array(stored.prefix(count)))
            }
        }
        for wrong in [
            "02", "01 03 04C767 01 01", "01 04 04C767F2 05 01", "01 04 04C767F2 01 00",
            "01 04 04C767F2 01 15",
        ] {
            let wrong = try bytes(wrong)
            #expect(throws: TagError(.malformedMessage, "")) { try FailureBudget(bytes: wrong) }
        }
        let twice = try bytes("01 04 04C767F2 01 01 04 04C767F2 01 01")
        #expect(throws: TagError(.malformedMessage, "")) { try FailureBudget(bytes: twice) }
    }

    @Test func `random bytes are refused or come back as they were`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let count = Int.random(in: 0...40, using: &generator)
            let random = [1] + (0..<count).map { _ in UInt8.random(in: 0...12, using: &generator) }
            guard let budget = try? FailureBudget(bytes: random) else { continue }
            #expect(budget.bytes == random)
        }
    }

    @Test func `a failure is saved before the book goes on, and one that cannot be is an error`() throws {
        struct DiskFull: Error {}
        let tag = try uid("04C767F2066180")
        let saved = Mutex<[[UInt8]]>([])
        let book = FailureBook(FailureBudget()) { bytes in saved.withLock { $0.append(bytes) } }
        try book.begin(tag, .presence)
        try book.end(tag, .presence, .failed)
        let last = try #require(saved.withLock { $0.last })
        #expect(try FailureBudget(bytes: last).isSpent(tag, .presence))
        try book.clear(tag, .presence)
        #expect(try FailureBudget(bytes: #require(saved.withLock { $0.last })) == FailureBudget())

        let broken = FailureBook(FailureBudget()) { _ in throw DiskFull() }
        try broken.begin(tag, .presence)
        #expect(throws: TagError(.budgetNotSaved, "")) { try broken.end(tag, .presence, .failed) }
        #expect(broken.isSpent(tag, .presence))
    }
}
