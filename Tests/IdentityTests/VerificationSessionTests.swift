import Custody
import Records
import Testing

@testable import Authority
@testable import Identity

@Suite struct VerificationSessionTests {
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
}
