package import Authority
package import Records

/// Where a seal was, as the last record before a moment says.
package indirect enum SealWhereabouts: Sendable, Equatable {
    /// No record in the file says it.
    case unknown
    /// In a slot; last proved at this moment, in milliseconds since 1970.
    case inSlot(cabinet: String, drawer: UInt64?, proved: Int64)
    /// Something lies in the slot since then that was not proved.
    case unproved(cabinet: String, drawer: UInt64?, since: Int64)
    /// With who took it then; nil where that is closed.
    case inHand(Actor?, since: Int64)
    /// There when it was last shown; what came later may have moved it, and the file does not show all of it.
    case lastShown(SealWhereabouts, [EvidenceSentence])
}

/// A grant that names the seal and was within its time at the moment.
package struct PossibleGrant: Sendable, Equatable {
    /// The leaf of `policy`.
    package let index: UInt64
    /// The text.
    package let statement: GrantStatement
    /// Whether the cabinet that held the seal had obeyed the leaf at the moment: else it could not open under it.
    package let isKnownToCabinet: Bool
    /// Why it would not have opened; empty where nothing that the file shows speaks against it.
    package let objections: [EvidenceSentence]
}

/// A person with a right at the site, in force at the moment.
package struct PossibleHolder: Sendable, Equatable {
    /// The person.
    package let person: Identifier<Person>
    /// What they may do.
    package let rights: [SiteRight]
}

/// Who could have used a seal at a moment.
///
/// A cabinet knows that a seal was out, not what it stamped. People who act outside of what is recorded are not here.
package struct PossibleUsers: Sendable, Equatable {
    /// The moment, in milliseconds since 1970.
    package let moment: Int64
    /// The seal as officers had registered it; nil where no statement is shown.
    package let seal: SealStatement?
    /// Where it was.
    package let place: SealWhereabouts
    /// Who stood at an open drawer for it.
    package let visitor: Actor?
    /// Every cabinet in which it was proved up to the moment, with the last time.
    package let cabinets: [String: Int64]
    /// Grants within their time.
    package let grants: [PossibleGrant]
    /// Holders of rights at its site.
    package let holders: [PossibleHolder]
}
