import Authority
import Cryptography
import Records

/// Takes the logs of a file one after the other, each under the keys that `authority` names for it.
struct FileReading {
    private let document: EvidenceDocument
    private let authority: AuthorityHistory
    private let scope: ClaimScope
    private var policies: [String: PolicyReading] = [:]
    private var acts: [ActsReading] = []
    private var headquarters: [CheckedProofs] = []
    private var receipts: [CheckedProofs] = []

    init(_ document: EvidenceDocument, authority: AuthorityHistory) {
        self.document = document
        self.authority = authority
        scope = ClaimScope(document.claim)
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
        switch subject {
        case .authority: throw EvidenceError(.malformed, "authority stands there once, and whole", line: line)
        case .policy(let site): policies[site] = try policy(log, site, roots, line)
        case .acts(let cabinet): acts.append(try self.acts(log, cabinet, line))
        case .headquarters:
            headquarters.append(try own(log, subject, .acts, line))
        case .receipts:
            receipts.append(try own(log, subject, .receipts, line))
        }
    }

    /// All of it as one report.
    func report() throws(EvidenceError) -> EvidenceReport {
        guard !acts.isEmpty || countRun != nil else {
            throw EvidenceError(.incomplete, "the file holds no acts of any cabinet")
        }
        try requireWholeLogs()
        try requireAct()
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
        return try EvidenceReport(
            document,
            authority: authority,
            policies: policies,
            acts: acts,
            others: headquarters + receipts,
            count: count
        )
    }
}

extension FileReading {
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
        for reading in acts where !reading.log.isWhole {
            throw EvidenceError(
                .incomplete,
                "the acts of \(reading.cabinet.cabinet) are single records; a claim about time needs all of them",
                line: reading.log.headLine
            )
        }
    }

    private func requireAct() throws(EvidenceError) {
        guard case .act(let cabinet, let index) = document.claim else { return }
        let reading = acts.first { $0.cabinet.cabinet == cabinet }
        guard reading?.log.records.contains(where: { $0.leaf.header.sequence == index }) == true else {
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
            try? LogNames.policy(document.organisation, site: name, epoch: site.policyEpoch)
        )
        return try PolicyReading(log, roots: roots, site: site, scope: scope, authority: authority)
    }

    private func acts(_ log: any CheckedRecords, _ name: String, _ line: Int) throws(EvidenceError)
        -> ActsReading
    {
        guard let cabinet = authority.standing.cabinets[name] else {
            throw EvidenceError(.incomplete, "officers have not enrolled the cabinet \(name)", line: line)
        }
        // The keys of later epochs are not in the cabinet's statement.
        try EvidenceVerifier.require(
            .acts(cabinet: name),
            log.origin,
            line,
            try? LogNames.acts(document.organisation, cabinet: name, epoch: 1)
        )
        return try ActsReading(
            log,
            cabinet: cabinet,
            scope: scope,
            authority: authority,
            policy: policies[cabinet.site]
        )
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
        proofs.cut = authority.standing.cut(of: log.origin)
        return proofs
    }
}
