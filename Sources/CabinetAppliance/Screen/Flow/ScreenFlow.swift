import Authority
import Custody
import Identity
import Records

/// The way of people through the cabinet's screen, as a pure machine: events and what is known go in, what is shown and
/// what is to be done come out.
///
/// Nothing that says how something came out is shown before its record is on disk: the desk answers each action when
/// its record is written.
struct ScreenFlow: Sendable {
    /// What the screen shows.
    private(set) var step = ScreenStep.idle
    /// Goes up with every other page that is shown.
    private(set) var page: UInt64 = 0
    /// What the people came for.
    var errand: Errand?
    /// Who is known, the taker first.
    var persons: [IdentifiedPerson] = []
    /// Where work at the front reader was begun, to try it again.
    var benchBefore: BenchStep?
    private var touchedAt: UInt64 = 0

    /// Who acts at the bench: the custodian, or nobody known while the site has no credential.
    var actor: Actor {
        persons.first.map { Actor(person: $0.person, companion: persons.dropFirst().first?.person) }
            ?? Actor(component: "front")
    }

    /// Takes one event and says what to do, in this order.
    mutating func receive(_ event: ScreenEvent, in surroundings: ScreenSurroundings) -> [ScreenAction] {
        if case .ticked = event {
            if let stays = step.staysMilliseconds, surroundings.now >= touchedAt + stays { leave() }
            return []
        }
        // What stays on the screen is counted from the last touch or the last other page. A drawer that is looked at
        // again and again is neither, or nobody's result would ever leave the screen.
        let pageBefore = page
        defer { if event.isTouch || page != pageBefore { touchedAt = surroundings.now } }
        switch event {
        case .command(.cancel): return cancel()
        case .command(let command): return obey(command, surroundings)
        case .cardSeen:
            if step == .idle { show(.choosingErrand) }
            return []
        case .identification(let action): return identification(action, surroundings)
        case .weighed(let check, let reading): return weighed(check, reading, surroundings)
        case .refusalWritten:
            if case .refusing(let choice, let reasons) = step { show(.refused(choice, reasons)) }
            return []
        case .visit(let opening, let phase):
            visit(opening, phase)
            return []
        case .tagRead, .jobDone, .cardProved, .requested:
            benchWorked(event)
            return []
        case .failed(let trouble):
            fail(trouble)
            return []
        case .ticked: return []
        }
    }

    /// Shows a step.
    mutating func show(_ step: ScreenStep) {
        guard step != self.step else { return }
        self.step = step
        page += 1
    }

    /// Back to the dark screen; who stood here is forgotten.
    mutating func leave() {
        errand = nil
        persons = []
        benchBefore = nil
        show(.idle)
    }

    private mutating func cancel() -> [ScreenAction] {
        switch step {
        case .identifying: return [.cancelIdentification]
        // What is being written or stands open is not undone by walking away.
        case .weighing, .refusing, .beginning, .underWay, .bench(.working): return []
        default:
            leave()
            return []
        }
    }

    private mutating func fail(_ trouble: ScreenTrouble) {
        switch step {
        case .idle, .underWay, .ended: return
        default: show(.trouble(trouble))
        }
    }

    private mutating func visit(_ opening: Opening, _ phase: VisitMachine.Phase) {
        switch (step, phase) {
        case (.beginning(opening), .ended(let result)), (.underWay(opening, _), .ended(let result)):
            show(.ended(opening, result))
        // An opening that a stop cut in two is resolved while nobody has asked for it.
        case (_, .ended): return
        case (.beginning, _), (.underWay, _), (.idle, _): show(.underWay(opening, phase))
        default: return
        }
    }
}
