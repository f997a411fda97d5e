import Authority
import Custody
import Identity
import Records

/// What the desk is to do for the screen.
enum ScreenAction: Sendable {
    /// Begin a verification session.
    case identify(VerificationPurpose, needsCompanion: Bool)
    /// The session goes on with a second person.
    case wantCompanion
    /// Somebody walks away from the session.
    case cancelIdentification
    /// Try these digits.
    case enter(PIN)
    /// Read the grant's record again and look into the slot, then answer `weighed`.
    case weigh(TakeChoice)
    /// Write that a take was refused, then answer `refusalWritten`.
    case writeRefusal(Draft)
    /// Write the intent and release the drawer; phases follow.
    case begin(VisitOrder)
    case readTag(Actor)
    case perform(Bytes, Actor)
    /// Let the card on the front reader prove itself, for this person.
    case proveCard(Identifier<Person>)
    case request(Identifier<Person>, card: TagReference?, PIN, Actor)
}

/// A visit before its ids are drawn.
struct VisitOrder: Sendable {
    let opening: Opening
    let seal: SealStatement?
    let actor: Actor
    let grant: Identifier<GrantSubject>?
    let begun: VisitBegun

    /// The plan with fresh ids.
    func plan(using generator: inout some RandomNumberGenerator) -> VisitPlan {
        VisitPlan(
            visit: Identifier(using: &generator),
            purpose: opening.purpose,
            drawer: opening.drawer,
            seal: seal,
            actor: actor,
            grant: grant,
            begun: begun,
            finding: Identifier(using: &generator)
        )
    }
}
