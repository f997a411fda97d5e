import Cryptography
import Testing

@testable import Enrolment

@Suite struct KeyFileTests {
    private func key(_ role: KeyRole = .officer) throws -> PersonalKey {
        PersonalKey(role: role, person: id(7), privateKey: try Ed25519PrivateKey())
    }

    @Test(arguments: KeyRole.allCases)
    func `a key comes back under its passphrase`(role: KeyRole) throws {
        let key = try key(role)
        let file = try KeyFile(key.sealed(under: passphrase("印章与密码"), cost: .least).bytes)
        #expect(file.role == role)
        #expect(file.person == id(7))
        #expect(file.hasPassphrase)
        let opened = try file.opened(with: passphrase("印章与密码"))
        #expect(opened.privateKey.secretSeed == key.privateKey.secretSeed)
        #expect(opened.role == role)
    }

    @Test func `another passphrase does not open it`() throws {
        let file = try key().sealed(under: passphrase("correct horse"), cost: .least)
        #expect(throws: EnrolmentError(.wrongKey, "")) { try file.opened(with: passphrase("correct horsf")) }
        #expect(throws: EnrolmentError(.wrongKey, "")) { try file.opened(with: .empty) }
    }

    @Test func `no passphrase must be asked for by name`() throws {
        #expect(throws: EnrolmentError(.refused, "")) { try passphrase("") }
        let file = try KeyFile(key().sealed(under: .empty, cost: .least).bytes)
        #expect(!file.hasPassphrase)
        _ = try file.opened(with: .empty)
        #expect(throws: EnrolmentError(.wrongKey, "")) { try file.opened(with: passphrase("something")) }
    }

    @Test func `a short passphrase is not accepted for a new key`() throws {
        #expect(throws: EnrolmentError(.refused, "")) {
            try key().sealed(under: passphrase("1234567"), cost: .least)
        }
    }

    @Test func `two files of one key share no salt, nonce or sealed byte`() throws {
        let key = try key()
        let (first, second) = (
            try key.sealed(under: passphrase("correct horse"), cost: .least),
            try key.sealed(under: passphrase("correct horse"), cost: .least)
        )
        #expect(first.header.salt != second.header.salt)
        #expect(first.header.nonce != second.header.nonce)
        #expect(first.sealed != second.sealed)
    }

    @Test func `every line is authenticated`() throws {
        let text = String(
            decoding: try key().sealed(under: passphrase("correct horse"), cost: .least).bytes,
            as: UTF8.self
        )
        let other = try key()
        let changes = [
            ("role: officer", "role: owner"), ("scrypt: 14 ", "scrypt: 15 "),
            ("person: 0000", "person: 0100"),
        ]
        for (from, to) in changes {
            let file = try KeyFile(Array(text.replacing(from, with: to).utf8))
            #expect(throws: EnrolmentError(.wrongKey, "")) {
                try file.opened(with: passphrase("correct horse"))
            }
        }
        let public1 = try #require(text.split(separator: "\n").first { $0.hasPrefix("public: ") })
        let swapped = text.replacing(public1, with: "public: \(other.privateKey.publicKey)")
        #expect(throws: EnrolmentError(.wrongKey, "")) {
            try KeyFile(Array(swapped.utf8)).opened(with: passphrase("correct horse"))
        }
    }

    @Test func `anything but the one form is refused`() throws {
        let text = String(decoding: try key().sealed(under: .empty, cost: .least).bytes, as: UTF8.self)
        let changes: [(String, String)] = [
            ("signet-key/v1", "signet-key/v2"), ("role: officer", "role: auditor"),
            ("role: officer", "role:officer"),
            ("role: officer\n", "role: officer\nnote: hello\n"), ("role: officer\n", ""),
            ("passphrase: none", "passphrase: no"), ("scrypt: 14 8 1", "scrypt: 13 8 1"),
            ("scrypt: 14 8 1", "scrypt: 19 8 1"), ("scrypt: 14 8 1", "scrypt: 014 8 1"),
            ("scrypt: 14 8 1", "scrypt: +14 8 1"), ("scrypt: 14 8 1", "scrypt: 14 9 1"),
            ("scrypt: 14 8 1", "scrypt: 14 8 2"), ("scrypt: 14 8 1", "scrypt:  14 8 1"), ("\n", "\r\n"),
            ("signet-key", "\u{FEFF}signet-key"),
        ]
        for (from, to) in changes {
            let changed = text.replacing(from, with: to)
            #expect(changed != text)
            #expect(throws: EnrolmentError.self, "\(from) → \(to)") { try KeyFile(Array(changed.utf8)) }
        }
        for changed in [text + "\n", text + "more: 1\n", String(text.dropLast()), text.uppercased(), ""] {
            #expect(throws: EnrolmentError.self) { try KeyFile(Array(changed.utf8)) }
        }
        #expect(throws: EnrolmentError(.tooLarge, "")) {
            try KeyFile([UInt8](repeating: 10, count: KeyFile.byteCountMax + 1))
        }
    }

    @Test func `damaged files are refused or read to the same bytes, and never trap`() throws {
        let bytes = try key().sealed(under: .empty, cost: .least).bytes
        var generator = SplitMix(seed: 20_261_122)
        for _ in 0..<20_000 {
            let damaged = bytes.damaged(using: &generator)
            if let file = try? KeyFile(damaged) { #expect(file.bytes == damaged) }
        }
    }

    @Test func `on disk it is its owner's alone and is not overwritten`() throws {
        try withFolder { folder in
            let path = "\(folder)/officer.key"
            let file = try key().sealed(under: .empty, cost: .least)
            try file.write(to: path)
            #expect(mode(of: path) == 0o600)
            #expect(try KeyFile(path: path) == file)
            #expect(throws: EnrolmentError(.alreadyThere, "")) { try file.write(to: path) }
        }
    }

    @Test func `a key whose file names another public key is not used`() throws {
        let (mine, other) = (try key(), try key())
        let header = KeyFile.Header(
            role: .officer,
            person: id(7),
            publicKey: other.privateKey.publicKey,
            hasPassphrase: false,
            cost: .least,
            salt: [UInt8](repeating: 1, count: 16),
            nonce: [UInt8](repeating: 2, count: 12)
        )
        let sealed = try AESGCM.seal(
            mine.privateKey.seed,
            key: try header.sealingKey(.empty),
            nonce: header.nonce,
            authenticating: header.bytes
        )
        let file = try KeyFile(KeyFile(header: header, sealed: sealed).bytes)
        #expect(throws: EnrolmentError(.mismatch, "")) { try file.opened(with: .empty) }
    }
}
