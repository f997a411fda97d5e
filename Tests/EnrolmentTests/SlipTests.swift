import Cryptography
import Records
import Testing

@testable import Enrolment

@Suite struct SlipTests {
    @Test func `a slip comes back from file and from QR code`() throws {
        let signed = try Installation().slip()
        #expect(try SignedSlip(text: Array(signed.armored.utf8)) == signed)
        #expect(try SignedSlip(text: Array(signed.compact.utf8)) == signed)
        #expect(try SignedSlip(text: Array((signed.compact + "\r\n").utf8)) == signed)
        // Version 25-L of ISO/IEC 18004 holds 1,273 bytes: still easy to scan from paper.
        #expect(signed.compact.utf8.count < 1_273)
        #expect(signed.armored.contains("check: \(signed.shortCode)\n"))
        let slip = try signed.opened()
        #expect(slip.cabinet == "c1")
        #expect(slip.secret.count == 32)
    }

    @Test func `two slips share neither id nor secret`() throws {
        let installation = try Installation()
        let (first, second) = (try installation.slip().opened(), try installation.slip().opened())
        #expect(first.slip != second.slip)
        #expect(first.secret != second.secret)
    }

    @Test func `a changed slip is not opened`() throws {
        let signed = try Installation().slip()
        for index in signed.bytes.indices {
            var bytes = signed.bytes
            bytes[index] ^= 1
            let changed = try SignedSlip(canonical: .array([.bytes(bytes), .bytes(signed.signature)]))
            #expect(throws: EnrolmentError.self) { try changed.opened() }
        }
    }

    @Test func `another key than the one it names does not sign it`() throws {
        let installation = try Installation()
        let slip = try installation.slip().opened()
        #expect(throws: EnrolmentError(.mismatch, "")) { try SignedSlip(slip, by: Ed25519PrivateKey()) }
    }

    @Test(arguments: [
        "http://host:1", "tcp://:1", "tcp://host", "tcp://host:0", "tcp://host:65536", "tcp://ho st:1",
        "tcp://主机:1",
        "tcp://host:+1", "tcp://h\u{7}:1", "",
    ])
    func `an endpoint that no socket takes is refused`(endpoint: String) throws {
        let keys = try HeadquartersSecrets(making: credential()).publicKeys()
        #expect(throws: EnrolmentError.self) {
            try Slip(
                organisation: "example.org",
                cabinet: "c1",
                cabinetVersion: 1,
                site: "east",
                name: "1 号柜",
                root: SHA256.hash([]),
                headquarters: keys,
                replicationEndpoints: [endpoint],
                enrolmentEndpoints: [],
                expiry: 1
            )
        }
    }

    @Test(arguments: [
        ("C1", "east", "example.org"), ("c1", "", "example.org"), ("c1", "east", "example"),
        ("c.1", "east", "example.org"),
    ])
    func `names that cannot stand in an origin are refused`(
        cabinet: String,
        site: String,
        organisation: String
    ) throws {
        let keys = try HeadquartersSecrets(making: credential()).publicKeys()
        #expect(throws: EnrolmentError.self) {
            try Slip(
                organisation: organisation,
                cabinet: cabinet,
                cabinetVersion: 1,
                site: site,
                name: "1",
                root: SHA256.hash([]),
                headquarters: keys,
                replicationEndpoints: ["tcp://host:1"],
                enrolmentEndpoints: [],
                expiry: 1
            )
        }
    }

    @Test func `unknown fields and newer versions are refused`() throws {
        guard case .map(var map) = try Installation().slip().opened().canonical else { return }
        map[15] = .integer(1)
        #expect(throws: RecordsError.self) { try Slip(canonical: .map(map)) }
        map[15] = nil
        map[0] = .integer(2)
        #expect(throws: RecordsError(.unknownVersion, "")) { try Slip(canonical: .map(map)) }
    }

    @Test func `damaged texts are refused and never trap`() throws {
        let signed = try Installation().slip()
        var generator = SplitMix(seed: 4)
        for text in [signed.armored, signed.compact] {
            for _ in 0..<4_000 {
                guard let slip = try? SignedSlip(text: Array(text.utf8).damaged(using: &generator)) else {
                    continue
                }
                if slip != signed { #expect(throws: EnrolmentError.self) { try slip.opened() } }
            }
        }
        let bytes = signed.encoded
        for _ in 0..<8_000 {
            guard let slip = try? SignedSlip(decoding: bytes.damaged(using: &generator)), slip != signed
            else { continue }
            #expect(throws: EnrolmentError.self) { try slip.opened() }
        }
    }
}
