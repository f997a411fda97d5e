import Custody
import Records
import Testing

@testable import Authority
@testable import Identity

@Suite struct VerificationFailureTests {
    @Test func `a card that fails is written down with its number and counts for card and cabinet`() {
        var play = Play()
        let actions = play.send(.cardLaidOn(uid: uid(1)), .cardChallenged(uid: uid(1), .failed))
        let record = IdentificationRecord(isIdentified: false, person: id(1), methods: [.card], card: uid(1))
        #expect(actions == [.record(record), .refuse(.cardNotProved)])
        // A copy of the card's number must not lock its owner out.
        for _ in 0..<4 { _ = play.send(.cardLaidOn(uid: uid(1)), .cardChallenged(uid: uid(1), .failed)) }
        #expect(play.session.attempts.lock(person: id(1), card: nil, at: play.now) == nil)
        #expect(play.session.attempts.lock(person: nil, card: uid(1), at: play.now)?.subject == .card)
    }

    @Test func `an unknown card is written down and refused`() {
        var play = Play()
        let record = IdentificationRecord(isIdentified: false, person: nil, methods: [.card], card: uid(99))
        #expect(play.send(.cardLaidOn(uid: uid(99))) == [.record(record), .refuse(.cardUnknown)])
        #expect(!play.session.isOver)
    }

    @Test func `a card taken away too soon is no failure`() {
        var play = Play()
        let before = play.session.attempts
        #expect(
            play.send(.cardLaidOn(uid: uid(1)), .cardChallenged(uid: uid(1), .vanished)) == [
                .refuse(.cardVanished)
            ]
        )
        #expect(play.session.attempts == before)
        #expect(play.records == [])
        #expect(play.send(.cardLaidOn(uid: uid(1))) != [])
    }

    @Test func `wrong PINs are written down, asked for again, and then wait`() throws {
        var play = Play()
        _ = play.send(.cardLaidOn(uid: uid(1)), .cardChallenged(uid: uid(1), .proved))
        for remaining in [4, 3, 2, 1] {
            let actions = play.send(.pinEntered(try pin("739184")), .pinChecked(.wrong))
            let record = IdentificationRecord(
                isIdentified: false,
                person: id(1),
                methods: [.card, .pin],
                card: uid(1)
            )
            #expect(
                actions == [
                    .record(record), .refuse(.pinWrong(remaining: remaining)),
                    .askMethod(id(1), name: "人1", [.pin]),
                ]
            )
        }
        let last = play.send(.pinEntered(try pin("739184")), .pinChecked(.wrong))
        guard case .refuse(.locked(let lock)) = last.last else {
            Issue.record("the fifth wrong PIN must lock")
            return
        }
        #expect(lock.until > play.now)
        #expect(play.records.count == 5)
        // No further PIN is tried, not even the right one, and not after taking the card off and on.
        #expect(play.send(.pinEntered(try pin("482913"))) == [])
        guard case .refuse(.locked) = play.send(.cardLaidOn(uid: uid(1))).last else {
            Issue.record("a locked person's card is not challenged for an act")
            return
        }
    }

    @Test func `a lock never blocks a return`() throws {
        let failures = (0..<40).map { _ in AttemptLedger.Failure(person: id(1), card: uid(1)) }
        let locked = AttemptLedger(restoring: failures, at: 0)
        for subject in [AttemptLedger.Lock.Subject.person, .card, .cabinet] {
            #expect(
                locked.lock(
                    person: subject == .person ? id(1) : nil,
                    card: subject == .card ? uid(1) : nil,
                    at: 1
                ) != nil
            )
        }
        var back = Play(.giveBack, attempts: locked)
        let actions = back.send(.cardLaidOn(uid: uid(1)), .cardChallenged(uid: uid(1), .proved))
        #expect(actions.last == .end(.complete([known(1, [.card])], isDuress: false)))
        var finger = Play(.giveBack, attempts: locked)
        #expect(
            finger.send(.finger(.matched(id(22)))).last
                == .end(.complete([known(2, [.fingerprint])], isDuress: false))
        )
        // One method clears nothing: the lock is there for the next act.
        #expect(back.session.attempts.lock(person: id(1), card: uid(1), at: 1) != nil)
        var act = Play(.act, attempts: back.session.attempts)
        guard case .refuse(.locked) = act.send(.cardLaidOn(uid: uid(1))).last else {
            Issue.record("the lock holds for an act")
            return
        }
    }

    @Test func `a lock that begins while a person stands there stops the next PIN`() throws {
        var play = Play()
        _ = play.send(.cardLaidOn(uid: uid(1)), .cardChallenged(uid: uid(1), .proved))
        for _ in 0..<20 { play.session.attempts.fail(.init(person: nil, card: nil), at: play.now) }
        guard case .refuse(.locked(let lock)) = play.send(.pinEntered(try pin("482913"))).last else {
            Issue.record("no PIN is tried while the cabinet is locked")
            return
        }
        #expect(lock.subject == .cabinet)
    }

    @Test func `methods of two people do not add up`() {
        var finger = Play()
        _ = finger.send(.cardLaidOn(uid: uid(1)), .cardChallenged(uid: uid(1), .proved))
        let actions = finger.send(.finger(.matched(id(22))))
        #expect(actions.contains(.refuse(.otherPerson)))
        #expect(finger.records.map(\.methods) == [[.card, .fingerprint]])
        #expect(finger.send(.face(of: id(2), matches: true)) == [])
        var card = Play()
        _ = card.send(.finger(.matched(id(22))))
        #expect(card.send(.cardLaidOn(uid: uid(1))) == [.refuse(.otherPerson)])
        #expect(finger.session.persons == [] && card.session.persons == [])
    }

    @Test func `an unknown finger and a strange face are written down and counted`() {
        var play = Play()
        #expect(play.send(.finger(.unmatched)).contains(.refuse(.fingerUnknown)))
        #expect(play.send(.finger(.matched(id(99)))).contains(.refuse(.fingerUnknown)))
        _ = play.send(.cardLaidOn(uid: uid(2)), .cardChallenged(uid: uid(2), .proved))
        #expect(play.send(.face(of: id(2), matches: false)).contains(.refuse(.faceNotMatched)))
        #expect(play.records.map(\.methods) == [[.fingerprint], [.fingerprint], [.card, .face]])
        #expect(play.session.attempts.remaining(person: id(2), at: play.now) == 4)
    }

    @Test func `a face of somebody without a template counts for nothing`() {
        var play = Play()
        _ = play.send(.cardLaidOn(uid: uid(1)), .cardChallenged(uid: uid(1), .proved))
        #expect(play.send(.face(of: id(1), matches: true)).contains(.refuse(.faceNotMatched)))
        #expect(play.session.persons == [])
    }

    @Test func `steps that take too long end, and a try under way is not walked away from`() throws {
        var play = Play()
        _ = play.send(.cardLaidOn(uid: uid(1)))
        #expect(play.send(.ticked, after: 4_999) == [])
        #expect(play.send(.ticked, after: 1) == [.refuse(.cardVanished)])
        // A late answer of the card changes nothing.
        #expect(play.send(.cardChallenged(uid: uid(1), .proved)) == [])
        _ = play.send(
            .cardLaidOn(uid: uid(1)),
            .cardChallenged(uid: uid(1), .proved),
            .pinEntered(try pin("482913"))
        )
        #expect(play.send(.cancelled) == [])
        #expect(play.send(.ticked, after: 10_000) == [.refuse(.pinUnavailable)])
        #expect(play.send(.pinChecked(.right(isDuress: false))) == [])
        #expect(play.send(.ticked, after: 60_000) == [.end(.timedOut)])
        #expect(play.session.persons == [])

        var idle = Play()
        #expect(idle.send(.cardLaidOn(uid: uid(1)), after: 60_000) == [.end(.timedOut)])
        var long = Play()
        for _ in 0..<199 {
            #expect(
                long.send(.cardLaidOn(uid: uid(1)), .cardChallenged(uid: uid(1), .vanished), .ticked) == []
            )
        }
        #expect(long.send(.ticked, after: 5_000) == [.end(.timedOut)])
    }
}
