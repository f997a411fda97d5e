import Authority
import Cryptography
import Records
import Testing

@testable import Enrolment

@Suite struct SlipLedgerTests {
    private let now = Installation.now
    private let day: Int64 = 86_400_000

    /// A ledger with one slip, redeemed by the installation's cabinet.
    private func redeemed(_ installation: Installation) throws -> (SlipLedger, SignedSlip, SignedRequest) {
        var ledger = SlipLedger()
        let slip = try installation.slip()
        let request = try installation.request(slip)
        _ = try ledger.issue(slip, at: now)
        #expect(try ledger.redeem(request, at: now) == .waiting)
        return (ledger, slip, request)
    }

    private func approve(
        _ ledger: inout SlipLedger,
        _ slip: SignedSlip,
        _ request: SignedRequest,
        _ installation: Installation,
        by signers: [Ed25519PrivateKey]? = nil,
        at time: Int64? = nil
    ) throws -> EnrolmentAnswer {
        let statement = installation.statement(try request.claimed())
        return try ledger.approve(
            slip.opened().slip,
            statement: installation.signed(statement, by: signers ?? installation.officers),
            root: installation.root,
            standing: installation.standing,
            authorityEpoch: 1,
            policyEpoch: 1,
            at: time ?? now
        )
    }

    @Test func `a cabinet asks, is signed, fetches its answer and appears`() throws {
        let installation = try Installation()
        var (ledger, slip, request) = try redeemed(installation)
        let answer = try approve(&ledger, slip, request, installation)
        #expect(try ledger.redeem(request, at: now) == .answered(answer))
        let key = installation.cabinet.transport.publicKey.bytes
        #expect(try ledger.confirm(cabinet: "c1", transportKey: key, at: now) != nil)
        #expect(try ledger.confirm(cabinet: "c1", transportKey: key, at: now) == nil)
    }

    @Test func `a lost answer is given again, before and after the slip's expiry`() throws {
        let installation = try Installation()
        var (ledger, slip, request) = try redeemed(installation)
        let answer = try approve(&ledger, slip, request, installation)
        #expect(try approve(&ledger, slip, request, installation) == answer)
        for time in [now, now + 2 * day] {
            // A new signature on the same request: ECDSA differs each time.
            #expect(try ledger.redeem(installation.request(slip), at: time) == .answered(answer))
        }
    }

    @Test func `the first keys that redeem a slip are the only ones`() throws {
        let installation = try Installation()
        var (ledger, slip, request) = try redeemed(installation)
        let thief = try CabinetSecrets(making: credential())
        let stolen = try installation.request(slip, secrets: thief)
        #expect(throws: EnrolmentError(.refused, "")) { try ledger.redeem(stolen, at: now) }
        _ = try approve(&ledger, slip, request, installation)
        #expect(throws: EnrolmentError(.refused, "")) { try ledger.redeem(stolen, at: now) }
    }

    @Test func `a repaired cabinet asks again with its new self-test, and officers sign that one`() throws {
        let installation = try Installation()
        var (ledger, slip, request) = try redeemed(installation)
        let again = try installation.request(slip, note: "lock changed")
        #expect(try ledger.redeem(again, at: now) == .waiting)
        #expect(throws: EnrolmentError(.mismatch, "")) { try approve(&ledger, slip, request, installation) }
        let answer = try approve(&ledger, slip, again, installation)
        #expect(try answer.request == again.claimed().digest)
    }

    @Test func `one officer, or a stranger, enrols nothing`() throws {
        let installation = try Installation()
        var (ledger, slip, request) = try redeemed(installation)
        for signers in [
            [installation.officers[0]], [installation.headquarters.notes, try Ed25519PrivateKey()], [],
        ] {
            #expect(throws: EnrolmentError(.signatureInvalid, "")) {
                try approve(&ledger, slip, request, installation, by: signers)
            }
        }
        #expect(try ledger.redeem(request, at: now) == .waiting)
    }

    @Test func `expiry stops what officers have not signed`() throws {
        let installation = try Installation()
        let expiry = now + day
        var issued = SlipLedger()
        let slip = try installation.slip()
        _ = try issued.issue(slip, at: now)
        var (redeemed, redeemedSlip, request) = try redeemed(installation)

        #expect(issued.lapse(at: expiry - 1) == [])
        #expect(throws: EnrolmentError(.expired, "")) {
            try issued.redeem(installation.request(slip), at: expiry)
        }
        #expect(issued.lapse(at: expiry).count == 1)
        #expect(issued.lapse(at: expiry) == [])
        #expect(throws: EnrolmentError(.expired, "")) {
            try issued.redeem(installation.request(slip), at: expiry)
        }

        #expect(throws: EnrolmentError(.expired, "")) {
            try approve(&redeemed, redeemedSlip, request, installation, at: expiry)
        }
        #expect(throws: EnrolmentError(.expired, "")) { try redeemed.redeem(request, at: expiry) }
        #expect(redeemed.lapse(at: expiry).count == 1)
    }

    @Test func `no clock touches a cabinet that appeared`() throws {
        let installation = try Installation()
        var (ledger, slip, request) = try redeemed(installation)
        let answer = try approve(&ledger, slip, request, installation)
        let key = installation.cabinet.transport.publicKey.bytes
        _ = try ledger.confirm(cabinet: "c1", transportKey: key, at: now)
        #expect(ledger.lapse(at: .max) == [])
        #expect(try ledger.redeem(request, at: .max) == .answered(answer))
        #expect(try ledger.confirm(cabinet: "c1", transportKey: key, at: .max) == nil)
    }

    @Test func `a signed cabinet that never appears is undone, and only then`() throws {
        let installation = try Installation()
        var (ledger, slip, request) = try redeemed(installation)
        _ = try approve(&ledger, slip, request, installation)
        let late = now + SlipLedger.confirmationMillisecondsMax
        let key = installation.cabinet.transport.publicKey.bytes
        #expect(ledger.lapse(at: late - 1) == [])
        var inTime = ledger
        #expect(try inTime.confirm(cabinet: "c1", transportKey: key, at: late - 1) != nil)
        #expect(throws: EnrolmentError(.expired, "")) {
            var ledger = ledger
            _ = try ledger.confirm(cabinet: "c1", transportKey: key, at: late)
        }
        guard case .undone(let entry) = try #require(ledger.lapse(at: late).first) else {
            Issue.record("the lapse must say that a signed cabinet is undone")
            return
        }
        #expect(entry.slip.cabinet == "c1")
        #expect(throws: EnrolmentError(.expired, "")) {
            try ledger.confirm(cabinet: "c1", transportKey: key, at: late)
        }
        #expect(throws: EnrolmentError(.expired, "")) { try ledger.redeem(request, at: late) }
        // And the way is free for another slip.
        _ = try ledger.issue(installation.slip(expiry: late + day), at: late)
    }

    @Test func `a key that no slip knows confirms nothing`() throws {
        let installation = try Installation()
        var (ledger, _, _) = try redeemed(installation)
        let key = installation.cabinet.transport.publicKey.bytes
        #expect(throws: EnrolmentError(.notFound, "")) {
            try ledger.confirm(cabinet: "c1", transportKey: key, at: now)
        }
        #expect(throws: EnrolmentError(.notFound, "")) {
            try ledger.confirm(cabinet: "c1", transportKey: [UInt8](repeating: 1, count: 32), at: now)
        }
    }

    @Test func `one open slip for each cabinet, and a withdrawn one is dead`() throws {
        let installation = try Installation()
        var ledger = SlipLedger()
        let slip = try installation.slip()
        _ = try ledger.issue(slip, at: now)
        #expect(throws: EnrolmentError(.alreadyThere, "")) { try ledger.issue(installation.slip(), at: now) }
        _ = try ledger.issue(installation.slip(cabinet: "c2"), at: now)
        _ = try ledger.withdraw(slip.opened().slip, at: now)
        #expect(throws: EnrolmentError(.refused, "")) {
            try ledger.redeem(installation.request(slip), at: now)
        }
        _ = try ledger.issue(installation.slip(), at: now)
        #expect(throws: EnrolmentError(.expired, "")) {
            try ledger.issue(installation.slip(expiry: now, cabinet: "c3"), at: now)
        }
    }

    @Test func `an unknown slip and a signed one are not withdrawn or redeemed`() throws {
        let installation = try Installation()
        var (ledger, slip, request) = try redeemed(installation)
        #expect(throws: EnrolmentError(.notFound, "")) {
            try ledger.redeem(installation.request(installation.slip()), at: now)
        }
        _ = try approve(&ledger, slip, request, installation)
        #expect(throws: EnrolmentError(.refused, "")) { try ledger.withdraw(slip.opened().slip, at: now) }
    }

    @Test func `entries come back from a store in every state`() throws {
        let installation = try Installation()
        var (ledger, slip, request) = try redeemed(installation)
        let key = installation.cabinet.transport.publicKey.bytes
        var states = [ledger]
        var expired = ledger
        _ = expired.lapse(at: now + day)
        states.append(expired)
        _ = try approve(&ledger, slip, request, installation)
        states.append(ledger)
        var undone = ledger
        _ = undone.lapse(at: now + SlipLedger.confirmationMillisecondsMax)
        states.append(undone)
        _ = try ledger.confirm(cabinet: "c1", transportKey: key, at: now)
        states.append(ledger)
        var generator = SplitMix(seed: 6)
        for state in states {
            let entries = try state.entries.values.map { try SlipEntry(decoding: $0.encoded) }
            #expect(SlipLedger(entries: entries) == state)
            let bytes = try #require(entries.first).encoded
            for _ in 0..<500 { _ = try? SlipEntry(decoding: bytes.damaged(using: &generator)) }
        }
    }
}
