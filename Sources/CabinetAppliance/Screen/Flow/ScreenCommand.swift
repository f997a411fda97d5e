import Cryptography
import Identity
import Records

/// What a finger or a key asks for.
enum ScreenCommand: Sendable, Equatable {
    /// Touched the dark screen.
    case begin
    /// Chose what to do.
    case errand(Errand)
    /// Typed digits and confirmed them; nil when they are no PIN.
    case pin(PIN?)
    /// Wants a seal under a grant, named by the digest of its text; nil when there is none.
    case take(Identifier<Seal>, grant: Digest?)
    /// Brings this seal back.
    case giveBack(Identifier<Seal>)
    /// Wants to set aside what lies in a drawer.
    case setAside(UInt64)
    /// Has checked what the screen says; release the drawer.
    case open
    /// A blank tag lies on the front reader; read it.
    case readTag
    /// The tag of this job lies on the front reader; give it its keys.
    case perform(Bytes)
    /// The credential is for this person; nil when what was typed names nobody.
    case person(Identifier<Person>?)
    /// The personalised card lies on the front reader.
    case card
    /// The credential is a PIN alone.
    case withoutCard
    /// Tries again at the front reader what did not work.
    case again
    /// Goes back to the start; a drawer that is open stays what it is.
    case cancel
}
