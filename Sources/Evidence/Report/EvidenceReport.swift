package import Authority
package import Cryptography
package import Records

/// What a file of evidence shows, and what it does not.
package struct EvidenceReport: Sendable, Equatable {
    /// The organisation's DNS name.
    package let organisation: String
    /// The root that the reader gave.
    package let pinnedRoot: Digest
    /// Under which regime the organisation works: what the claims are worth.
    package let regime: Regime
    /// What the file is about.
    package let claim: EvidenceClaim
    /// Cosigners of the head of `authority` outside of the organisation; empty when there is no outside anchor.
    package let anchors: [ShownCosignature]
    /// The heads under which everything below stands.
    package let heads: [ShownHead]
    /// How much of each log is open.
    package let openness: [ShownOpenness]
    /// How long what is shown was the word of a device alone.
    package let windows: [ShownWindow]
    /// What people gave.
    package let givings: [ShownGiving]
    /// The seals that the file is about, as officers registered them last.
    package let seals: [SealStatement]
    /// Whose signatures on these registrations are good.
    package let registrars: [Identifier<Seal>: [ShownSigner]]
    /// Cabinets whose later acts lie in an epoch that is not in the file.
    package let laterEpochs: [EvidenceSentence]
    /// Whether the seal left, by the cabinets in which it belonged; empty for other claims.
    package let neverLeft: [NeverLeft]
    /// Who could have used the seal; nil for other claims.
    package let users: PossibleUsers?
    /// The count run; nil for other claims.
    package let count: CountResult?
    /// The grants under which a seal was taken.
    package let grants: [ShownGrant]
    /// Every take, return, refusal, count and finding, in the order of time.
    package let acts: [ShownAct]
    /// What must be explained.
    package let findings: [ShownFinding]
    /// What the file does not show.
    package let gaps: [EvidenceSentence]
    /// Names of people, as officers signed them.
    package let names: [Identifier<Person>: String]

    init(
        _ document: EvidenceDocument,
        authority: AuthorityHistory,
        policies: [String: PolicyReading],
        acts: [ActsReading],
        others: [CheckedProofs],
        count: CountReading?
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
        let logs: [any CheckedRecords] = [authority.log] + sites.map(\.log) + acts.map(\.log) + others
        heads =
            [ShownHead(authority.log, authority.witnesses)] + sites.map { ShownHead($0.log, []) }
            + acts.map { ShownHead($0.log, $0.cosignatures) } + others.map { ShownHead($0, []) }
        openness = logs.map { ShownOpenness($0.origin, $0.records) }
        windows = acts.compactMap { ShownWindow($0) }
        givings = authority.givings + sites.flatMap(\.givings)
        seals = sites.flatMap { $0.seals.values.compactMap(\.last?.statement) }.sorted { $0.seal < $1.seal }
        registrars = sites.reduce(into: [:]) { registrars, site in
            for (seal, history) in site.seals {
                registrars[seal] = site.givings.first { $0.index == history.last?.index }?.signers
            }
        }
        laterEpochs = acts.compactMap(\.laterEpoch)
        neverLeft = try Self.presence(document.claim, sites, acts)
        users = PossibleUsers(document.claim, authority: authority, policies: sites, acts: acts)
        self.count = count?.result
        var grants: [ShownGrant] = []
        for grant in acts.flatMap(\.grants) where !grants.contains(grant) { grants.append(grant) }
        self.grants = grants
        self.acts = acts.flatMap(\.acts).sorted { $0.time < $1.time }
        findings =
            authority.findings + sites.flatMap(\.findings) + acts.flatMap(\.findings)
            + (count?.findings ?? [])
        gaps =
            authority.gaps + sites.flatMap(\.gaps) + acts.flatMap(\.gaps) + (count?.gaps ?? [])
            + Self.missing(document.claim, authority, policies, acts)
        names = sites.reduce(into: [:]) { $0.merge($1.names) { $1 } }
    }

    /// What is not in the file at all.
    private static func missing(
        _ claim: EvidenceClaim,
        _ authority: AuthorityHistory,
        _ policies: [String: PolicyReading],
        _ acts: [ActsReading]
    ) -> [EvidenceSentence] {
        var gaps: [EvidenceSentence] = []
        if case .count = claim { return [] }
        if policies.values.allSatisfy(\.seals.isEmpty) {
            gaps.append(
                EvidenceSentence("未示出登记该印章的声明", "no statement that registers the seal is shown")
            )
        }
        if case .act = claim { return gaps }
        if case .users = claim {
            let closed = policies.values.reduce(0) { $0 + $1.closedPersons }
            if closed > 0 {
                gaps.append(
                    EvidenceSentence(
                        "有 \(closed) 项人员声明未公开，可能授予权限",
                        "\(closed) statements about people are closed and may give rights"
                    )
                )
            }
        }
        let shown = Set(acts.map(\.cabinet.cabinet))
        for cabinet in authority.standing.cabinets.values.sorted(by: { $0.cabinet < $1.cabinet })
        where policies[cabinet.site] != nil && !shown.contains(cabinet.cabinet) {
            gaps.append(
                EvidenceSentence(
                    "同一机构的印章柜 \(cabinet.cabinet) 的记录未包含",
                    "no acts of cabinet \(cabinet.cabinet) of the same site are shown"
                )
            )
        }
        return gaps
    }

    /// Judges each cabinet in which officers had placed the seal.
    private static func presence(
        _ claim: EvidenceClaim,
        _ policies: [PolicyReading],
        _ acts: [ActsReading]
    ) throws(EvidenceError) -> [NeverLeft] {
        guard case .seal(let seal, let range) = claim else { return [] }
        let histories = policies.compactMap { $0.seals[seal] }
        let homes = Set(histories.joined().map(\.statement.cabinet))
        var judged: [NeverLeft] = []
        for reading in acts where homes.contains(reading.cabinet.cabinet) {
            let others = acts.filter { $0.cabinet.cabinet != reading.cabinet.cabinet }
            let elsewhere =
                others.flatMap(\.sightings).map(\.moment)
                + others.flatMap(\.acts).filter(\.provesSeal).map(\.time.milliseconds)
            let question = PresenceQuestion(
                seal: seal,
                range: range,
                cabinet: reading.cabinet.cabinet,
                records: reading.attested,
                registered: { reading.policy?.seal(seal, at: $0) },
                isShown: reading.isShown,
                cutAt: reading.cutAt,
                elsewhere: elsewhere
            )
            judged.append(
                try EvidenceError.at(reading.log.headLine, .malformed) { () throws(RecordsError) in
                    try NeverLeft(question)
                }
            )
        }
        return judged
    }
}
