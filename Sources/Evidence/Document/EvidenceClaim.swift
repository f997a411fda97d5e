package import Records

/// What a file of evidence is about: one seal between two moments.
package struct EvidenceClaim: Sendable, Hashable {
    /// The seal.
    package let seal: Identifier<Seal>
    /// The first moment, in milliseconds since 1970 by the cabinets' clocks.
    package let from: Int64
    /// The last moment.
    package let to: Int64

    /// A claim; nil unless 0 ≤ `from` ≤ `to`.
    package init?(seal: Identifier<Seal>, from: Int64, to: Int64) {
        guard from >= 0, from <= to else { return nil }
        self.seal = seal
        self.from = from
        self.to = to
    }
}
