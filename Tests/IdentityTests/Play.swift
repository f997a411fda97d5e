import Custody
import Records
import Testing

@testable import Authority
@testable import Identity

/// A session played step by step, a second for each event.
struct Play {
    var site = Site()
    var session: VerificationSession
    var now: UInt64 = 0
    var records: [IdentificationRecord] = []

    init(
        _ purpose: VerificationPurpose = .act,
        companion: Bool = false,
        attempts: AttemptLedger = AttemptLedger()
    ) {
        session = VerificationSession(
            purpose: purpose,
            needsCompanion: companion,
            attempts: attempts,
            at: 0
        )
    }

    mutating func send(_ events: VerificationEvent..., after step: UInt64 = 1_000) -> [VerificationAction] {
        var actions: [VerificationAction] = []
        for event in events {
            now += step
            actions = session.receive(event, at: now, in: site.directory)
            for case .record(let record) in actions { records.append(record) }
        }
        return actions
    }

    /// Card and PIN of a person.
    mutating func identify(_ person: UInt8, _ verdict: PINVerifier.Verdict = .right(isDuress: false))
        throws
        -> [VerificationAction]
    {
        send(
            .cardLaidOn(uid: uid(person)),
            .cardChallenged(uid: uid(person), .proved),
            .pinEntered(try pin("482913")),
            .pinChecked(verdict)
        )
    }
}

func known(_ person: UInt8, _ methods: Set<Method>) -> IdentifiedPerson {
    IdentifiedPerson(person: id(person), methods: methods)
}
