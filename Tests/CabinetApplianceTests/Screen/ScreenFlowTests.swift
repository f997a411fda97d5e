import Authority
import Cryptography
import Identity
import Records
import Simulation
import Testing

@testable import CabinetAppliance
@testable import Custody

@Suite struct ScreenFlowTests {
    private func choice(_ play: ScreenPlay) -> TakeChoice {
        TakeChoice(seal: play.world.seal, grant: play.world.digest)
    }

    private func reasons(of actions: [ScreenAction]) throws -> [TakeRefusal] {
        guard case .writeRefusal(let draft)? = actions.first else { return [] }
        #expect(draft.kind.kind == .takeRefused && draft.isSigned)
        return try TakeRefused(canonical: draft.detail).reasons
    }

    @Test func `a take goes from card to drawer, with a second person where the rule asks for one`() throws {
        var play = ScreenPlay(try ScreenWorld())
        play.identify(3, for: .take)
        #expect(play.flow.step == .choosingTake)
        let wanted = play.touch(.take(play.world.seal, grant: play.world.digest))
        guard case .wantCompanion? = wanted.first else {
            Issue.record("the second person must be asked for")
            return
        }
        #expect(play.flow.step.name == "waiting-for-second-card")
        play.send(
            .identification(.end(.complete([play.world.known(3), play.world.known(4)], isDuress: false)))
        )
        #expect(play.flow.step == .checkingTake(choice(play)))
        play.touch(.open)
        #expect(play.flow.step == .weighing(choice(play)))
        guard case .begin(let order)? = play.send(.weighed(.same, .proved(play.world.tag))).first else {
            Issue.record("the drawer must be released")
            return
        }
        #expect(order.opening == Opening(purpose: .take, drawer: 1, seal: play.world.seal))
        #expect(order.actor == Actor(person: id(3), companion: id(4)))
        #expect(order.begun.grantDigest == play.world.digest)
        #expect(order.begun.expectedReturn == 2_000_000)
        play.send(.visit(order.opening, .awaitingOpen(until: 9)))
        #expect(play.flow.step.name == "drawer-released")
        play.send(.visit(order.opening, .ended(.take(.taken))))
        #expect(play.flow.step == .ended(order.opening, .take(.taken)))
    }

    @Test func `a take without a grant is refused, and shown so only when that is on disk`() throws {
        var play = ScreenPlay(try ScreenWorld(hasGrant: false))
        play.identify(3, for: .take)
        let offers = TakeOffer.offers(to: play.flow.persons, in: play.world.surroundings)
        #expect(offers.map(\.reasons) == [[.noGrant]])
        let actions = play.touch(.take(play.world.seal, grant: nil))
        #expect(try reasons(of: actions) == [.noGrant])
        #expect(play.flow.step.name == "refusing")
        play.send(.refusalWritten)
        #expect(play.flow.step.name == "refused")
    }

    @Test(arguments: [
        (GrantCheck.different, TagReading.ill, TakeRefusal.grantForged),
        (.same, .ill, .readerIll), (.same, .empty, .sealUnproved),
        (.same, .failed(uid: Bytes([4, 1, 2, 3, 4, 5, 6])), .sealUnproved),
    ]) func `what is read again before the lock decides`(
        check: GrantCheck,
        reading: TagReading,
        reason: TakeRefusal
    ) throws {
        var play = ScreenPlay(try ScreenWorld())
        play.reachCheck()
        play.touch(.open)
        let actions = play.send(.weighed(check, reading))
        #expect(try reasons(of: actions) == [reason])
    }

    @Test func `a grant that cannot be read again opens nothing`() throws {
        var play = ScreenPlay(try ScreenWorld())
        play.reachCheck()
        play.touch(.open)
        #expect(play.send(.weighed(.unread, .proved(play.world.tag))).isEmpty)
        #expect(play.flow.step == .trouble(.recordsUnreadable))
    }

    @Test func `what changes between check and lock is refused`() throws {
        var play = ScreenPlay(try ScreenWorld())
        play.reachCheck()
        play.touch(.open)
        play.world.custody.seals[play.world.seal] = .unproved(drawer: 1, since: HybridTime(milliseconds: 2))
        let actions = play.send(.weighed(.same, .proved(play.world.tag)))
        #expect(try reasons(of: actions) == [.sealUnproved])
    }

    @Test func `a grant that names the person and would be refused is shown with its reason`() throws {
        var world = try ScreenWorld()
        world.time = AuthorisingTime()
        let offers = TakeOffer.offers(to: [world.known(3)], in: world.surroundings)
        #expect(offers.map(\.reasons) == [[.timeUnknown]])
    }

    @Test func `a return needs one person and no grant, and goes into the seal's own drawer`() throws {
        var play = ScreenPlay(try ScreenWorld(hasGrant: false))
        play.world.custody.seals[play.world.seal] = nil
        play.world.time = AuthorisingTime()
        play.identify(4, for: .giveBack)
        #expect(play.flow.step == .choosingReturn)
        play.touch(.giveBack(play.world.seal))
        #expect(play.flow.step == .checkingReturn(play.world.seal, drawer: 1))
        guard case .begin(let order)? = play.touch(.open).first else {
            Issue.record("the drawer must be released")
            return
        }
        #expect(order.opening.purpose == .giveBack && order.grant == nil)
        play.send(.visit(order.opening, .ended(.giveBack(.refused))))
        #expect(play.flow.step == .ended(order.opening, .giveBack(.refused)))
    }

    @Test func `setting aside asks for two custodians`() throws {
        var play = ScreenPlay(try ScreenWorld())
        play.world.custody.quarantines[2] = Quarantine(
            reading: .empty,
            since: HybridTime(milliseconds: 1),
            insteadOf: play.world.seal
        )
        play.identify(5, 4, for: .setAside)
        #expect(play.flow.step == .trouble(.notCustodian))
        play.touch(.cancel)
        play.identify(5, 6, for: .setAside)
        play.touch(.setAside(1))
        #expect(play.flow.step == .trouble(.goneMeanwhile))
        play.touch(.cancel)
        play.identify(5, 6, for: .setAside)
        play.touch(.setAside(2))
        guard case .begin(let order)? = play.touch(.open).first else {
            Issue.record("the drawer must be released")
            return
        }
        #expect(order.opening == Opening(purpose: .setAside, drawer: 2, seal: nil))
        #expect(order.actor == Actor(person: id(5), companion: id(6)))
    }

    @Test func `walking away leads to the dark screen, but undoes nothing that is under way`() throws {
        var play = ScreenPlay(try ScreenWorld())
        play.touch(.begin)
        play.touch(.errand(.take))
        guard case .cancelIdentification? = play.touch(.cancel).first else {
            Issue.record("the session must hear of it")
            return
        }
        play.send(.identification(.end(.cancelled)))
        #expect(play.flow.step == .idle)
        play.reachCheck()
        play.touch(.open)
        play.touch(.cancel)
        #expect(play.flow.step.name == "weighing")
        play.send(.weighed(.same, .proved(play.world.tag)))
        play.touch(.cancel)
        #expect(play.flow.step.name == "beginning")
    }

    @Test func `a screen that nobody touches goes dark and forgets who stood there`() throws {
        var play = ScreenPlay(try ScreenWorld())
        play.reachCheck()
        play.world.now += 59_999
        play.send(.ticked)
        #expect(play.flow.step.name == "checking-take")
        play.world.now += 1
        play.send(.ticked)
        #expect(play.flow.step == .idle && play.flow.persons.isEmpty)
    }

    @Test func `a result leaves the screen although its drawer is looked at again and again`() throws {
        var play = ScreenPlay(try ScreenWorld())
        let opening = Opening(purpose: .giveBack, drawer: 1, seal: play.world.seal)
        play.send(.visit(opening, .open(remindAt: 0)))
        play.world.now += 1_000_000
        play.send(.visit(opening, .ended(.giveBack(.refused))))
        for _ in 0..<299 {
            play.world.now += 100
            play.send(.visit(opening, .ended(.giveBack(.refused))))
            play.send(.ticked)
            #expect(play.flow.step.name == "ended")
        }
        play.world.now += 100
        play.send(.visit(opening, .ended(.giveBack(.refused))))
        play.send(.ticked)
        #expect(play.flow.step == .idle)
    }

    @Test func `the first credential is made by anybody, later ones with a custodian`() throws {
        var first = ScreenPlay(try ScreenWorld(hasCredential: false))
        first.touch(.begin)
        first.touch(.errand(.credential))
        #expect(first.flow.step == .bench(.askingPerson(isUnknown: false)))
        #expect(first.flow.actor == Actor(component: "front"))
        var later = ScreenPlay(try ScreenWorld())
        later.touch(.begin)
        later.touch(.errand(.credential))
        #expect(later.flow.step.name == "waiting-for-card")
        later.send(.identification(.end(.complete([later.world.known(4)], isDuress: false))))
        #expect(later.flow.step == .trouble(.notCustodian))
    }

    @Test func `a PIN is chosen twice, and not one that others guess`() throws {
        var play = ScreenPlay(try ScreenWorld(hasCredential: false))
        play.touch(.errand(.credential))
        play.touch(.person(id(77)))
        #expect(play.flow.step == .bench(.askingPerson(isUnknown: true)))
        play.touch(.person(id(3)))
        play.touch(.card)
        play.send(.cardProved(id(3), play.world.tag))
        play.touch(.pin(try pin("123456")))
        #expect(play.flow.step == .bench(.choosingPIN(id(3), card: play.world.tag, .weak(.run))))
        play.touch(.pin(try pin("482913")))
        play.touch(.pin(try pin("482914")))
        #expect(play.flow.step == .bench(.choosingPIN(id(3), card: play.world.tag, .different)))
        play.touch(.pin(try pin("482913")))
        let asked = play.touch(.pin(try pin("482913")))
        guard case .request(let person, let card, _, _)? = asked.first else {
            Issue.record("the request must be written")
            return
        }
        #expect(person == id(3) && card == play.world.tag)
        play.send(.requested(id(3), [id(1)]))
        #expect(play.flow.step == .bench(.requested(id(3), [id(1)])))
    }

    @Test func `what did not work at the front reader can be tried again`() throws {
        var play = ScreenPlay(try ScreenWorld(hasCredential: false))
        play.touch(.errand(.tag))
        play.touch(.readTag)
        #expect(play.flow.step == .bench(.working))
        play.send(.failed(.noTag))
        play.touch(.again)
        #expect(play.flow.step == .bench(.awaitingTag))
    }

    @Test func `an opening that a stop cut in two is shown while it is resolved`() throws {
        var play = ScreenPlay(try ScreenWorld())
        let opening = Opening(purpose: .giveBack, drawer: 1, seal: play.world.seal)
        play.send(.visit(opening, .open(remindAt: 5)))
        #expect(play.flow.step == .underWay(opening, .open(remindAt: 5)))
        play.send(.visit(opening, .ended(.giveBack(.proved))))
        #expect(play.flow.step == .ended(opening, .giveBack(.proved)))
    }

    private func pin(_ digits: String) throws -> PIN {
        var typed = Array(digits.utf8)
        return try #require(PIN(moving: &typed))
    }
}
