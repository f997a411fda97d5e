import Authority
import Custody
import Identity
import Records

// Work at the front reader: new tags, jobs, credentials.
extension ScreenFlow {
    mutating func atBench(_ command: ScreenCommand, _ bench: BenchStep, _ surroundings: ScreenSurroundings)
        -> [ScreenAction]
    {
        switch (command, bench) {
        case (.readTag, .awaitingTag), (.readTag, .tagRead):
            return work(.readTag(actor), from: bench)
        case (.perform(let job), .choosingJob), (.perform(let job), .jobDone):
            guard surroundings.openJobs.contains(where: { $0.job == job }) else {
                show(.trouble(.noKeys))
                return []
            }
            return work(.perform(job, actor), from: bench)
        case (.person(let person), .askingPerson), (.person(let person), .requested):
            guard let person, surroundings.directory.person(person) != nil else {
                show(.bench(.askingPerson(isUnknown: true)))
                return []
            }
            show(.bench(.awaitingCard(person)))
            return []
        case (.card, .awaitingCard(let person)): return work(.proveCard(person), from: bench)
        case (.withoutCard, .awaitingCard(let person)):
            show(.bench(.choosingPIN(person, card: nil, nil)))
            return []
        case (.pin(let pin), .choosingPIN(let person, let card, _)):
            show(.bench(chosen(pin, person, card)))
            return []
        case (.pin(let pin), .repeatingPIN(let person, let card, let chosen)):
            guard pin == chosen else {
                show(.bench(.choosingPIN(person, card: card, .different)))
                return []
            }
            return work(.request(person, card: card, chosen, actor), from: bench)
        default: return []
        }
    }

    mutating func benchWorked(_ event: ScreenEvent) {
        guard step == .bench(.working) else { return }
        switch event {
        case .tagRead(let uid): show(.bench(.tagRead(uid: uid)))
        case .jobDone(let uid): show(.bench(.jobDone(uid: uid)))
        case .cardProved(let person, let card): show(.bench(.choosingPIN(person, card: card, nil)))
        case .requested(let person, let credentials): show(.bench(.requested(person, credentials)))
        default: return
        }
    }

    private mutating func work(_ action: ScreenAction, from bench: BenchStep) -> [ScreenAction] {
        benchBefore = bench
        show(.bench(.working))
        return [action]
    }

    private func chosen(_ pin: PIN?, _ person: Identifier<Person>, _ card: TagReference?) -> BenchStep {
        guard let pin else { return .choosingPIN(person, card: card, .unreadable) }
        if let weakness = PINRules.weakness(of: pin) {
            return .choosingPIN(person, card: card, .weak(weakness))
        }
        return .repeatingPIN(person, card: card, pin)
    }
}
