import Authority
import Cryptography
import Glibc
import Records
import Testing

@testable import Identity

@Suite struct PINVerifierTests {
    private let binding = CredentialBinding(organisation: "example.org", person: id(1), credential: id(11))
    private let key: X25519PrivateKey
    private let sealed: SealedForCabinet

    init() throws {
        key = try X25519PrivateKey()
        sealed = try #require(
            try PINVerifier.make(pin("482919"), of: binding, for: [("c1", key.publicKey)]).first
        )
    }

    @Test(arguments: [
        ("482919", PINVerifier.Verdict.right(isDuress: false)), ("482910", .right(isDuress: true)),
        ("482918", .wrong), ("482911", .wrong), ("4829190", .wrong), ("482929", .wrong), ("919284", .wrong),
    ])
    func `a PIN is right, right under duress, or wrong`(digits: String, verdict: PINVerifier.Verdict) throws {
        let verifier = try PINVerifier(sealed, of: binding, with: key)
        #expect(try verifier.verdict(on: pin(digits)) == verdict)
    }

    @Test func `it opens for its own person, credential, organisation, cabinet and key alone`() throws {
        let others = [
            CredentialBinding(organisation: "example.com", person: id(1), credential: id(11)),
            CredentialBinding(organisation: "example.org", person: id(2), credential: id(11)),
            CredentialBinding(organisation: "example.org", person: id(1), credential: id(12)),
        ]
        for other in others {
            #expect(throws: IdentityError(.notForThisCabinet, "")) {
                try PINVerifier(sealed, of: other, with: key)
            }
        }
        let moved = SealedForCabinet(cabinet: "c2", sealed: sealed.sealed)
        #expect(throws: IdentityError(.notForThisCabinet, "")) {
            try PINVerifier(moved, of: binding, with: key)
        }
        #expect(throws: IdentityError(.notForThisCabinet, "")) {
            try PINVerifier(sealed, of: binding, with: X25519PrivateKey())
        }
    }

    @Test func `a weak PIN is not made into a verifier`() throws {
        #expect(throws: IdentityError(.weakPIN, "")) {
            try PINVerifier.make(pin("123456"), of: binding, for: [("c1", key.publicKey)])
        }
    }

    @Test func `each cabinet has its own pepper and hashes of the same length`() throws {
        let other = try X25519PrivateKey()
        let both = try PINVerifier.make(
            pin("482919"),
            of: binding,
            for: [("c1", key.publicKey), ("c2", other.publicKey)]
        )
        #expect(both.map(\.cabinet) == ["c1", "c2"])
        #expect(Set(both.map(\.sealed.bytes.count)).count == 1)
        let contents = try [
            HPKE.open(
                both[0].sealed.bytes,
                with: key,
                info: Domain.pin.prefix,
                authenticating: binding.bytes(cabinet: "c1")
            ),
            HPKE.open(
                both[1].sealed.bytes,
                with: other,
                info: Domain.pin.prefix,
                authenticating: binding.bytes(cabinet: "c2")
            ),
        ].map { try CBOR(decoding: $0) }
        guard case .map(let first) = contents[0], case .map(let second) = contents[1] else { return }
        #expect(first[3] != second[3])
        #expect(first[4] != second[4])
    }

    @Test func `the stored form does not tell which hash is the PIN's`() throws {
        // With both orders as likely as a coin, sixteen in a row of one order come up once in 32,768 runs.
        var isFirst: [Bool] = []
        for _ in 0..<16 {
            let sealed = try PINVerifier.make(pin("482919"), of: binding, for: [("c1", key.publicKey)])[0]
            let content = try HPKE.open(
                sealed.sealed.bytes,
                with: key,
                info: Domain.pin.prefix,
                authenticating: binding.bytes(cabinet: "c1")
            )
            guard case .map(let map) = try CBOR(decoding: content), case .array(let hashes) = map[4],
                case .bytes(let salt) = map[2], case .bytes(let pepper) = map[3]
            else { return }
            // The definition, written out once more from the documentation of the format.
            let stretched = try Scrypt.derive(
                password: Array("482919".utf8),
                salt: salt,
                cost: 16_384,
                blockSize: 8,
                parallelism: 1,
                byteCount: 32
            )
            let hash = HMACSHA256.code(key: pepper, message: Array("signet/pin/v1".utf8) + [0] + stretched)
            #expect(hashes.contains(hash.canonical))
            isFirst.append(hashes.first == hash.canonical)
        }
        #expect(Set(isFirst).count == 2)
    }

    @Test func `content of another version, cost, length or order is refused`() throws {
        let content = try HPKE.open(
            sealed.sealed.bytes,
            with: key,
            info: Domain.pin.prefix,
            authenticating: binding.bytes(cabinet: "c1")
        )
        guard case .map(let map) = try CBOR(decoding: content), case .array(let hashes) = map[4] else {
            return
        }
        let changes: [(UInt8, CBOR)] = [
            (0, .integer(2)), (1, .integer(13)), (1, .integer(18)), (1, .integer(60)), (2, .bytes([1])),
            (3, .bytes([1])),
            (4, .array(hashes.reversed())), (4, .array([hashes[0]])), (4, .array([hashes[0], hashes[0]])),
            (5, .integer(1)),
        ]
        for (key, value) in changes {
            var changed = map
            changed[key] = value
            let bytes = try HPKE.seal(
                CBOR.map(changed).encoded,
                to: self.key.publicKey,
                info: Domain.pin.prefix,
                authenticating: binding.bytes(cabinet: "c1")
            )
            #expect(throws: IdentityError(.malformed, ""), "\(key)") {
                try PINVerifier(
                    SealedForCabinet(cabinet: "c1", sealed: Bytes(bytes)),
                    of: binding,
                    with: self.key
                )
            }
        }
    }

    @Test func `damaged bytes are refused and never trap`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            var bytes = sealed.sealed.bytes
            bytes[Int.random(in: bytes.indices, using: &generator)] ^=
                1 << UInt8.random(in: 0..<8, using: &generator)
            bytes.removeLast(Int.random(in: 0...3, using: &generator))
            #expect(throws: IdentityError.self) {
                try PINVerifier(SealedForCabinet(cabinet: "c1", sealed: Bytes(bytes)), of: binding, with: key)
            }
        }
        for count in 0..<60 {
            #expect(throws: IdentityError.self) {
                let bytes = Bytes(Array(sealed.sealed.bytes.prefix(count)))
                _ = try PINVerifier(SealedForCabinet(cabinet: "c1", sealed: bytes), of: binding, with: key)
            }
        }
    }

    @Test func `the PIN, the PIN under duress and a wrong one take the same time`() throws {
        // Equal work is what the code promises; the thread's own time shows that nothing is skipped, whatever else the machine
        // does: leaving one of the two derivations out would halve it.
        let verifier = try PINVerifier(sealed, of: binding, with: key)
        let pins = try ["482919", "482910", "739184"].map(pin)
        var shortest = [UInt64](repeating: .max, count: pins.count)
        for _ in 0..<9 {
            for (index, pin) in pins.enumerated() {
                let before = Self.threadNanoseconds
                _ = try verifier.verdict(on: pin)
                shortest[index] = min(shortest[index], Self.threadNanoseconds - before)
            }
        }
        let (least, most) = (try #require(shortest.min()), try #require(shortest.max()))
        #expect(most < least * 8 / 5)
    }

    /// Processor time that this thread has taken (clock_gettime(2)).
    private static var threadNanoseconds: UInt64 {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return 0 }
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
