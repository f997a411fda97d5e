import Records
import Testing

@testable import Enrolment

@Suite struct EnrolmentReplyTests {
    @Test func `every reply comes back as it was written`() throws {
        let installation = try Installation()
        let slip = try installation.slip()
        let request = try installation.request(slip).claimed()
        let answer = EnrolmentAnswer(
            slip: request.slip,
            request: request.digest,
            root: installation.root,
            statement: try installation.signed(installation.statement(request), by: installation.officers),
            authorityEpoch: 1,
            policyEpoch: 1
        )
        for reply in [EnrolmentReply.waiting, .answered(answer), .refused("the slip's time has passed")] {
            #expect(try EnrolmentReply(decoding: reply.encoded) == reply)
        }
    }

    @Test func `what belongs to another state, and states that are not known, are refused`() {
        let replies = [
            CBORMap(), CBORMap([0: .integer(0), 1: .integer(1)]), CBORMap([0: .integer(0), 2: .text("")]),
            CBORMap([0: .integer(1)]), CBORMap([0: .integer(2)]), CBORMap([0: .integer(3)]),
            CBORMap([0: .integer(2), 2: .text(""), 3: .text("")]),
        ]
        for map in replies {
            #expect(throws: RecordsError.self) { try EnrolmentReply(canonical: .map(map)) }
        }
    }

    @Test func `damaged bytes are refused or read to the same, and never trap`() throws {
        let bytes = EnrolmentReply.refused("ask for a new slip").encoded
        var generator = SplitMix(seed: 12)
        for _ in 0..<20_000 {
            let damaged = bytes.damaged(using: &generator)
            if let reply = try? EnrolmentReply(decoding: damaged) { #expect(reply.encoded == damaged) }
        }
    }
}
