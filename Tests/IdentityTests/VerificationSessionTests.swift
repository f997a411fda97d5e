import Custody
import Records
import Testing

@testable import Authority
@testable import Identity

@Suite struct VerificationSessionTests {
    /// A session played step by step, a second for each event.
    private struct Play {
        var site = Site()
        var session: VerificationSession
        var now: UInt64 = 0
        var records: [IdentificationRecord] = []

        init(
            _ purpose: VerificationPurpose = .act,
            companion: Bool = false,
            attempts: AttemptLedger = AttemptLedger()
        ) {
            session = VerificationSession(
                purpose: purpose,
                needsCompanion: companion,
                attempts: attempts,
                at: 0
            )
        }

        mutating func send(_ events: VerificationEvent..., after step: UInt64 = 1_000) -> [VerificationAction]
        {
            var actions: [VerificationAction] = []
            for event in events {
                now += step
                actions = session.receive(event, at: now, in: site.directory)
                for case .record(let record) in actions { records.append(record) }
            }
            return actions
        }

        /// Card and PIN of a person.
        mutating func identify(_ person: UInt8, _ verdict: PINVerifier.Verdict = .right(isDuress: false))
            throws
            -> [VerificationAction]
        {
            send(
                .cardLaidOn(uid: uid(person)),
                .cardChallenged(uid: uid(person), .proved),
                .pinEntered(try pin("482913")),
                .pinChecked(verdict)
            )
        }
    }

    private func known(_ person: UInt8, _ methods: Set<Method>) -> IdentifiedPerson {
        IdentifiedPerson(person: id(person), methods: methods)
    }

    @Test func `card and PIN identify a person, step by step`() throws {
        var play = Play()
        let card = TagReference(uid: uid(1), keyNumber: 1, keyVersion: 3)
        #expect(play.send(.cardLaidOn(uid: uid(1))) == [.challengeCard(card)])
        #expect(
            play.send(.cardChallenged(uid: uid(1), .proved)) == [.askMethod(id(1), name: "人1", [.pin])]
        )
        let typed = try pin("482913")
        let asked = play.send(.pinEntered(typed))
        guard case .checkPIN(typed, let credentials) = asked.first else {
            Issue.record("the PIN must be tried")
            return
        }
        #expect(credentials.map(\.credential) == [id(11)])
        let person = known(1, [.card, .pin])
        let record = IdentificationRecord(
            isIdentified: true,
            person: id(1),
            methods: [.card, .pin],
            card: uid(1)
        )
        #expect(
            play.send(.pinChecked(.right(isDuress: false))) == [
                .record(record), .identified(person), .end(.complete([person], isDuress: false)),
            ]
        )
        #expect(play.session.isOver)
        #expect(play.send(.cardLaidOn(uid: uid(1))) == [])
    }

    @Test func `a PIN alone identifies nobody, nor does a face`() throws {
        var play = Play(.giveBack)
        #expect(play.send(.pinEntered(try pin("482913"))) == [])
        #expect(play.send(.pinChecked(.right(isDuress: false))) == [])
        #expect(play.send(.face(of: id(2), matches: true)) == [])
        #expect(play.session.persons == [])
    }

    @Test func `a card alone suffices to bring a seal back, and only for that`() {
        var back = Play(.giveBack)
        let actions = back.send(.cardLaidOn(uid: uid(3)), .cardChallenged(uid: uid(3), .proved))
        #expect(actions.last == .end(.complete([known(3, [.card])], isDuress: false)))
        var act = Play()
        #expect(
            act.send(.cardLaidOn(uid: uid(3)), .cardChallenged(uid: uid(3), .proved)) == [
                .refuse(.noSecondMethod)
            ]
        )
        #expect(act.session.persons == [])
    }

    @Test func `the card that was challenged is the one that must answer`() {
        var play = Play()
        #expect(play.send(.cardLaidOn(uid: uid(1)), .cardChallenged(uid: uid(2), .proved)) == [])
        #expect(play.send(.cardLaidOn(uid: uid(2))) == [])
        #expect(play.send(.cardChallenged(uid: uid(1), .proved)) != [])
    }

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

    @Test func `the second person is another one and shows as much`() throws {
        var play = Play(companion: true)
        let first = try play.identify(1)
        #expect(first.last == .askCompanion)
        #expect(play.send(.cardLaidOn(uid: uid(1))) == [.refuse(.samePerson)])
        #expect(
            play.send(.finger(.matched(id(22)))) == [.askMethod(id(2), name: "人2", [.pin, .card, .face])]
        )
        #expect(play.send(.cancelled) == [.end(.cancelled)])

        var whole = Play(companion: true)
        _ = try whole.identify(1)
        let second = try whole.identify(2)
        #expect(
            second.last
                == .end(.complete([known(1, [.card, .pin]), known(2, [.card, .pin])], isDuress: false))
        )
        #expect(whole.records.count { $0.isIdentified } == 2)
    }

    @Test func `a second person can be asked for after the first is known`() throws {
        var play = Play()
        _ = try play.identify(1)
        #expect(play.send(.companionWanted) == [.askCompanion])
        #expect(play.send(.companionWanted) == [])
        #expect(
            try play.identify(2).last
                == .end(.complete([known(1, [.card, .pin]), known(2, [.card, .pin])], isDuress: false))
        )
        #expect(play.send(.companionWanted) == [])
    }

    @Test(arguments: [Method.fingerprint, .face, .pin])
    func `any two methods of one person make an act`(second: Method) throws {
        var play = Play()
        _ = play.send(.cardLaidOn(uid: uid(2)), .cardChallenged(uid: uid(2), .proved))
        let actions =
            switch second {
            case .fingerprint: play.send(.finger(.matched(id(22))))
            case .face: play.send(.face(of: id(2), matches: true))
            default: play.send(.pinEntered(try pin("482913")), .pinChecked(.right(isDuress: false)))
            }
        #expect(actions.last == .end(.complete([known(2, [.card, second])], isDuress: false)))
    }

    @Test func `finger first, then card`() {
        var play = Play()
        _ = play.send(.finger(.matched(id(22))), .cardLaidOn(uid: uid(2)))
        let actions = play.send(.cardChallenged(uid: uid(2), .proved))
        #expect(actions.last == .end(.complete([known(2, [.card, .fingerprint])], isDuress: false)))
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

    @Test func `duress looks the same and is in the record alone`() throws {
        var (calm, forced) = (Play(), Play())
        let calmly = try calm.identify(1, .right(isDuress: false))
        let forcedly = try forced.identify(1, .right(isDuress: true))
        #expect(calmly.count == forcedly.count)
        #expect(calmly[1] == forcedly[1])
        #expect(forcedly.last == .end(.complete([known(1, [.card, .pin])], isDuress: true)))
        #expect(calm.records.map(\.isDuress) == [false])
        #expect(forced.records.map(\.isDuress) == [true])
        #expect(calm.records[0].draft.duress == false)
        #expect(forced.records[0].draft.duress == true)
        #expect(calm.session.attempts == forced.session.attempts)
        // The second person's calm does not take the first one's word back.
        var pair = Play(companion: true)
        _ = try pair.identify(1, .right(isDuress: true))
        guard case .end(.complete(_, isDuress: true)) = try pair.identify(2).last else {
            Issue.record("duress stays for the whole session")
            return
        }
    }

    @Test func `every record carries the group duress, signed, with methods and card`() throws {
        var play = Play()
        _ = play.send(.cardLaidOn(uid: uid(99)))
        _ = try play.identify(1, .wrong)
        _ = play.send(.pinEntered(try pin("482913")), .pinChecked(.right(isDuress: false)))
        #expect(
            play.records.map(\.draft.kind.kind) == [
                .identificationFailed, .identificationFailed, .identified,
            ]
        )
        for draft in play.records.map(\.draft) {
            #expect(draft.duress != nil)
            #expect(draft.isSigned)
            #expect(draft.recordClass == .identification)
        }
        #expect(try IdentificationMade(canonical: play.records[1].draft.detail).methods == [.card, .pin])
        #expect(try IdentificationMade(canonical: play.records[0].draft.detail).card == uid(99))
        #expect(play.records[1].draft.actor.person == nil)
        #expect(play.records[1].draft.subject.person == id(1))
        #expect(play.records[2].draft.actor.person == id(1))
    }

    @Test func `who is removed, revoked or of an old generation is not known`() throws {
        for change in 0..<4 {
            var play = Play()
            switch change {
            case 0: play.site.standing.removedGenerations[id(1)] = 1
            case 1: play.site.policy.revokedCredentials.insert(id(1))
            case 2: play.site.add(person: 1, generation: 2)
            default: play.site.policy.persons[id(1)] = nil
            }
            #expect(play.send(.cardLaidOn(uid: uid(1))).last == .refuse(.cardUnknown), "\(change)")
        }
    }

    @Test func `who is removed while standing there is not identified`() throws {
        var play = Play()
        _ = play.send(
            .cardLaidOn(uid: uid(1)),
            .cardChallenged(uid: uid(1), .proved),
            .pinEntered(try pin("482913"))
        )
        play.site.standing.removedGenerations[id(1)] = 1
        let actions = play.send(.pinChecked(.right(isDuress: false)))
        #expect(actions.last == .refuse(.cardUnknown))
        #expect(play.session.persons == [])
        #expect(play.records.map(\.isIdentified) == [false])
        #expect(play.records[0].methods == [.card, .pin])
    }

    @Test func `without a second method that holds, a PIN is not asked for`() throws {
        var play = Play()
        _ = play.send(.cardLaidOn(uid: uid(1)), .cardChallenged(uid: uid(1), .proved))
        play.site.policy.revokedCredentials.insert(id(11))
        #expect(play.send(.pinEntered(try pin("482913"))) == [.refuse(.pinUnavailable)])
    }

    @Test func `a verifier that cannot be read is no failure of the person`() throws {
        var play = Play()
        _ = play.send(
            .cardLaidOn(uid: uid(1)),
            .cardChallenged(uid: uid(1), .proved),
            .pinEntered(try pin("482913"))
        )
        #expect(play.send(.pinChecked(nil)) == [.refuse(.pinUnavailable)])
        #expect(play.session.attempts.remaining(person: id(1), at: play.now) == 5)
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

    @Test func `no order of events identifies anybody who did not show enough`() throws {
        var generator = SystemRandomNumberGenerator()
        let pins = try [pin("482913"), pin("739184")]
        for _ in 0..<3_000 {
            var play = Play(companion: Bool.random(using: &generator))
            var proved: Set<Bytes> = []
            var right = 0
            for _ in 0..<30 {
                let person = UInt8.random(in: 1...4, using: &generator)
                let event: VerificationEvent =
                    switch Int.random(in: 0..<10, using: &generator) {
                    case 0...2: .cardLaidOn(uid: uid(person))
                    case 3...4:
                        .cardChallenged(uid: uid(person), Bool.random(using: &generator) ? .proved : .failed)
                    case 5...6: .pinEntered(pins[0])
                    case 7: .pinChecked(Bool.random(using: &generator) ? .right(isDuress: false) : .wrong)
                    case 8: .finger(Bool.random(using: &generator) ? .matched(id(22)) : .unmatched)
                    default: .face(of: id(person), matches: Bool.random(using: &generator))
                    }
                if case .cardChallenged(let uid, .proved) = event { proved.insert(uid) }
                if case .pinChecked(.right) = event { right += 1 }
                _ = play.send(event)
            }
            for person in play.session.persons {
                #expect(person.methods.count >= 2)
                #expect(person.methods.contains(.card) || person.methods.contains(.fingerprint))
                if person.methods.contains(.card) { #expect(proved.contains(uid(person.person.bytes[15]))) }
                if person.methods.contains(.pin) { #expect(right > 0) }
            }
            #expect(Set(play.session.persons.map(\.person)).count == play.session.persons.count)
            #expect(play.session.persons.count <= play.session.personCount)
        }
    }
}
