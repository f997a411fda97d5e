import Authority
package import Custody
import Records

/// Who stands at the cabinet: one visit of one or two people, as a pure state machine.
///
/// Events and times go in, actions come out. Persons are known by their card or finger; a PIN or a face only adds to that.
/// Attempts outlive a session: the next one is made with ``attempts`` of the last.
package struct VerificationSession: Sendable, Equatable {
    /// Somebody known by some method, who must show more.
    struct Candidate: Sendable, Equatable {
        let person: Identifier<Person>
        var methods: Set<Method>
        var card: Bytes?
        var isDuress = false
    }

    enum Stage: Sendable, Equatable {
        /// For the next person's card or finger.
        case waiting
        /// For the answer of a card; who lays it on may be known by finger already.
        case challenging(TagReference, of: Identifier<Person>, Candidate?)
        /// For another method of this person.
        case collecting(Candidate)
        /// For the verdict on a PIN.
        case checking(Candidate)
        /// Over.
        case ended
    }

    /// What they came for.
    package let purpose: VerificationPurpose
    /// Who failed how often, to be carried into the next session.
    package internal(set) var attempts: AttemptLedger
    /// Who is known so far.
    package internal(set) var persons: [IdentifiedPerson] = []
    /// How many people must identify: 1 or 2.
    package internal(set) var personCount: Int

    var stage = Stage.waiting
    var isDuress = false
    var stepBegan: UInt64
    let sessionBegan: UInt64
    let times: VerificationTimes

    /// A session that begins now, in milliseconds of the monotonic clock.
    package init(
        purpose: VerificationPurpose,
        needsCompanion: Bool = false,
        attempts: AttemptLedger,
        at now: UInt64,
        times: VerificationTimes = VerificationTimes()
    ) {
        self.purpose = purpose
        personCount = needsCompanion ? 2 : 1
        self.attempts = attempts
        self.times = times
        stepBegan = now
        sessionBegan = now
    }

    /// Whether nothing more will come of it.
    package var isOver: Bool { stage == .ended }

    /// Takes one event and says what to do, in this order.
    package mutating func receive(_ event: VerificationEvent, at now: UInt64, in directory: PersonDirectory)
        -> [VerificationAction]
    {
        let late = lapse(at: now)
        if !late.isEmpty, event == .ticked || isOver { return late }
        return late + handle(event, now, directory)
    }

    private mutating func handle(_ event: VerificationEvent, _ now: UInt64, _ directory: PersonDirectory)
        -> [VerificationAction]
    {
        switch (event, stage) {
        case (.companionWanted, _): return wantCompanion(now)
        case (_, .ended), (.ticked, _): return []
        // A try that is under way is counted and written down before anybody may walk away from it.
        case (.cancelled, .checking): return []
        case (.cancelled, _): return end(.cancelled)
        case (.cardLaidOn(let uid), .waiting): return lay(uid, after: nil, now, directory)
        case (.cardLaidOn(let uid), .collecting(let candidate)) where candidate.card == nil:
            return lay(uid, after: candidate, now, directory)
        case (.cardChallenged(let uid, let proof), .challenging(let card, let person, let candidate))
        where card.uid == uid:
            return challenged(card, of: person, after: candidate, proof, now, directory)
        case (.pinEntered(let pin), .collecting(let candidate)): return check(pin, candidate, now, directory)
        case (.pinChecked(let verdict), .checking(let candidate)):
            return checked(verdict, candidate, now, directory)
        case (.finger(let reading), .waiting): return finger(reading, after: nil, now, directory)
        case (.finger(let reading), .collecting(let candidate)):
            return finger(reading, after: candidate, now, directory)
        case (.face(let person, let matches), .collecting(let candidate)):
            return face(of: person, matches, candidate, now, directory)
        // Everything else comes too early or too late, and changes nothing.
        default: return []
        }
    }
}
