package import Records

/// What happened in front of the cabinet.
package enum VerificationEvent: Sendable, Equatable {
    /// A card answered with this UID at the front reader.
    case cardLaidOn(uid: Bytes)
    /// What became of ``VerificationAction/challengeCard(_:)``.
    case cardChallenged(uid: Bytes, CardProof)
    /// Digits were typed and confirmed.
    case pinEntered(PIN)
    /// What became of ``VerificationAction/checkPIN(_:_:)``; nil when no verifier could be read.
    case pinChecked(PINVerifier.Verdict?)
    /// The sensor read a finger.
    case finger(FingerReading)
    /// The camera compared a face with that of a person.
    case face(of: Identifier<Person>, matches: Bool)
    /// The rule asks for a second person.
    case companionWanted
    /// Somebody pressed "cancel".
    case cancelled
    /// Time passed; sent at least once a second.
    case ticked
}

/// What a card's challenge came to.
package enum CardProof: Sendable, Hashable {
    /// It holds the key.
    case proved
    /// It answered wrongly: a copy, or another card.
    case failed
    /// It was taken away, or the reader is ill: says nothing about the card.
    case vanished
}
