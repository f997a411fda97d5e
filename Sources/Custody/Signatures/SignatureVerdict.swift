package import Records

/// What the own signature of a record of a cabinet's acts is worth.
///
/// One rule for the cabinet, headquarters and the verifier of evidence: what does not ``counts`` is kept and proved like any other
/// record, and says nothing.
package enum SignatureVerdict: Int64, Sendable, Hashable {
    /// The cabinet's act key signed it.
    case good = 0
    /// It bears none and needs none.
    case notNeeded = 1
    /// It needs one and bears none.
    case missing = 2
    /// It bears one that is not by the act key in force at its place.
    case wrong = 3
    /// What it carries on from an earlier epoch is not signed, was not written there, or counts already.
    case carriedInVain = 4
    /// It cannot be read as its kind says.
    case unreadable = 5

    /// Whether the record says what it says.
    package var counts: Bool { self == .good || self == .notNeeded }
}

extension OpenedRecord {
    /// Whether this record of a cabinet's acts must bear the cabinet's own signature.
    ///
    /// Human acts and alarms do by their class, whatever they say. The kind is asked too, because folds go by it: an act that is
    /// dressed as another class is signed like every one of its kind. Of a kind that is closed or cannot be read the class alone says
    /// it. What carries an earlier record is signed as that one is: else whoever holds a log key could bring back what an
    /// act key that was replaced signs.
    package var needsOwnSignature: Bool {
        if let kind = (try? kind())?.kind, Self.signedKinds.contains(kind) { return true }
        return Self.signedClasses.contains(leaf.header.recordClass)
    }

    /// Whether it bears none and must: that is known without a key.
    package var lacksOwnSignature: Bool { leaf.signature == nil && needsOwnSignature }

    /// Whether an observation may say where a seal is: it needs no signature of its own, and moves nothing without one.
    package var maySayWhereASealIs: Bool { leaf.signature != nil }

    private static var signedClasses: Set<RecordClass> { [.custody, .identification, .alarm, .count] }

    private static let signedKinds: Set<RecordKind> = [
        .takeBegun, .takeEnded, .returnBegun, .returnEnded, .setAsideBegun, .setAsideEnded, .takeRefused,
        .identified, .identificationFailed, .credentialRequested, .tagSeen, .tagPersonalised, .findingOpened,
        .countAnswered, .fileHeld, .erasureCarriedOut, .carried,
    ]
}
