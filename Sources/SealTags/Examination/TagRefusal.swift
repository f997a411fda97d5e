/// Why a tag is not taken for the seal that it should be.
package enum TagRefusal: Hashable, Sendable {
    /// Another identifier than that of the seal.
    case otherTag(TagUID)
    /// Nothing but an identifier, which everybody can set.
    case identifierOnly
    /// A family whose copies are sold in street markets.
    case copiedWithPocketTools
    /// It has no application of seals.
    case noSealApplication
    /// The key has another version than the one we know; 0 is a tag fresh from the factory.
    case keyVersion(UInt8)
    /// The tag refused our key: a copy, or a tag whose key was changed elsewhere.
    case wrongKey
    /// It answered a challenge as nobody does who holds the key.
    case notAuthentic
    /// Somebody has tried so many keys that the tag slows down: a finding of its own.
    case slowedDown
    /// An earlier challenge failed, and no person has cleared it.
    case budgetSpent
    /// An answer that no genuine tag gives; the status word, or 0 for bytes that are none.
    case unexpected(UInt16)
}
