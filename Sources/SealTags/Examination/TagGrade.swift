/// How much a tag's answers are worth.
package enum TagGrade: Hashable, Sendable {
    /// Mutual challenge and response with a key of this tag alone.
    case proved(TagProof)
    /// It can be told apart, and copied.
    case weak(TagWeakness)
    /// It is not what it should be.
    case refused(TagRefusal)

    /// The proof, where there is one.
    package var proof: TagProof? {
        if case .proved(let proof) = self { proof } else { nil }
    }
}
