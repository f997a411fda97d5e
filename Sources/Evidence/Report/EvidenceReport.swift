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
    /// Cosigners of the head of `authority` outside of the organisation, whom owners named.
    package let anchors: [ShownCosignature]
    /// What others outside of the organisation keep of the logs that the file is about.
    package let outside: [ShownAnchor]
    /// Logs of acts in the file, and results of counts, that nobody outside keeps to the end.
    package let unanchored: [EvidenceSentence]
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
    /// Epochs of acts that do not count, or that are not in the file.
    package let epochWarnings: [EvidenceSentence]
    /// Why each later epoch of acts in the file counts.
    package let epochs: [EvidenceSentence]
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
        acts: [CabinetReading],
        others: [CheckedProofs],
        count: CountReading?,
        outside: [AnchorReading]
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
        self.outside = outside.map(\.anchor)
        let epochs = acts.flatMap(\.epochs)
        unanchored = Self.unanchored(outside.map(\.anchor), acts, others)
        let logs: [any CheckedRecords] = [authority.log] + sites.map(\.log) + epochs.map(\.log) + others
        heads =
            [ShownHead(authority.log, authority.witnesses)] + sites.map { ShownHead($0.log, []) }
            + epochs.map { ShownHead($0.log, $0.cosignatures) } + others.map { ShownHead($0, []) }
        openness = logs.map { ShownOpenness($0.origin, $0.records) }
        windows = epochs.compactMap { ShownWindow($0) }
        givings = authority.givings + sites.flatMap(\.givings)
        seals = sites.flatMap { $0.seals.values.compactMap(\.last?.statement) }.sorted { $0.seal < $1.seal }
        registrars = sites.reduce(into: [:]) { registrars, site in
            for (seal, history) in site.seals {
                registrars[seal] = site.givings.first { $0.index == history.last?.index }?.signers
            }
        }
        epochWarnings = acts.flatMap(\.warnings)
        self.epochs = acts.flatMap(\.continuity)
        neverLeft = try Self.presence(document.claim, sites, acts)
        users = PossibleUsers(document.claim, authority: authority, policies: sites, acts: acts)
        self.count = count?.result
        // Held against those of the same text alone: a year of takes has as many grants.
        var (grants, known): ([ShownGrant], [Digest: [ShownGrant]]) = ([], [:])
        for grant in acts.flatMap(\.grants) where known[grant.digest]?.contains(grant) != true {
            grants.append(grant)
            known[grant.digest, default: []].append(grant)
        }
        self.grants = grants
        self.acts = acts.actsInOrder
        findings =
            authority.findings + sites.flatMap(\.findings) + acts.flatMap(\.findings)
            + (count?.findings ?? []) + outside.flatMap(\.findings)
        gaps =
            authority.gaps + sites.flatMap(\.gaps) + acts.flatMap(\.gaps) + (count?.gaps ?? [])
            + Self.missing(document.claim, authority, policies, acts)
        names = sites.reduce(into: [:]) { $0.merge($1.names) { $1 } }
    }

    /// The logs that nobody outside keeps up to the head under which they are shown.
    private static func unanchored(
        _ anchors: [ShownAnchor],
        _ acts: [CabinetReading],
        _ others: [CheckedProofs]
    ) -> [EvidenceSentence] {
        let covers = Set(anchors.flatMap(\.covers))
        // Two epochs of one log have records of the same indices.
        let records = anchors.reduce(into: [Origin: Set<UInt64>]()) {
            $0[$1.origin, default: []].formUnion($1.records)
        }
        var logs = acts.flatMap(\.shown).filter { reading in
            !covers.contains { $0.origin == reading.log.origin && $0.size >= reading.log.end }
        }.map { reading in
            let name = ActPlace(epoch: reading.epoch.number, index: reading.log.end)
            return EvidenceSentence(
                "印章柜 \(reading.cabinet.cabinet) 的记录（至第 \(name) 条之前）",
                "THE ACTS OF \(reading.cabinet.cabinet) below leaf \(name)"
            )
        }
        for log in others {
            let isKept =
                log.section.subject == .receipts
                && log.records.allSatisfy {
                    records[log.origin]?.contains($0.leaf.header.sequence) == true
                }
            if !isKept { logs.append(EvidenceSentence("日志 \(log.origin)", "THE LOG \(log.origin)")) }
        }
        return logs
    }

    /// What is not in the file at all.
    private static func missing(
        _ claim: EvidenceClaim,
        _ authority: AuthorityHistory,
        _ policies: [String: PolicyReading],
        _ acts: [CabinetReading]
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
        _ acts: [CabinetReading]
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
                registered: { heads in
                    reading.policy.flatMap { $0.seal(seal, at: heads.map($0.position) ?? .max) }
                },
                isShown: reading.isShown,
                breaks: reading.breaks,
                elsewhere: elsewhere
            )
            judged.append(
                try EvidenceError.at(reading.epochs.last?.log.headLine ?? 1, .malformed) {
                    () throws(RecordsError) in
                    try NeverLeft(question)
                }
            )
        }
        return judged
    }
}
