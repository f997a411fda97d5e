package import Authority
package import Cryptography
package import Records

/// What a file of evidence shows about one seal, and what it does not.
package struct EvidenceReport: Sendable, Equatable {
    /// The organisation's DNS name.
    package let organisation: String
    /// The root that the reader gave.
    package let pinnedRoot: Digest
    /// Under which regime the organisation works: what the claims are worth.
    package let regime: Regime
    /// The seal and the interval.
    package let claim: EvidenceClaim
    /// Cosigners of the head of `authority` outside of the organisation; empty when there is no outside anchor.
    package let anchors: [ShownCosignature]
    /// The heads under which everything below stands.
    package let heads: [ShownHead]
    /// What people gave.
    package let givings: [ShownGiving]
    /// The grants under which the seal was taken.
    package let grants: [ShownGrant]
    /// Every take, return, refusal, count and finding of the seal, in the order of time.
    package let acts: [ShownAct]
    /// What must be explained.
    package let findings: [ShownFinding]
    /// What the file does not show.
    package let gaps: [String]
    /// Names of people, as officers signed them.
    package let names: [Identifier<Person>: String]

    init(
        _ document: EvidenceDocument,
        authority: AuthorityHistory,
        policies: [String: PolicyReading],
        acts: [ActsReading]
    ) throws(EvidenceError) {
        guard let root = authority.standing.root else {
            throw EvidenceError(.otherRoot, "the file holds no root")
        }
        organisation = document.organisation
        pinnedRoot = authority.standing.pinnedRoot
        regime = root.regime
        claim = document.claim
        let sites = policies.sorted { $0.key < $1.key }.map(\.value)
        anchors = authority.witnesses.filter { !$0.name.hasPrefix(document.organisation + "/") }
        heads =
            [Self.head(authority.log, authority.witnesses)] + sites.map { Self.head($0.log, []) }
            + acts.map { Self.head($0.log, $0.cosignatures) }
        givings = authority.givings + sites.flatMap(\.givings)
        var grants: [ShownGrant] = []
        for grant in acts.flatMap(\.grants) where !grants.contains(grant) { grants.append(grant) }
        self.grants = grants
        self.acts = acts.flatMap(\.acts).sorted { $0.time < $1.time }
        findings = authority.findings + sites.flatMap(\.findings) + acts.flatMap(\.findings)
        var gaps = authority.gaps + sites.flatMap(\.gaps) + acts.flatMap(\.gaps)
        if sites.allSatisfy({ $0.seals.isEmpty }) {
            gaps.append("no statement that registers the seal is shown")
        }
        let shown = Set(acts.map(\.cabinet.cabinet))
        for cabinet in authority.standing.cabinets.values.sorted(by: { $0.cabinet < $1.cabinet })
        where policies[cabinet.site] != nil && !shown.contains(cabinet.cabinet) {
            gaps.append("no acts of cabinet \(cabinet.cabinet) of the same site are shown")
        }
        self.gaps = gaps
        names = sites.reduce(into: [:]) { $0.merge($1.names) { $1 } }
    }

    private static func head(_ log: CheckedLog, _ cosignatures: [ShownCosignature]) -> ShownHead {
        ShownHead(
            origin: log.section.origin,
            first: log.section.before.size,
            size: log.section.end,
            root: log.checkpoints.last?.head.root ?? TreeHash.emptyRoot,
            cosignatures: cosignatures
        )
    }
}
