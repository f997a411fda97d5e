import Authority
import Custody
import Identity
import Records

/// What happened, to the screen.
enum ScreenEvent: Sendable {
    case command(ScreenCommand)
    /// A card came to lie on the front reader.
    case cardSeen
    /// The verification session says this; its record, if any, is on disk.
    case identification(VerificationAction)
    /// The grant was read again and the slot looked into.
    case weighed(GrantCheck, TagReading)
    /// The refusal is on disk.
    case refusalWritten
    /// A visit stands here now.
    case visit(Opening, VisitMachine.Phase)
    case tagRead(uid: Bytes)
    case jobDone(uid: Bytes)
    case cardProved(Identifier<Person>, TagReference)
    case requested(Identifier<Person>, [Identifier<CredentialSubject>])
    /// What was asked for could not be done.
    case failed(ScreenTrouble)
    case ticked

    /// Whether somebody stands here: a touch, or a card on the reader.
    var isTouch: Bool {
        switch self {
        case .command, .cardSeen: true
        default: false
        }
    }
}

/// What reading a grant's record again came to.
enum GrantCheck: Sendable, Hashable {
    /// The log has the same bytes and approvals as memory.
    case same
    /// They differ.
    case different
    /// The log could not be read.
    case unread
}
