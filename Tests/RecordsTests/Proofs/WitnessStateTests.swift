import Cryptography
import Records
import Testing

@Suite struct WitnessStateTests {
    let log: LogFixture

    init() throws { log = try LogFixture(leafCount: 40) }

    private func fresh() throws -> WitnessState {
        try WitnessState(origin: log.origin, logKey: log.signer.verifierKey)
    }

    private func state(at size: Int) throws -> WitnessState {
        try WitnessState(origin: log.origin, logKey: log.signer.verifierKey, latest: log.note(size))
    }

    @Test func `the first checkpoint is cosigned from nothing, the next by its proof`() throws {
        var state = try fresh()
        #expect(state.head == .empty)
        guard case .cosign(let first) = state.consider(try log.note(10), from: 0, path: []) else {
            Issue.record("the first checkpoint was refused")
            return
        }
        #expect(first.head.size == 10)
        for (from, to) in [(10, 11), (11, 32), (32, 40)] {
            let note = try log.note(to)
            let verdict = state.consider(note, from: UInt64(from), path: try log.path(from: from, to: to))
            #expect(verdict == .cosign(try #require(state.latest)))
            #expect(state.latest?.note == note)
        }
    }

    @Test func `the head held already is cosigned again and changes nothing`() throws {
        var state = try state(at: 10)
        let before = state
        let note = try log.note(10, cosignedBy: [0])
        guard case .cosign(let again) = state.consider(note, from: 10, path: []) else {
            Issue.record("the same head was refused")
            return
        }
        #expect(again.note == note)
        #expect(state == before)
    }

    @Test func `an empty log is cosigned, but only with the root of no leaves`() throws {
        var state = try fresh()
        let odd = try log.signer.sign(TreeHead(size: 0, root: log.head(1).root))
        guard case .refuse(.malformed) = state.consider(odd, from: 0, path: []) else {
            Issue.record("an empty tree with a root was not refused")
            return
        }
        guard case .cosign = state.consider(try log.note(0), from: 0, path: []) else {
            Issue.record("an empty tree was refused")
            return
        }
        guard case .cosign = state.consider(try log.note(5), from: 0, path: []) else {
            Issue.record("the first leaves after an empty tree were refused")
            return
        }
    }

    @Test func `a smaller log and a proof from elsewhere are refused with the size to start from`() throws {
        var state = try state(at: 20)
        let before = state
        #expect(state.consider(try log.note(10), from: 10, path: []) == .refuse(.smaller(latestSize: 20)))
        #expect(state.consider(try log.note(0), from: 0, path: []) == .refuse(.smaller(latestSize: 20)))
        for from in [0, 10, 21, 30] {
            let path = from > 0 ? try log.path(from: from, to: 30) : []
            #expect(
                state.consider(try log.note(30), from: UInt64(from), path: path)
                    == .refuse(.stale(latestSize: 20))
            )
        }
        #expect(state == before)
    }

    @Test func `two roots of one size are kept as evidence, and end cosigning`() throws {
        var state = try state(at: 20)
        let held = try #require(state.latest).note
        let forked = try log.signer.sign(TreeHead(size: 20, root: log.head(19).root))
        let evidence = ForkEvidence(kind: .twoRoots, held: held, offered: forked, path: [])
        // Whatever size the sender claims to come from: the two signatures contradict each other.
        #expect(state.consider(forked, from: 3, path: []) == .refuse(.fork(evidence)))
        #expect(state.contradiction == evidence)
        let path = try log.path(from: 20, to: 30)
        #expect(state.consider(try log.note(30), from: 20, path: path) == .refuse(.quarantined(evidence)))
        var restored = try WitnessState(
            origin: log.origin,
            logKey: log.signer.verifierKey,
            latest: held,
            contradiction: evidence
        )
        #expect(restored == state)
        #expect(restored.consider(try log.note(30), from: 20, path: path) == .refuse(.quarantined(evidence)))
    }

    @Test func `a proof that fails keeps both notes, but a better proof may follow`() throws {
        var state = try state(at: 20)
        let (held, offered) = (try log.note(20), try log.note(30))
        let path = try log.path(from: 20, to: 30)
        for wrong in [[], Array(path.dropLast()), path + path, path.map { $0.flipping(9) }] {
            let evidence = ForkEvidence(kind: .proofFails, held: held, offered: offered, path: wrong)
            #expect(state.consider(offered, from: 20, path: wrong) == .refuse(.fork(evidence)))
        }
        #expect(state.head.size == 20)
        #expect(state.contradiction == nil)
        guard case .cosign = state.consider(offered, from: 20, path: path) else {
            Issue.record("the right proof was refused")
            return
        }
    }

    @Test func `a proof where none is needed is refused`() throws {
        var fresh = try fresh()
        let path = try log.path(from: 20, to: 30)
        guard case .refuse(.malformed) = fresh.consider(try log.note(30), from: 0, path: path) else {
            Issue.record("a proof from the empty tree was taken")
            return
        }
        var state = try state(at: 20)
        guard case .refuse(.malformed) = state.consider(try log.note(20), from: 20, path: path) else {
            Issue.record("a proof to the same head was taken")
            return
        }
        #expect(fresh.latest == nil)
    }

    @Test func `notes of another log, by another key or by nobody are not trusted`() throws {
        var state = try fresh()
        let others = [
            try LogFixture("seals.example/cabinet/0c1d/acts/e2", leafCount: 20).note(20),
            try LogFixture(leafCount: 20, keySeed: 9).note(20),
            try SignedNote(text: Array("hello\n".utf8), signatures: log.note(20).signatures),
        ]
        for note in others {
            guard case .refuse(.untrusted) = state.consider(note, from: 0, path: []) else {
                Issue.record("a stranger's note was not refused")
                return
            }
        }
        #expect(state.latest == nil)
    }

    @Test func `what was kept is verified when it is taken up again`() throws {
        let stranger = try LogFixture(leafCount: 20, keySeed: 9)
        #expect(throws: RecordsError(.refused, "")) {
            try WitnessState(origin: log.origin, logKey: log.signer.verifierKey, latest: stranger.note(20))
        }
    }
}
