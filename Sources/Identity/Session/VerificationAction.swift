package import Authority
package import Custody
package import Records

/// What the cabinet should do next.
package enum VerificationAction: Sendable, Equatable {
    /// Challenge this card with this key, and answer with ``VerificationEvent/cardChallenged(uid:_:)``.
    case challengeCard(TagReference)
    /// Greet the person by name and ask for one of these methods, the first being the usual one.
    case askMethod(Identifier<Person>, name: String, [Method])
    /// Try the PIN against the verifiers of these credentials, and answer with ``VerificationEvent/pinChecked(_:)``.
    case checkPIN(PIN, [CredentialStatement])
    /// Write this down, before anything else is shown.
    case record(IdentificationRecord)
    /// This person is known now.
    case identified(IdentifiedPerson)
    /// Ask the second person to come.
    case askCompanion
    /// Say why it does not go on this way; the session stays open.
    case refuse(VerificationRefusal)
    /// The session is over.
    case end(VerificationEnd)
}

/// Why something was not accepted; a screen says each in words, with what to do.
package enum VerificationRefusal: Sendable, Hashable {
    /// The card belongs to nobody here.
    case cardUnknown
    /// The card did not prove itself.
    case cardNotProved
    /// The card was taken away too soon, or could not be read: lay it on again.
    case cardVanished
    /// The finger belongs to nobody here.
    case fingerUnknown
    /// Card, finger or face belong to another person than the one who began.
    case otherPerson
    /// The second person must be another one than the first.
    case samePerson
    /// The PIN is wrong; so many more tries before a wait.
    case pinWrong(remaining: Int)
    /// The face does not match.
    case faceNotMatched
    /// The PIN could not be checked here: the verifier is missing or damaged.
    case pinUnavailable
    /// Taking must wait; a return still goes with one method.
    case locked(AttemptLedger.Lock)
    /// The person has no second method at this site.
    case noSecondMethod
}

/// How a session ended.
package enum VerificationEnd: Sendable, Equatable {
    /// Everybody asked for is known; under duress when one of them said so.
    case complete([IdentifiedPerson], isDuress: Bool)
    /// Somebody pressed "cancel".
    case cancelled
    /// Nobody went on in time.
    case timedOut
}
