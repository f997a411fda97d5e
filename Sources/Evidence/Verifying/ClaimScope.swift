import Records

/// Which records a claim is about.
struct ClaimScope {
    /// The seal; nil where every seal is meant.
    let seal: Identifier<Seal>?
    /// The time; nil where every record of the file is meant.
    let range: MomentRange?

    init(_ claim: EvidenceClaim) {
        seal = claim.seal
        range = claim.range
    }

    func contains(_ header: LeafHeader) -> Bool { range?.contains(header.time.milliseconds) ?? true }

    /// Whether a subject is within it; one without a seal may be about its drawer.
    func contains(_ subject: Subject) -> Bool { seal == nil || subject.seal == nil || subject.seal == seal }

    func contains(_ other: Identifier<Seal>) -> Bool { seal == nil || seal == other }
}
