import Custody
import Records
import Testing

@testable import Authority
@testable import Identity

@Suite struct VerificationRecordTests {
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
            case 0: play.site.remove(person: 1)
            case 1: play.site.policy.taken.revokedCredentials.insert(id(1))
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
        play.site.remove(person: 1)
        let actions = play.send(.pinChecked(.right(isDuress: false)))
        #expect(actions.last == .refuse(.cardUnknown))
        #expect(play.session.persons == [])
        #expect(play.records.map(\.isIdentified) == [false])
        #expect(play.records[0].methods == [.card, .pin])
    }

    @Test func `without a second method that holds, a PIN is not asked for`() throws {
        var play = Play()
        _ = play.send(.cardLaidOn(uid: uid(1)), .cardChallenged(uid: uid(1), .proved))
        play.site.policy.taken.revokedCredentials.insert(id(11))
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
