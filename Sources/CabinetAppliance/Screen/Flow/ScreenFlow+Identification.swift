import Authority
import Custody
import Identity

// What the verification session says.
extension ScreenFlow {
    mutating func identification(_ action: VerificationAction, _ surroundings: ScreenSurroundings)
        -> [ScreenAction]
    {
        guard case .identifying(var way) = step else { return [] }
        switch action {
        case .record, .identified: return []
        case .challengeCard, .checkPIN:
            way.isChecking = true
            way.refusal = nil
            way.isPINUnreadable = false
        case .askMethod(_, let name, let methods):
            way.isChecking = false
            way.ask = .method(name: name, methods)
        case .askCompanion:
            way = Identifying(isSecond: true, choice: way.choice)
        case .refuse(let refusal):
            way.isChecking = false
            way.refusal = refusal
            way.isPINUnreadable = false
            switch refusal {
            // The session let the person go and waits for a card again.
            case .locked, .noSecondMethod: way.ask = .card
            default: break
            }
        case .end(.complete(let persons, _)):
            self.persons = persons
            return proceed(way, surroundings)
        case .end(.cancelled), .end(.timedOut):
            leave()
            return []
        }
        show(.identifying(way))
        return []
    }

    /// Everybody asked for is known.
    private mutating func proceed(_ way: Identifying, _ surroundings: ScreenSurroundings) -> [ScreenAction] {
        guard let errand else { return [] }
        if errand.isForCustodians, !persons.allSatisfy({ isCustodian($0, surroundings) }) {
            show(.trouble(.notCustodian))
            return []
        }
        switch errand {
        case .take:
            if let choice = way.choice { return settle(choice, surroundings) }
            show(.choosingTake)
        case .giveBack: show(.choosingReturn)
        case .setAside: show(.choosingAside)
        case .tag, .job, .credential: show(.bench(errand.firstBenchStep))
        }
        return []
    }

    private func isCustodian(_ person: IdentifiedPerson, _ surroundings: ScreenSurroundings) -> Bool {
        surroundings.directory.person(person.person)?.rights.contains(.custodian) ?? false
    }
}
