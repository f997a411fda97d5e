import Authority
import Custody
import Records

// What each event does.
extension VerificationSession {
    mutating func lay(
        _ uid: Bytes,
        after candidate: Candidate?,
        _ now: UInt64,
        _ directory: PersonDirectory
    ) -> [VerificationAction] {
        guard let (person, card) = directory.card(uid) else {
            return fail(
                candidate,
                person: candidate?.person,
                tried: [.card],
                card: uid,
                .cardUnknown,
                now,
                directory
            )
        }
        if let candidate, candidate.person != person { return [.refuse(.otherPerson)] }
        if isKnown(person) { return [.refuse(.samePerson)] }
        if let lock = lock(person, uid, now) { return [.refuse(.locked(lock))] }
        enter(.challenging(card, of: person, candidate), now)
        return [.challengeCard(card)]
    }

    mutating func challenged(
        _ card: TagReference,
        of person: Identifier<Person>,
        after candidate: Candidate?,
        _ proof: CardProof,
        _ now: UInt64,
        _ directory: PersonDirectory
    ) -> [VerificationAction] {
        switch proof {
        case .vanished:
            enter(candidate.map(Stage.collecting) ?? .waiting, now)
            return [.refuse(.cardVanished)]
        case .failed:
            // The person did not stand here as far as is known: their own limit is untouched, or a copy of a card's number
            // would be enough to lock somebody out.
            return fail(
                candidate,
                person: person,
                tried: [.card],
                card: card.uid,
                .cardNotProved,
                now,
                directory
            )
        case .proved:
            var known = candidate ?? Candidate(person: person, methods: [])
            known.methods.insert(.card)
            known.card = card.uid
            return advance(known, now, directory)
        }
    }

    mutating func check(_ pin: PIN, _ candidate: Candidate, _ now: UInt64, _ directory: PersonDirectory)
        -> [VerificationAction]
    {
        if let lock = lock(candidate.person, candidate.card, now) { return drop(.locked(lock), now) }
        let credentials = directory.credentials(of: candidate.person, .pin)
        guard !credentials.isEmpty else { return [.refuse(.pinUnavailable)] }
        enter(.checking(candidate), now)
        return [.checkPIN(pin, credentials)]
    }

    mutating func checked(
        _ verdict: PINVerifier.Verdict?,
        _ candidate: Candidate,
        _ now: UInt64,
        _ directory: PersonDirectory
    ) -> [VerificationAction] {
        switch verdict {
        case nil:
            enter(.collecting(candidate), now)
            return [.refuse(.pinUnavailable)]
        case .wrong:
            return fail(
                candidate,
                person: candidate.person,
                tried: [.pin],
                card: candidate.card,
                .pinWrong(remaining: 0),
                now,
                directory
            )
        case .right(let isDuress):
            var known = candidate
            known.methods.insert(.pin)
            known.isDuress = known.isDuress || isDuress
            return advance(known, now, directory)
        }
    }

    mutating func finger(
        _ reading: FingerReading,
        after candidate: Candidate?,
        _ now: UInt64,
        _ directory: PersonDirectory
    ) -> [VerificationAction] {
        guard case .matched(let credential) = reading, let person = directory.finger(credential) else {
            return fail(
                candidate,
                person: candidate?.person,
                tried: [.fingerprint],
                card: candidate?.card,
                .fingerUnknown,
                now,
                directory
            )
        }
        if let candidate, candidate.person != person {
            return fail(
                candidate,
                person: candidate.person,
                tried: [.fingerprint],
                card: candidate.card,
                .otherPerson,
                now,
                directory
            )
        }
        if isKnown(person) { return [.refuse(.samePerson)] }
        if let lock = lock(person, candidate?.card, now) { return [.refuse(.locked(lock))] }
        var known = candidate ?? Candidate(person: person, methods: [])
        known.methods.insert(.fingerprint)
        return advance(known, now, directory)
    }

    mutating func face(
        of person: Identifier<Person>,
        _ matches: Bool,
        _ candidate: Candidate,
        _ now: UInt64,
        _ directory: PersonDirectory
    ) -> [VerificationAction] {
        // A comparison with somebody else was asked for before this person came.
        guard person == candidate.person else { return [] }
        guard matches, !directory.credentials(of: person, .face).isEmpty else {
            return fail(
                candidate,
                person: person,
                tried: [.face],
                card: candidate.card,
                .faceNotMatched,
                now,
                directory
            )
        }
        if let lock = lock(person, candidate.card, now) { return drop(.locked(lock), now) }
        var known = candidate
        known.methods.insert(.face)
        return advance(known, now, directory)
    }

    mutating func wantCompanion(_ now: UInt64) -> [VerificationAction] {
        guard personCount == 1 else { return [] }
        personCount = 2
        // The first may be known already, and the session over but for this wish.
        guard stage == .ended, persons.count == 1 else { return [] }
        enter(.waiting, now)
        return [.askCompanion]
    }
}
