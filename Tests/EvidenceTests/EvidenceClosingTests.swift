import Custody
import Records
import Testing

@testable import Evidence

/// Parts of a file are closed for some readers, and what is left is still worth what it says.
struct EvidenceClosingTests {
    private let acts = LogSection.Subject.acts(cabinet: "c1")
    private let all: ClosedRange<UInt64> = 0...(.max)

    @Test func `a closed group is gone from the file, and the rest verifies as before`() throws {
        let house = try House.day()
        let document = try house.exported()
        let closed = try document.closing([.actor, .detail], in: acts, leaves: all)
        let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(closed.bytes)
        #expect(report.acts.isEmpty)
        #expect(report.heads == (try house.report()).heads)
        let opened = try #require(report.openness.last)
        #expect(opened.wholeCount == 0)
        #expect(opened.closed[.actor] == opened.count)
        for entry in closed.sections.last?.entries ?? [] {
            let body = try entry.body.map { try Body(decoding: $0) }
            #expect(body?[.actor] == nil && body?[.detail] == nil)
        }
        // Closing twice, or what is closed, changes nothing.
        #expect(try closed.closing([.actor], in: acts, leaves: all) == closed)
    }

    @Test func `closing some leaves leaves the others as they are`() throws {
        let house = try House.day()
        let closed = try house.exported().closing([.actor], in: acts, leaves: 7...8)
        let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(closed.bytes)
        #expect(report.acts.map { $0.actor == nil } == [true, true] + [Bool](repeating: false, count: 6))
    }

    @Test func `with the subject of a take closed «no departure» is not said`() throws {
        let house = try House.day()
        let seal = try #require(EvidenceClaim(seal: House.otherSeal, from: House.morning, to: House.evening))
        let document = try house.exported(seal)
        let whole = try #require(try house.report(seal).neverLeft.first)
        #expect(whole.closed.isEmpty)
        let closed = try document.closing([.subject], in: acts, leaves: all)
        let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(closed.bytes)
        let left = try #require(report.neverLeft.first)
        #expect(!left.closed.isEmpty)
        #expect(!left.isWithoutDeparture)
        #expect(report.gaps.contains { $0.english.contains("are closed and may concern this one") })
        #expect(report.lines.contains { $0.contains("closed by group: ") })
    }

    @Test func `closed policy is counted as closed`() throws {
        let house = try House.day()
        let policy = LogSection.Subject.policy(site: "east")
        let closed = try house.exported().closing([.kind, .detail], in: policy, leaves: all)
        let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(closed.bytes)
        #expect(report.gaps.contains { $0.english.contains("giving records of policy east are closed") })
        #expect(report.gaps.contains { $0.english.contains("no statement that registers the seal") })
    }

    @Test func `single records are closed like stretches`() throws {
        let (house, _) = try House.withEveryClaim()
        let document = try house.exported(.act(cabinet: "c1", ActPlace(index: 8)))
        let closed = try document.closing([.actor], in: acts, leaves: all)
        let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(closed.bytes)
        #expect(report.acts.count == 2)
        #expect(report.acts.allSatisfy { $0.actor == nil })
    }

    @Test func `authority is not closed, nor a log that is not there`() throws {
        let document = try House.day().exported()
        #expect(throws: EvidenceError(.malformed, "")) {
            _ = try document.closing([.detail], in: .authority, leaves: all)
        }
        #expect(throws: EvidenceError(.malformed, "")) {
            _ = try document.closing([.detail], in: .receipts, leaves: all)
        }
    }
}
