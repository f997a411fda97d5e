import Authority
import Cryptography
import Records
import Testing

@testable import Enrolment

@Suite struct RequestTests {
    @Test func `a request is verified by the slip it was made under`() throws {
        let installation = try Installation()
        let slip = try installation.slip()
        let request = try installation.request(slip)
        let verified = try request.verified(by: slip.opened())
        #expect(verified.keys == (try installation.cabinet.publicKeys()))
        #expect(verified.isHealthy)
        #expect(try SignedRequest(text: Array(request.armored.utf8)) == request)
        let compact = try #require(request.compact)
        #expect(try SignedRequest(text: Array(compact.utf8)) == request)
    }

    @Test func `a stranger without the slip's secret cannot send one`() throws {
        let installation = try Installation()
        let (mine, other) = (try installation.slip().opened(), try installation.slip())
        let request = try installation.request(other)
        // The stranger knows the slip's id and everything but the secret.
        guard case .map(var map) = mine.canonical else { return }
        map[14] = .bytes([UInt8](repeating: 0, count: 32))
        let guessed = try Slip(canonical: .map(map))
        let forged = try SignedRequest(
            EnrolmentRequest(slip: mine, keys: try installation.cabinet.publicKeys(), selfTest: []),
            secrets: installation.cabinet,
            slip: guessed
        )
        #expect(throws: EnrolmentError(.signatureInvalid, "")) { try forged.verified(by: mine) }
        #expect(throws: EnrolmentError(.signatureInvalid, "")) { try request.verified(by: mine) }
    }

    @Test func `whoever holds the slip but not the keys cannot ask for them`() throws {
        let installation = try Installation()
        let slip = try installation.slip().opened()
        let request = EnrolmentRequest(slip: slip, keys: try installation.cabinet.publicKeys(), selfTest: [])
        let thief = try CabinetSecrets(making: credential())
        #expect(throws: EnrolmentError(.mismatch, "")) {
            try SignedRequest(request, secrets: thief, slip: slip)
        }
        let message = Domain.request.prefix + request.encoded
        for (device, act) in [
            (thief.device, installation.cabinet.act), (installation.cabinet.device, thief.act),
        ] {
            let (first, second) = (try device.signature(for: message), try act.signature(for: message))
            let code = HMACSHA256.code(key: slip.secret, message: message + first + second)
            let forged = try SignedRequest(
                canonical: .array([.bytes(request.encoded), .bytes(first), .bytes(second), code.canonical])
            )
            #expect(throws: EnrolmentError(.signatureInvalid, "")) { try forged.verified(by: slip) }
        }
    }

    @Test func `the digest covers the self-test`() throws {
        let installation = try Installation()
        let slip = try installation.slip()
        let (first, second) = (
            try installation.request(slip).claimed(), try installation.request(slip, note: "20 ms").claimed()
        )
        #expect(first.digest != second.digest)
        #expect(try installation.request(slip).claimed().digest == first.digest)
    }

    @Test func `a result that says too much is refused`() throws {
        #expect(throws: RecordsError.self) {
            try SelfTestResult(canonical: SelfTestResult(name: "", outcome: .passed).canonical)
        }
        #expect(throws: RecordsError.self) {
            let long = String(repeating: "x", count: 121)
            _ = try SelfTestResult(
                canonical: SelfTestResult(name: "a", outcome: .failed, note: long).canonical
            )
        }
        #expect(throws: RecordsError(.unknownVersion, "")) {
            try SelfTestResult(canonical: .array([.text("a"), .integer(9), .text("")]))
        }
    }

    @Test func `an answer fits its own request, root and keys alone`() throws {
        let installation = try Installation()
        let slip = try installation.slip()
        let opened = try slip.opened()
        let request = try installation.request(slip).claimed()
        let statement = installation.statement(request)
        let answer = { (statement: CabinetStatement, root: SignedStatement, digest: Digest) in
            EnrolmentAnswer(
                slip: opened.slip,
                request: digest,
                root: root,
                statement: try installation.signed(statement, by: installation.officers),
                authorityEpoch: 1,
                policyEpoch: 1
            )
        }
        let good = try answer(statement, installation.root, request.digest)
        #expect(try good.verified(for: request, slip: opened) == statement)
        #expect(try EnrolmentAnswer(text: Array(good.armored.utf8)) == good)

        let foreign = try CabinetSecrets(making: credential()).publicKeys()
        let wrong = [
            try answer(installation.statement(request, keys: foreign), installation.root, request.digest),
            try answer(installation.statement(request, cabinet: "c2"), installation.root, request.digest),
            try answer(statement, installation.root, SHA256.hash([])),
            try answer(statement, SignedStatement(try installation.services), request.digest),
        ]
        for answer in wrong {
            #expect(throws: EnrolmentError(.mismatch, "")) { try answer.verified(for: request, slip: opened) }
        }
        let unsigned = SignedStatement(
            bytes: installation.root.bytes,
            signatures: [installation.root.signatures[0]]
        )
        #expect(throws: EnrolmentError(.signatureInvalid, "")) {
            try answer(statement, unsigned, request.digest).verified(for: request, slip: opened)
        }
    }

    @Test func `damaged requests and answers are refused and never trap`() throws {
        let installation = try Installation()
        let slip = try installation.slip()
        let signed = try installation.request(slip)
        let request = try signed.claimed()
        let opened = try slip.opened()
        let answer = EnrolmentAnswer(
            slip: opened.slip,
            request: request.digest,
            root: installation.root,
            statement: try installation.signed(installation.statement(request), by: installation.officers),
            authorityEpoch: 1,
            policyEpoch: 1
        )
        var generator = SplitMix(seed: 5)
        for _ in 0..<8_000 {
            if let other = try? SignedRequest(decoding: signed.encoded.damaged(using: &generator)),
                other != signed
            {
                #expect(throws: EnrolmentError.self) { try other.verified(by: opened) }
            }
            if let other = try? EnrolmentAnswer(decoding: answer.encoded.damaged(using: &generator)) {
                // Officers' signatures are judged by `authority`; all else must be as it was.
                if let statement = try? other.verified(for: request, slip: opened) {
                    #expect(statement.keys == request.keys)
                    #expect(other.root.digest == opened.root)
                }
            }
        }
    }
}
