import Authority
package import Cryptography
import Records

/// Verifies a file of evidence with nothing but the file and the digest of the owners' root.
///
/// Pure: no clock, no network, no other file. What it returns is shown by signatures and hashes; what the file cannot show
/// stands among the gaps.
package struct EvidenceVerifier: Sendable {
    /// The digest of the owners' first root statement, as people printed and compared it.
    package let pinnedRoot: Digest

    /// A verifier under a root.
    package init(pinnedRoot: Digest) { self.pinnedRoot = pinnedRoot }

    /// Reads and verifies a file.
    ///
    /// - Throws: ``EvidenceError`` with the line to blame. Forged grants and statements do not refuse a file: that they were
    ///   tried is what the file shows.
    package func verify(_ bytes: [UInt8]) throws(EvidenceError) -> EvidenceReport {
        try verify(try EvidenceDocument(parsing: bytes))
    }

    /// Verifies a document that was read.
    package func verify(_ document: EvidenceDocument) throws(EvidenceError) -> EvidenceReport {
        let cited = try CitedSizes(document)
        guard let first = document.sections.first, first.subject == .authority, first.before.size == 0 else {
            throw EvidenceError(.incomplete, "the file holds no whole log of authority", line: 4)
        }
        try Self.require(first, try? LogNames.authority(document.organisation, epoch: 1))
        let authority = try AuthorityHistory(
            try CheckedLog(first, rootsAt: cited.authority),
            organisation: document.organisation,
            pinnedRoot: pinnedRoot,
            keeping: cited.authority
        )
        var policies: [String: PolicyReading] = [:]
        var acts: [ActsReading] = []
        for section in document.sections.dropFirst() {
            switch section.subject {
            case .authority: break
            case .policy(let name):
                policies[name] = try policy(section, name, document, authority, cited)
            case .acts(let name):
                acts.append(try self.acts(section, name, document, authority, policies))
            }
        }
        guard !acts.isEmpty else {
            throw EvidenceError(.incomplete, "the file holds no acts of any cabinet")
        }
        return try EvidenceReport(document, authority: authority, policies: policies, acts: acts)
    }
}

extension EvidenceVerifier {
    private func policy(
        _ section: LogSection,
        _ name: String,
        _ document: EvidenceDocument,
        _ authority: AuthorityHistory,
        _ cited: CitedSizes
    ) throws(EvidenceError) -> PolicyReading {
        guard let site = authority.standing.sites[name] else {
            throw EvidenceError(.incomplete, "owners have not named the site \(name)", line: section.line)
        }
        guard section.before.size == 0 else {
            throw EvidenceError(
                .incomplete,
                "the policy of \(name) does not begin at leaf 0",
                line: section.line
            )
        }
        try Self.require(
            section,
            try? LogNames.policy(document.organisation, site: name, epoch: site.policyEpoch)
        )
        return try PolicyReading(
            try CheckedLog(section, rootsAt: cited.policy),
            site: site,
            seal: document.claim.seal,
            authority: authority
        )
    }

    private func acts(
        _ section: LogSection,
        _ name: String,
        _ document: EvidenceDocument,
        _ authority: AuthorityHistory,
        _ policies: [String: PolicyReading]
    ) throws(EvidenceError) -> ActsReading {
        guard let cabinet = authority.standing.cabinets[name] else {
            throw EvidenceError(
                .incomplete,
                "officers have not enrolled the cabinet \(name)",
                line: section.line
            )
        }
        // The keys of later epochs are not in the cabinet's statement.
        try Self.require(section, try? LogNames.acts(document.organisation, cabinet: name, epoch: 1))
        return try ActsReading(
            try CheckedLog(section),
            cabinet: cabinet,
            claim: document.claim,
            authority: authority,
            policy: policies[cabinet.site]
        )
    }

    private static func require(_ section: LogSection, _ origin: Origin?) throws(EvidenceError) {
        guard section.origin == origin else {
            throw EvidenceError(
                .incomplete,
                "\(section.origin) is not the log \(section.subject.text) of this organisation that can be checked here",
                line: section.line
            )
        }
    }
}

/// At which sizes the records of a file cite `authority` and `policy`.
private struct CitedSizes {
    private(set) var authority: Set<UInt64> = [0]
    private(set) var policy: Set<UInt64> = [0]

    init(_ document: EvidenceDocument) throws(EvidenceError) {
        for section in document.sections where section.subject != .authority {
            for (number, entry) in section.entries.enumerated() where entry.body != nil {
                let leaf = try EvidenceError.at(section.line(of: number), .malformed) {
                    () throws(RecordsError) in
                    try Leaf(decoding: entry.leaf)
                }
                guard let heads = leaf.header.obeyedHeads else { continue }
                authority.insert(heads.authoritySize)
                policy.insert(heads.policySize)
            }
        }
    }
}
