package import Records

extension EvidenceDocument {
    /// The same file with groups of some records closed: what is taken away is not in it any more, and it verifies as before.
    ///
    /// Closing needs no key, because each group is committed to by itself. What can then be claimed is less, and the verifier says
    /// what: a departure whose subject is closed ends «no departure recorded».
    ///
    /// `epoch`: of a cabinet's acts the one whose leaves are meant; nil for those of every epoch.
    ///
    /// - Throws: `.malformed` for a log that is not in the file, for `authority`, which nobody may judge in part, for kind or
    ///   subject of a record of `policy` that takes something away: what was revoked would then look like what was not; and for kind or
    ///   detail of a leaf that opens an epoch: without them the epoch cannot be believed.
    package func closing(
        _ groups: Set<Group>,
        in subject: LogSection.Subject,
        epoch: UInt64? = nil,
        leaves: ClosedRange<UInt64>
    ) throws(EvidenceError) -> EvidenceDocument {
        func isMeant(_ other: LogSection.Subject, _ origin: Origin) -> Bool {
            other == subject && (epoch == nil || origin.epoch == epoch)
        }
        guard subject != .authority else {
            throw EvidenceError(.malformed, "authority is shown whole or not at all")
        }
        guard
            sections.contains(where: { isMeant($0.subject, $0.origin) })
                || proofs.contains(where: { isMeant($0.subject, $0.origin) })
        else { throw EvidenceError(.malformed, "the file holds no log \(subject.text)") }
        var sections: [LogSection] = []
        for section in self.sections {
            guard isMeant(section.subject, section.origin) else {
                sections.append(section)
                continue
            }
            if case .policy = section.subject { try section.requireNoTaking(groups, leaves) }
            try Self.requireNoOpening(groups, section.subject, section.origin, section.before.size, leaves)
            sections.append(try section.closing(groups, leaves))
        }
        var proofs: [ProofSection] = []
        for section in self.proofs {
            guard isMeant(section.subject, section.origin) else {
                proofs.append(section)
                continue
            }
            let first = section.entries.first?.proof.index ?? 0
            try Self.requireNoOpening(groups, section.subject, section.origin, first, leaves)
            proofs.append(try section.closing(groups, leaves))
        }
        return EvidenceDocument(
            version: version,
            organisation: organisation,
            claim: claim,
            sections: sections,
            proofs: proofs,
            anchors: anchors
        )
    }

    /// Leaf 0 of a later epoch names its key: without kind and detail nobody can say whether the epoch counts.
    private static func requireNoOpening(
        _ groups: Set<Group>,
        _ subject: LogSection.Subject,
        _ origin: Origin,
        _ first: UInt64,
        _ leaves: ClosedRange<UInt64>
    ) throws(EvidenceError) {
        guard case .acts = subject, origin.epoch > 1, first == 0, leaves.contains(0),
            groups.contains(.kind) || groups.contains(.detail)
        else { return }
        throw EvidenceError(
            .malformed,
            "leaf 0 of \(origin) opens an epoch: close leaves after it, or other groups than kind and detail"
        )
    }
}

extension LogSection {
    fileprivate func requireNoTaking(_ groups: Set<Group>, _ leaves: ClosedRange<UInt64>)
        throws(EvidenceError)
    {
        guard groups.contains(.kind) || groups.contains(.subject) else { return }
        for (number, entry) in entries.enumerated() {
            let index = before.size + UInt64(number)
            guard leaves.contains(index) else { continue }
            let leaf = try EvidenceError.at(line(of: number), .malformed) { () throws(RecordsError) in
                try Leaf(decoding: entry.leaf)
            }
            guard leaf.header.recordClass != .taking else {
                throw EvidenceError(
                    .malformed,
                    "leaf \(index) of \(subject.text) takes something away: close leaves before or after it, or other groups than kind and subject"
                )
            }
        }
    }

    fileprivate func closing(_ groups: Set<Group>, _ leaves: ClosedRange<UInt64>) throws(EvidenceError)
        -> LogSection
    {
        var closed: [Entry] = []
        for (number, entry) in entries.enumerated() {
            closed.append(
                leaves.contains(before.size + UInt64(number))
                    ? try entry.closing(groups, line: line(of: number)) : entry
            )
        }
        return LogSection(subject: subject, origin: origin, before: before, entries: closed, notes: notes)
    }
}

extension ProofSection {
    fileprivate func closing(_ groups: Set<Group>, _ leaves: ClosedRange<UInt64>) throws(EvidenceError)
        -> ProofSection
    {
        var closed: [ProvedEntry] = []
        for (number, proved) in entries.enumerated() {
            closed.append(
                leaves.contains(proved.proof.index)
                    ? ProvedEntry(
                        entry: try proved.entry.closing(groups, line: line(of: number)),
                        proof: proved.proof
                    ) : proved
            )
        }
        return ProofSection(subject: subject, origin: origin, entries: closed)
    }
}

extension LogSection.Entry {
    fileprivate func closing(_ groups: Set<Group>, line: Int) throws(EvidenceError) -> LogSection.Entry {
        guard let bytes = self.body else { return self }
        let body = try EvidenceError.at(line, .malformed) { () throws(RecordsError) in
            try Body(decoding: bytes).showing(Set(Group.allCases).subtracting(groups))
        }
        return LogSection.Entry(leaf: leaf, body: body.commitments.isEmpty ? nil : body.encoded)
    }
}
