import Foundation
import Testing

@testable import Cryptography

/// Time stamps (RFC 3161) that OpenSSL made: Tests/Vectors/TimeStamps.
struct TimeStampTests {
    /// The moment in the stamp, 2026-11-22T10:03:44Z.
    private static let stamped: Int64 = 1_795_341_824
    /// A second after the authority's certificate ended, 2036-11-19T10:03:44Z.
    private static let ended: Int64 = 2_110_701_825

    private static let nonce: [UInt8] = [0xC2, 0x18, 0x20, 0x20, 0xB3, 0xB6, 0x95, 0xCE]
    private static let imprint = SHA256.hash(Array("signet".utf8))

    private static func file(_ name: String) throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try Array(Data(contentsOf: tests.appending(path: "Vectors/TimeStamps/\(name)")))
    }

    private static func token() throws -> TimeStampToken { try TimeStampToken(bytes: file("token.der")) }

    private static func trust(_ name: String = "ca.pem") throws -> TimeStampTrust {
        try TimeStampTrust(text: file(name))
    }

    @Test func `a token says digest, moment, number and nonce`() throws {
        let token = try Self.token()
        #expect(token.imprint == Self.imprint)
        #expect(token.seconds == Self.stamped)
        #expect(token.serial == [2])
        #expect(token.nonce == Self.nonce)
    }

    @Test func `a token is believed under the certificate that vouches for it, while that lasts`() throws {
        let token = try Self.token()
        try Self.trust().check(token, at: token.seconds)
        try Self.trust().check(token, at: Self.ended - 2)
        #expect(throws: CryptographyError(.notAuthentic, "")) {
            try Self.trust().check(token, at: Self.ended)
        }
        #expect(throws: CryptographyError(.notAuthentic, "")) { try Self.trust().check(token, at: 0) }
    }

    @Test func `who signed says the certificate in the token, if the signature is good under it`() throws {
        let signer = try Self.token().signer()
        #expect(signer.subject == "CN=Time stamps")
        // openssl pkcs7 -inform DER -in token.der -print_certs | openssl x509 -outform DER | sha256sum
        #expect(
            signer.certificate.description
                == "63311199825d16184586eb7d082608c9333f484429a32ab8a27b4d0c09a2458b"
        )
        var changed = try Self.file("token.der")
        changed[changed.count - 1] ^= 1
        let token = try TimeStampToken(bytes: changed)
        #expect(throws: CryptographyError(.notAuthentic, "")) { _ = try token.signer() }
    }

    @Test func `another authority of the same name does not vouch for it, and says why`() throws {
        let error = #expect(throws: CryptographyError.self) {
            try Self.trust("other-ca.pem").check(Self.token(), at: Self.stamped)
        }
        #expect(error?.code == .notAuthentic)
        #expect(error?.message.contains("certificate verify error") == true)
    }

    @Test func `a token with any byte changed is refused, or says the same as before`() throws {
        let bytes = try Self.file("token.der")
        let trust = try Self.trust()
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            // What nobody signed, such as a copy of a certificate that is trusted anyway, may be changed without a loss.
            guard let token = try? TimeStampToken(bytes: changed),
                (try? trust.check(token, at: Self.stamped)) != nil
            else { continue }
            #expect(token.imprint == Self.imprint && token.seconds == Self.stamped, "byte \(place)")
            #expect(token.nonce == Self.nonce && token.serial == [2], "byte \(place)")
        }
    }

    @Test func `every beginning of a token, and a token with a byte behind it, is malformed`() throws {
        let bytes = try Self.file("token.der")
        for count in bytes.indices {
            #expect(throws: CryptographyError(.malformed, "")) {
                try TimeStampToken(bytes: Array(bytes[..<count]))
            }
        }
        #expect(throws: CryptographyError(.malformed, "")) { try TimeStampToken(bytes: bytes + [0]) }
        #expect(throws: CryptographyError(.malformed, "")) {
            try TimeStampToken(bytes: Array(repeating: 0x30, count: TimeStampToken.byteCountMax + 1))
        }
    }

    @Test func `a question is written as OpenSSL writes it`() throws {
        let theirs = try Self.file("question.tsq")
        let ours = TimeStampRequest(
            imprint: Self.imprint,
            nonce: [0x42, 0x18, 0x20, 0x20, 0xB3, 0xB6, 0x95, 0xCE]
        )
        // Their nonce is above 2⁶³ and has a zero before it: one byte more in its length and in that of the whole.
        #expect(ours.bytes[0] == 0x30 && ours.bytes[1] == theirs[1] - 1)
        #expect(ours.bytes[2..<57] == theirs[2..<57])
        #expect(Array(ours.bytes[57...]) == [8] + ours.nonce + [0x01, 0x01, 0xFF])
    }

    @Test func `questions have nonces of their own, positive and of eight bytes`() throws {
        let nonces = try (0..<100).map { _ in try TimeStampRequest(imprint: Self.imprint).nonce }
        #expect(Set(nonces).count == 100)
        #expect(nonces.allSatisfy { $0.count == 8 && (0x40...0x7F).contains($0[0]) })
    }

    @Test func `an answer is taken for its own question only`() throws {
        let answer = try Self.file("answer.tsr")
        let asked = TimeStampRequest(imprint: Self.imprint, nonce: Self.nonce)
        #expect(try TimeStampToken(answer: answer, to: asked) == Self.token())
        let otherDigest = TimeStampRequest(imprint: SHA256.hash([1]), nonce: Self.nonce)
        #expect(throws: CryptographyError(.notAuthentic, "")) {
            try TimeStampToken(answer: answer, to: otherDigest)
        }
        let otherNonce = TimeStampRequest(imprint: Self.imprint, nonce: Array(Self.nonce.reversed()))
        #expect(throws: CryptographyError(.notAuthentic, "")) {
            try TimeStampToken(answer: answer, to: otherNonce)
        }
    }

    @Test(arguments: ["30053003020102", "300530030201", "", "3003020100", "00"])
    func `a refusal and what is no answer give no token`(hexadecimal: String) throws {
        let asked = TimeStampRequest(imprint: Self.imprint, nonce: Self.nonce)
        let answer = try #require(Hex.decode(hexadecimal))
        #expect(throws: CryptographyError.self) { try TimeStampToken(answer: answer, to: asked) }
    }

    @Test func `a file without a certificate is no trust`() throws {
        #expect(throws: CryptographyError(.malformed, "")) {
            try TimeStampTrust(text: Array("certificate".utf8))
        }
        let many = try Array(repeating: Self.file("ca.pem"), count: 17).flatMap { $0 }
        #expect(throws: CryptographyError(.malformed, "")) { try TimeStampTrust(text: many) }
        #expect(
            try TimeStampTrust(text: Self.file("ca.pem") + Self.file("other-ca.pem")).certificateCount == 2
        )
    }
}
