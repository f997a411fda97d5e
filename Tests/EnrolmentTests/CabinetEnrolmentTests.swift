import Authority
import Records
import Testing

@testable import Enrolment

@Suite struct CabinetEnrolmentTests {
    private struct Play {
        var installation: Installation
        let slip: SignedSlip
        let request: SignedRequest
        let answer: EnrolmentAnswer
        let statement: SignedStatement

        init() throws {
            installation = try Installation()
            slip = try installation.slip()
            request = try installation.request(slip)
            let claimed = try request.claimed()
            statement = try installation.signed(installation.statement(claimed), by: installation.officers)
            answer = EnrolmentAnswer(
                slip: claimed.slip,
                request: claimed.digest,
                root: installation.root,
                statement: statement,
                authorityEpoch: 1,
                policyEpoch: 1
            )
        }
    }

    @Test func `a cabinet is enrolled when authority names its keys, and not before`() throws {
        var play = try Play()
        var enrolment = CabinetEnrolment()
        try enrolment.ask(play.slip, play.request)
        #expect(try enrolment.confirm(with: play.installation.standing) == false)
        _ = try enrolment.receive(play.answer)
        #expect(try enrolment.confirm(with: play.installation.standing) == false)
        _ = try enrolment.receive(play.answer)
        try play.installation.give(play.statement, kind: .cabinet)
        #expect(try enrolment.confirm(with: play.installation.standing) == true)
        #expect(enrolment.state == .enrolled(play.slip, play.answer))
        #expect(try enrolment.confirm(with: play.installation.standing) == true)
    }

    @Test func `an answer that is never confirmed is undone after three days with power`() throws {
        let play = try Play()
        var enrolment = CabinetEnrolment()
        #expect(enrolment.tick(milliseconds: .max) == false)
        try enrolment.ask(play.slip, play.request)
        #expect(enrolment.tick(milliseconds: .max) == false)
        _ = try enrolment.receive(play.answer)
        #expect(enrolment.tick(milliseconds: CabinetEnrolment.confirmationMillisecondsMax - 1) == false)
        // The time already spent survives a restart.
        enrolment = try CabinetEnrolment(decoding: enrolment.encoded)
        #expect(enrolment.tick(milliseconds: 1) == true)
        #expect(enrolment.state == .none)
        try enrolment.ask(play.slip, play.request)
        _ = try enrolment.receive(play.answer)
        #expect(enrolment.tick(milliseconds: .max) == true)
    }

    @Test func `no timer and no second slip touches an enrolled cabinet`() throws {
        var play = try Play()
        var enrolment = CabinetEnrolment()
        try enrolment.ask(play.slip, play.request)
        _ = try enrolment.receive(play.answer)
        try play.installation.give(play.statement, kind: .cabinet)
        _ = try enrolment.confirm(with: play.installation.standing)
        let before = enrolment
        #expect(enrolment.tick(milliseconds: .max) == false)
        #expect(throws: EnrolmentError(.refused, "")) { try enrolment.ask(play.slip, play.request) }
        #expect(throws: EnrolmentError(.refused, "")) { try enrolment.receive(play.answer) }
        #expect(enrolment == before)
        #expect(try CabinetEnrolment(decoding: enrolment.encoded) == enrolment)
        enrolment.leave()
        try enrolment.ask(play.slip, play.request)
    }

    @Test func `authority that names other keys is a mismatch, never an enrolment`() throws {
        var play = try Play()
        var enrolment = CabinetEnrolment()
        try enrolment.ask(play.slip, play.request)
        _ = try enrolment.receive(play.answer)
        let foreign = try CabinetSecrets(making: credential()).publicKeys()
        let other = play.installation.statement(try play.request.claimed(), keys: foreign)
        try play.installation.give(other, by: play.installation.officers)
        #expect(throws: EnrolmentError(.mismatch, "")) {
            try enrolment.confirm(with: play.installation.standing)
        }
    }

    @Test func `other keys of headquarters than those on the slip are a mismatch`() throws {
        var play = try Play()
        let foreign = try Installation()
        var enrolment = CabinetEnrolment()
        try enrolment.ask(play.slip, play.request)
        _ = try enrolment.receive(play.answer)
        try play.installation.give(play.statement, kind: .cabinet)
        let services = try foreign.services
        let later = ServicesStatement(
            head: play.installation.head,
            version: 2,
            notesKey: services.notesKey,
            witnessKey: services.witnessKey,
            mirrorKey: services.mirrorKey,
            safeKey: services.safeKey,
            transportKey: services.transportKey,
            enrolmentKey: services.enrolmentKey,
            tagServiceKey: services.tagServiceKey
        )
        try play.installation.give(later, by: play.installation.owners)
        #expect(throws: EnrolmentError(.mismatch, "")) {
            try enrolment.confirm(with: play.installation.standing)
        }
    }

    @Test func `an answer to nothing is refused`() throws {
        let play = try Play()
        var enrolment = CabinetEnrolment()
        #expect(throws: EnrolmentError(.refused, "")) { try enrolment.receive(play.answer) }
    }
}
