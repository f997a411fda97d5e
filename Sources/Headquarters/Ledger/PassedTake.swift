import Custody
import Records

/// A take in a cabinet's acts that counts, to be held against removals that the cabinet did not know.
struct PassedTake: Sendable {
    let cabinet: String
    let origin: Origin
    /// Where it stands, or stands carried.
    let index: UInt64
    /// Who took, and who stood by.
    let persons: [Identifier<Person>]
    /// How many leaves of `authority` the cabinet knew then.
    let known: UInt64

    /// The take that a judged record says; nil where it says another thing, or nothing.
    init?(_ entry: JudgedActs.Entry, of stretch: ActsStretch) {
        guard let examined = entry.examined else { return nil }
        let said = examined.said
        guard entry.verdict.counts, (try? said.kind())?.kind == .takeBegun, let actor = try? said.actor()
        else { return nil }
        (cabinet, origin) = (stretch.cabinet, stretch.origin)
        index = examined.record.leaf.header.sequence
        persons = [actor.person, actor.companion].compactMap(\.self)
        known = said.leaf.header.obeyedHeads?.authoritySize ?? 0
    }
}
