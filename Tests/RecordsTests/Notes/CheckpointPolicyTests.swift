import Cryptography
import Records
import Testing

@Suite struct CheckpointPolicyTests {
    let log: LogFixture

    init() throws { log = try LogFixture(leafCount: 20) }

    private func policy(required: [Int] = [], witnesses: [Int] = [], countMin: Int = 0) throws
        -> CheckpointPolicy
    {
        try CheckpointPolicy(
            origin: log.origin,
            logKey: log.signer.verifierKey,
            required: required.map { log.cosigners[$0].verifierKey },
            witnesses: witnesses.map { log.cosigners[$0].verifierKey },
            witnessCountMin: countMin
        )
    }

    @Test func `the log's signature suffices where no cosigner is asked for`() throws {
        let verified = try policy().verify(log.note(20))
        #expect(verified.head == (try log.head(20)))
        #expect(verified.cosignedAtSeconds.isEmpty)
    }

    @Test func `signing one head twice gives one note`() throws {
        #expect(try log.signer.sign(log.head(9)).bytes == log.signer.sign(log.head(9)).bytes)
    }

    @Test func `each required cosigner must be there`() throws {
        let policy = try policy(required: [0, 1])
        let verified = try policy.verify(log.note(20, cosignedBy: [1, 2, 0]))
        #expect(verified.cosignedAtSeconds[log.cosigners[0].verifierKey] == 1_700_000_000)
        #expect(verified.cosignedAtSeconds.count == 2)
        for missing in [[], [0], [1], [1, 2]] {
            #expect(throws: RecordsError(.refused, "")) {
                try policy.verify(log.note(20, cosignedBy: missing))
            }
        }
    }

    @Test func `of the witnesses a number must be there`() throws {
        let policy = try policy(witnesses: [0, 1, 2], countMin: 2)
        #expect(try policy.verify(log.note(20, cosignedBy: [2, 0])).cosignedAtSeconds.count == 2)
        #expect(throws: RecordsError(.refused, "")) { try policy.verify(log.note(20, cosignedBy: [1])) }
    }

    @Test func `a checkpoint of another log, or by another key, is refused`() throws {
        let other = try LogFixture("seals.example/cabinet/0c1d/acts/e2", leafCount: 20)
        #expect(throws: RecordsError(.mismatch, "")) { try policy().verify(other.note(20)) }
        let forger = try LogFixture(leafCount: 20, keySeed: 2)
        #expect(throws: RecordsError(.refused, "")) { try policy().verify(forger.note(20)) }
        // The forger's line may carry the known id: then it must verify, and does not.
        let line = try NoteSignature(
            name: log.signer.verifierKey.name,
            keyID: log.signer.verifierKey.id,
            bytes: forger.note(20).signatures[0].bytes
        )
        #expect(throws: RecordsError(.mismatch, "")) {
            try policy().verify(SignedNote(text: log.note(20).text, signatures: [line]))
        }
    }

    @Test func `a cosignature that was moved to another checkpoint, or whose time was changed, refuses`()
        throws
    {
        let policy = try policy(required: [0])
        let line = try log.note(20, cosignedBy: [0]).signatures[1]
        #expect(throws: RecordsError(.mismatch, "")) { try policy.verify(log.note(19).adding(line)) }
        var bytes = line.bytes
        bytes[7] ^= 1
        let later = try NoteSignature(name: line.name, keyID: line.keyID, bytes: bytes)
        #expect(throws: RecordsError(.mismatch, "")) { try policy.verify(log.note(20).adding(later)) }
    }

    @Test func `a log's signature is no cosignature and the other way round`() throws {
        let key = try LogFixture.key(100)
        let name = try NoteKeyName("seals.example/hq/witness")
        let plain = try NoteSignature(
            name: name,
            keyID: log.cosigners[0].verifierKey.id,
            bytes: key.signature(for: log.note(20).text)
        )
        #expect(throws: RecordsError(.mismatch, "")) {
            try policy(required: [0]).verify(log.note(20).adding(plain))
        }
    }

    @Test func `a policy whose keys contradict each other is refused`() throws {
        let (key, cosigner) = (log.signer.verifierKey, log.cosigners[0].verifierKey)
        let (origin, other) = (log.origin, try Origin("seals.example/hq/authority/e1"))
        #expect(throws: RecordsError(.refused, "")) { try CheckpointPolicy(origin: other, logKey: key) }
        #expect(throws: RecordsError(.refused, "")) { try CheckpointPolicy(origin: origin, logKey: cosigner) }
        #expect(throws: RecordsError(.refused, "")) {
            try CheckpointPolicy(origin: origin, logKey: key, required: [key])
        }
        #expect(throws: RecordsError(.refused, "")) {
            try CheckpointPolicy(origin: origin, logKey: key, required: [cosigner], witnesses: [cosigner])
        }
        // A key of its own that signs notes is no cosigner's: it would sign whatever text it is given.
        let plain = NoteVerifierKey(
            name: cosigner.name,
            algorithm: .ed25519,
            publicKey: try LogFixture.key(50).publicKey
        )
        #expect(throws: RecordsError(.refused, "")) {
            try CheckpointPolicy(origin: origin, logKey: key, required: [plain])
        }
        let reused = NoteVerifierKey(name: cosigner.name, algorithm: .cosignature, publicKey: key.publicKey)
        #expect(throws: RecordsError(.refused, "")) {
            try CheckpointPolicy(origin: origin, logKey: key, required: [reused])
        }
        for count in [-1, 2] {
            #expect(throws: RecordsError(.refused, "")) {
                try CheckpointPolicy(
                    origin: origin,
                    logKey: key,
                    witnesses: [cosigner],
                    witnessCountMin: count
                )
            }
        }
    }

    @Test func `a time beyond the largest is not cosigned`() throws {
        #expect(throws: RecordsError(.refused, "")) {
            try log.cosigners[0].cosign(Checkpoint(log.note(1)), atSeconds: 1 << 63)
        }
    }
}
