import Authority
import Custody
import Identity
import Records

// What each touch does; one that does not fit what is shown does nothing.
extension ScreenFlow {
    mutating func obey(_ command: ScreenCommand, _ surroundings: ScreenSurroundings) -> [ScreenAction] {
        switch (command, step) {
        case (.begin, .idle):
            show(.choosingErrand)
            return []
        case (.errand(let errand), .choosingErrand), (.errand(let errand), .idle):
            return begin(errand, surroundings)
        case (.pin(let pin), .identifying(let way)): return enter(pin, way)
        case (.take(let seal, let grant), .choosingTake):
            return settle(TakeChoice(seal: seal, grant: grant), surroundings)
        case (.open, .checkingTake(let choice)):
            show(.weighing(choice))
            return [.weigh(choice)]
        case (.giveBack(let seal), .choosingReturn):
            giveBack(seal, surroundings)
            return []
        case (.open, .checkingReturn(let seal, let drawer)):
            return open(Opening(purpose: .giveBack, drawer: drawer, seal: seal), surroundings)
        case (.setAside(let drawer), .choosingAside):
            guard surroundings.view.custody.quarantines[drawer] != nil else {
                show(.trouble(.goneMeanwhile))
                return []
            }
            show(.checkingAside(drawer: drawer))
            return []
        case (.open, .checkingAside(let drawer)):
            return open(Opening(purpose: .setAside, drawer: drawer, seal: nil), surroundings)
        case (.again, .trouble):
            if let benchBefore { show(.bench(benchBefore)) }
            return []
        case (_, .bench(let bench)): return atBench(command, bench, surroundings)
        default: return []
        }
    }

    private mutating func begin(_ errand: Errand, _ surroundings: ScreenSurroundings) -> [ScreenAction] {
        self.errand = errand
        persons = []
        if errand.isAtBench, surroundings.isBeforeFirstCredential {
            show(.bench(errand.firstBenchStep))
            return []
        }
        show(.identifying(Identifying()))
        return [.identify(errand.purpose, needsCompanion: errand.needsTwoPeople)]
    }

    private mutating func enter(_ pin: PIN?, _ way: Identifying) -> [ScreenAction] {
        guard case .method(_, let methods) = way.ask, methods.contains(.pin), !way.isChecking else {
            return []
        }
        guard let pin else {
            var way = way
            way.isPINUnreadable = true
            way.refusal = nil
            show(.identifying(way))
            return []
        }
        return [.enter(pin)]
    }

    private mutating func giveBack(_ seal: Identifier<Seal>, _ surroundings: ScreenSurroundings) {
        let desk = surroundings.view.returnDesk
        guard desk.returnable.contains(where: { $0.seal == seal }) else {
            return show(.trouble(.goneMeanwhile))
        }
        guard let drawer = desk.drawer(for: seal, by: actor.person) else {
            return show(.trouble(.noFreeDrawer))
        }
        show(.checkingReturn(seal, drawer: drawer))
    }

    /// Releases a drawer for a return or to set something aside: no grant is asked for.
    private mutating func open(_ opening: Opening, _ surroundings: ScreenSurroundings) -> [ScreenAction] {
        let view = surroundings.view
        // Looked at again: another visit may have ended since the screen was shown.
        let isStill =
            switch opening.purpose {
            case .giveBack:
                opening.seal.flatMap { view.returnDesk.drawer(for: $0, by: actor.person) } == opening.drawer
            case .setAside: view.custody.quarantines[opening.drawer] != nil
            case .take: false
            }
        guard isStill else {
            show(.trouble(.goneMeanwhile))
            return []
        }
        show(.beginning(opening))
        return [
            .begin(
                VisitOrder(
                    opening: opening,
                    seal: opening.seal.flatMap { view.obeyed.policy.seals[$0] },
                    actor: actor,
                    grant: nil,
                    begun: VisitBegun(persons: persons, interval: surroundings.interval)
                )
            )
        ]
    }
}

extension Errand {
    /// Where work at the front reader begins.
    var firstBenchStep: BenchStep {
        switch self {
        case .job: .choosingJob
        case .credential: .askingPerson(isUnknown: false)
        case .tag, .take, .giveBack, .setAside: .awaitingTag
        }
    }
}
