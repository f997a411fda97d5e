import Authority
import Custody
import Records

// How a step comes out.
extension VerificationSession {
    /// Another method agreed: the person is known, or more is asked for.
    mutating func advance(_ candidate: Candidate, _ now: UInt64, _ directory: PersonDirectory)
        -> [VerificationAction]
    {
        // Removed while standing here.
        guard let person = directory.person(candidate.person) else {
            return fail(
                nil,
                person: candidate.person,
                tried: candidate.methods,
                card: candidate.card,
                .cardUnknown,
                now,
                directory
            )
        }
        guard candidate.methods.count < purpose.methodCountMin else { return identify(candidate, now) }
        let methods = furtherMethods(of: candidate, directory)
        guard !methods.isEmpty else { return drop(.noSecondMethod, now) }
        enter(.collecting(candidate), now)
        return [.askMethod(candidate.person, name: person.name, methods)]
    }

    private mutating func identify(_ candidate: Candidate, _ now: UInt64) -> [VerificationAction] {
        let known = IdentifiedPerson(person: candidate.person, methods: candidate.methods)
        persons.append(known)
        isDuress = isDuress || candidate.isDuress
        // One method is no proof that the failures before were the person's own.
        if candidate.methods.count >= VerificationPurpose.act.methodCountMin {
            attempts.succeed(person: candidate.person, card: candidate.card)
        }
        let record = IdentificationRecord(
            isIdentified: true,
            person: candidate.person,
            methods: candidate.methods,
            card: candidate.card,
            isDuress: candidate.isDuress
        )
        let actions: [VerificationAction] = [.record(record), .identified(known)]
        guard persons.count < personCount else {
            stage = .ended
            return actions + [.end(.complete(persons, isDuress: isDuress))]
        }
        enter(.waiting, now)
        return actions + [.askCompanion]
    }

    /// A method did not agree: counted, written down, and asked for again unless a lock follows.
    mutating func fail(
        _ candidate: Candidate?,
        person: Identifier<Person>?,
        tried methods: Set<Method>,
        card: Bytes?,
        _ refusal: VerificationRefusal,
        _ now: UInt64,
        _ directory: PersonDirectory
    ) -> [VerificationAction] {
        attempts.fail(AttemptLedger.Failure(person: candidate?.person, card: card), at: now)
        let record = IdentificationRecord(
            isIdentified: false,
            person: person,
            methods: methods.union(candidate?.methods ?? []),
            card: card,
            isDuress: candidate?.isDuress ?? false
        )
        guard let candidate, let statement = directory.person(candidate.person) else {
            enter(.waiting, now)
            return [.record(record), .refuse(refusal)]
        }
        if let lock = lock(candidate.person, candidate.card, now) {
            return [.record(record)] + drop(.locked(lock), now)
        }
        enter(.collecting(candidate), now)
        var shown = refusal
        if case .pinWrong = refusal {
            shown = .pinWrong(remaining: attempts.remaining(person: candidate.person, at: now))
        }
        return [
            .record(record), .refuse(shown),
            .askMethod(candidate.person, name: statement.name, furtherMethods(of: candidate, directory)),
        ]
    }

    /// Lets the candidate go, so that the next card begins anew.
    mutating func drop(_ refusal: VerificationRefusal, _ now: UInt64) -> [VerificationAction] {
        enter(.waiting, now)
        return [.refuse(refusal)]
    }

    mutating func end(_ end: VerificationEnd) -> [VerificationAction] {
        stage = .ended
        return [.end(end)]
    }

    mutating func enter(_ stage: Stage, _ now: UInt64) {
        self.stage = stage
        stepBegan = now
    }

    /// What lasted too long.
    mutating func lapse(at now: UInt64) -> [VerificationAction] {
        let spent = now >= stepBegan ? now - stepBegan : 0
        guard stage != .ended else { return [] }
        if now >= sessionBegan, now - sessionBegan >= times.sessionMax { return end(.timedOut) }
        switch stage {
        case .challenging(_, _, let candidate) where spent >= times.challengeMax:
            enter(candidate.map(Stage.collecting) ?? .waiting, now)
            return [.refuse(.cardVanished)]
        case .checking(let candidate) where spent >= times.checkMax:
            enter(.collecting(candidate), now)
            return [.refuse(.pinUnavailable)]
        case .waiting where spent >= times.stepMax, .collecting where spent >= times.stepMax:
            return end(.timedOut)
        default: return []
        }
    }

    func isKnown(_ person: Identifier<Person>) -> Bool { persons.contains { $0.person == person } }

    /// The lock that makes this person wait; none holds for a return.
    func lock(_ person: Identifier<Person>, _ card: Bytes?, _ now: UInt64) -> AttemptLedger.Lock? {
        purpose == .giveBack ? nil : attempts.lock(person: person, card: card, at: now)
    }

    /// What the person can show besides, the usual one first.
    private func furtherMethods(of candidate: Candidate, _ directory: PersonDirectory) -> [Method] {
        let kinds: [(Method, CredentialKind)] = [
            (.pin, .pin), (.fingerprint, .fingerprint), (.card, .card), (.face, .face),
        ]
        return kinds.filter { method, kind in
            !candidate.methods.contains(method) && !directory.credentials(of: candidate.person, kind).isEmpty
        }.map(\.0)
    }
}
