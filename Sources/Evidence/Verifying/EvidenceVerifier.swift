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

    /// What the reader knows of outsiders.
    package let trust: OutsideTrust

    /// A verifier under a root; with what outsiders told the reader, where they did.
    package init(pinnedRoot: Digest, trust: OutsideTrust = OutsideTrust()) {
        self.pinnedRoot = pinnedRoot
        self.trust = trust
    }

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
        let named = HeadquartersLog.read(first.origin.text, of: document.organisation)
        guard named?.log == .authority else {
            throw Self.isAnotherLog(first.subject, first.origin, first.line)
        }
        let authority = try AuthorityHistory(
            try CheckedLog(first, rootsAt: cited.authority),
            organisation: document.organisation,
            pinnedRoot: pinnedRoot,
            keeping: cited.authority
        )
        var reading = FileReading(document, authority: authority, trust: trust)
        let cuts = authority.standing.cabinetEpochs.values.flatMap { $0.values.map(\.cut.size) }
        let wanted = cited.policy.union(cuts)
        for section in document.sections.dropFirst() {
            let log = try CheckedLog(section, rootsAt: wanted)
            try reading.take(log, section.subject, roots: log.roots, line: section.line)
        }
        for section in document.proofs {
            try reading.take(try CheckedProofs(section), section.subject, roots: [:], line: section.line)
        }
        return try reading.report()
    }

    static func require(_ subject: LogSection.Subject, _ origin: Origin, _ line: Int, _ expected: Origin?)
        throws(EvidenceError)
    {
        guard origin == expected else { throw isAnotherLog(subject, origin, line) }
    }

    private static func isAnotherLog(_ subject: LogSection.Subject, _ origin: Origin, _ line: Int)
        -> EvidenceError
    {
        EvidenceError(
            .incomplete,
            "\(origin) is not the log \(subject.text) of this organisation that can be checked here",
            line: line
        )
    }
}

/// At which sizes the records of a file cite `authority` and `policy`, and outsiders keep heads of `authority`.
private struct CitedSizes {
    private(set) var authority: Set<UInt64> = [0]
    private(set) var policy: Set<UInt64> = [0]

    init(_ document: EvidenceDocument) throws(EvidenceError) {
        if let first = document.sections.first {
            // With which leaves of the one before an epoch of `authority` begins.
            authority.formUnion(AuthorityOpenings(first).epochs.map(\.last.size))
        }
        for section in document.sections where section.subject != .authority {
            // A cabinet's closed records say too what it had obeyed by then.
            let isOfCabinet = if case .acts = section.subject { true } else { false }
            for (number, entry) in section.entries.enumerated() where isOfCabinet || entry.body != nil {
                try note(entry, line: section.line(of: number))
            }
        }
        for section in document.proofs {
            for (number, proved) in section.entries.enumerated() {
                try note(proved.entry, line: section.line(of: number))
            }
        }
        for anchor in document.anchors {
            if let head = try? Checkpoint(anchor.note).head { authority.insert(head.size) }
        }
    }

    private mutating func note(_ entry: LogSection.Entry, line: Int) throws(EvidenceError) {
        let leaf = try EvidenceError.at(line, .malformed) { () throws(RecordsError) in
            try Leaf(decoding: entry.leaf)
        }
        guard let heads = leaf.header.obeyedHeads else { return }
        authority.insert(heads.authoritySize)
        policy.insert(heads.policySize)
    }
}
