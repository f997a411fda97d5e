import Authority
import Cryptography
import Records

/// Takes the logs of a file one after the other, each under the keys that `authority` names for it.
struct FileReading {
    private let document: EvidenceDocument
    private let authority: AuthorityHistory
    private let scope: ClaimScope
    private let trust: OutsideTrust
    private var policies: [String: PolicyReading] = [:]
    /// By cabinet and epoch what the file holds of its acts; judged when all of it is here.
    private var parts: [String: [UInt64: EpochParts]] = [:]
    private var headquarters: [CheckedProofs] = []
    private var receipts: [CheckedProofs] = []
    private var heads: SignedHeads

    init(_ document: EvidenceDocument, authority: AuthorityHistory, trust: OutsideTrust) {
        self.trust = trust
        self.document = document
        self.authority = authority
        scope = ClaimScope(document.claim)
        heads = SignedHeads(authority)
    }

    /// Takes a log whose leaves lead to its head.
    ///
    /// - Throws: ``EvidenceError`` where it is not a log of this organisation, or its head is not signed as it must be.
    mutating func take(
        _ log: any CheckedRecords,
        _ subject: LogSection.Subject,
        roots: [UInt64: Digest],
        line: Int
    ) throws(EvidenceError) {
        for (number, checkpoint) in log.checkpoints.enumerated() {
            heads.note(checkpoint, line: log.headLine(of: number))
        }
        switch subject {
        case .authority: throw EvidenceError(.malformed, "authority stands there once, and whole", line: line)
        case .policy(let site): policies[site] = try policy(log, site, roots, line)
        case .acts(let cabinet): try take(log, cabinet, line)
        case .headquarters:
            headquarters.append(try own(log, subject, .acts, line))
        case .receipts:
            let log = try own(log, subject, .receipts, line)
            for (number, proved) in log.section.entries.enumerated() {
                heads.note(proved, of: log.origin, line: log.line(of: number))
            }
            receipts.append(log)
        }
    }

    /// All of it as one report.
    mutating func report() throws(EvidenceError) -> EvidenceReport {
        guard !parts.isEmpty || countRun != nil else {
            throw EvidenceError(.incomplete, "the file holds no acts of any cabinet")
        }
        try requireWholeLogs()
        var acts: [CabinetReading] = []
        for (name, parts) in parts.sorted(by: { $0.key < $1.key }) { acts.append(try read(parts, of: name)) }
        try requireAct(acts)
        if let contradiction = heads.contradiction { throw contradiction }
        var count: CountReading?
        if let countRun {
            count = try CountReading(
                countRun,
                headquarters: headquarters,
                receipts: receipts,
                authority: authority,
                policies: policies,
                acts: acts
            )
        }
        let anchors = try anchors(acts)
        if let contradiction = heads.contradiction { throw contradiction }
        return try EvidenceReport(
            document,
            authority: authority,
            policies: policies,
            acts: acts,
            others: headquarters + receipts,
            count: count,
            outside: anchors
        )
    }
}

extension FileReading {
    private mutating func anchors(_ acts: [CabinetReading]) throws(EvidenceError) -> [AnchorReading] {
        var anchors: [AnchorReading] = []
        let shown = AnchoredRecords(acts, receipts)
        for section in document.anchors {
            anchors.append(
                try AnchorReading(
                    section,
                    authority: authority,
                    acts: acts,
                    shown: shown,
                    trust: trust
                )
            )
            if let head = try? Checkpoint(section.note) { heads.note(head, line: section.noteLine) }
            for (proved, line) in zip(section.receipts, section.receiptLines) {
                heads.note(proved, of: section.origin, line: line)
            }
        }
        return anchors
    }

    private var countRun: Identifier<CountRun>? {
        guard case .count(let run) = document.claim else { return nil }
        return run
    }

    /// A claim about time stands on every header of it, and one about a grant on every leaf of its site's `policy`.
    private func requireWholeLogs() throws(EvidenceError) {
        guard countRun == nil else { return }
        for (site, policy) in policies where !policy.log.isWhole {
            throw EvidenceError(.incomplete, "the policy of \(site) is not whole", line: policy.log.headLine)
        }
        guard scope.range != nil else { return }
        for (name, parts) in parts {
            guard let first = parts.filter({ $0.value.stretch != nil }).keys.min() else {
                throw EvidenceError(
                    .incomplete,
                    "the acts of \(name) are single records; a claim about time needs all of them",
                    line: parts.values.compactMap(\.log).first?.headLine
                )
            }
            // What follows an epoch follows all of it, from its first leaf on.
            for (number, part) in parts.sorted(by: { $0.key < $1.key }) where number > first {
                guard part.stretch?.section.before.size == 0 else {
                    throw EvidenceError(
                        .incomplete,
                        "epoch \(number) of the acts of \(name) follows another one and is not shown from its first leaf on",
                        line: part.log?.headLine
                    )
                }
            }
        }
    }

    private func requireAct(_ acts: [CabinetReading]) throws(EvidenceError) {
        guard case .act(let cabinet, let place) = document.claim else { return }
        let reading = acts.first { $0.cabinet.cabinet == cabinet }?.epochs.first {
            $0.epoch.number == place.epoch
        }
        guard reading?.log.records.contains(where: { $0.leaf.header.sequence == place.index }) == true else {
            throw EvidenceError(.incomplete, "the file does not hold the act that it is about", line: 3)
        }
    }

    private func policy(_ log: any CheckedRecords, _ name: String, _ roots: [UInt64: Digest], _ line: Int)
        throws(EvidenceError) -> PolicyReading
    {
        guard let site = authority.standing.sites[name] else {
            throw EvidenceError(.incomplete, "owners have not named the site \(name)", line: line)
        }
        guard !log.isWhole || log.first == 0 else {
            throw EvidenceError(.incomplete, "the policy of \(name) does not begin at leaf 0", line: line)
        }
        try EvidenceVerifier.require(
            .policy(site: name),
            log.origin,
            line,
            try? LogNames.policy(
                document.organisation,
                site: name,
                epoch: authority.standing.epoch(of: .policy(site: name))
            )
        )
        return try PolicyReading(log, roots: roots, site: site, scope: scope, authority: authority)
    }

    /// Takes an epoch of a cabinet's acts, or the single records beside its stretch.
    private mutating func take(_ log: any CheckedRecords, _ name: String, _ line: Int) throws(EvidenceError) {
        guard authority.standing.cabinets[name] != nil else {
            throw EvidenceError(.incomplete, "officers have not enrolled the cabinet \(name)", line: line)
        }
        let number = log.origin.epoch
        let isEpoch = (1...EpochChain.epochCountMax).contains(number)
        try EvidenceVerifier.require(
            .acts(cabinet: name),
            log.origin,
            line,
            isEpoch ? try? LogNames.acts(document.organisation, cabinet: name, epoch: number) : nil
        )
        var part = parts[name]?[number] ?? EpochParts(origin: log.origin)
        if let stretch = log as? CheckedLog { part.stretch = stretch }
        if let proofs = log as? CheckedProofs { part.proofs = proofs }
        parts[name, default: [:]][number] = part
    }

    /// The acts of a cabinet, over all its epochs.
    private func read(_ parts: [UInt64: EpochParts], of name: String) throws(EvidenceError) -> CabinetReading
    {
        guard let cabinet = authority.standing.cabinets[name] else {
            throw EvidenceError(.incomplete, "officers have not enrolled the cabinet \(name)")
        }
        let chain = try EpochChain(parts, cabinet: cabinet, authority: authority) { number, part in
            switch document.claim {
            case .act(name, let place): number != place.epoch
            case .seal, .site, .users: part.stretch == nil
            case .act: false
            // The answer stands in the last epoch of the file.
            case .count: number != parts.keys.max()
            }
        }
        var epochs: [ActsReading] = []
        for epoch in chain.epochs {
            epochs.append(
                try ActsReading(
                    epoch,
                    cabinet: cabinet,
                    scope: scope,
                    authority: authority,
                    policy: policies[cabinet.site],
                    after: epochs.last
                )
            )
        }
        return CabinetReading(epochs, cabinet: cabinet, policy: policies[cabinet.site])
    }

    private func own(
        _ log: any CheckedRecords,
        _ subject: LogSection.Subject,
        _ name: HeadquartersLog,
        _ line: Int
    ) throws(EvidenceError) -> CheckedProofs {
        let named = HeadquartersLog.read(log.origin.text, of: document.organisation)
        guard let named, named.log == name,
            let key = authority.standing.logKey(name, epoch: named.epoch)
        else {
            throw EvidenceError(
                .incomplete,
                "\(log.origin) is not the log \(subject.text) of this organisation, in an epoch that owners opened",
                line: line
            )
        }
        guard var proofs = log as? CheckedProofs else {
            throw EvidenceError(.malformed, "\(subject.text) stands in a file as single records", line: line)
        }
        _ = try proofs.signatures(logKey: key, others: [])
        proofs.ending = authority.standing.ending(of: log.origin)
        return proofs
    }
}
