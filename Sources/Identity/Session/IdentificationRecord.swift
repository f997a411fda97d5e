import Authority
package import Custody
package import Records

/// An identification or a failed attempt, to be written into the cabinet's acts.
package struct IdentificationRecord: Sendable, Equatable {
    /// Whether the person was identified.
    package let isIdentified: Bool
    /// Who it was, or should have been; nil when nobody was known.
    package let person: Identifier<Person>?
    /// The methods that were tried.
    package let methods: [Method]
    /// The UID of the card, where one was laid on.
    package let card: Bytes?
    /// Whether the person said that somebody forces them.
    package let isDuress: Bool

    init(
        isIdentified: Bool,
        person: Identifier<Person>?,
        methods: Set<Method>,
        card: Bytes?,
        isDuress: Bool = false
    ) {
        self.isIdentified = isIdentified
        self.person = person
        self.methods = methods.sorted { $0.rawValue < $1.rawValue }
        self.card = card
        self.isDuress = isDuress
    }

    /// The record: signed by the cabinet itself, with the group `duress` in every one, so that its presence tells nothing.
    package var draft: Draft {
        let detail = IdentificationMade(methods: methods, card: card).canonical
        if isIdentified, let person {
            return Draft(
                .identification,
                .identified,
                actor: Actor(person: person),
                detail: detail,
                duress: isDuress,
                isSigned: true
            )
        }
        // Who tried is not known; whom they claimed to be is what the record is about.
        return Draft(
            .identification,
            .identificationFailed,
            actor: Actor(component: "identity"),
            subject: Subject(person: person),
            detail: detail,
            duress: isDuress,
            isSigned: true
        )
    }
}
