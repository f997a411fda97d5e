package import Records

extension EvidenceDocument {
    /// The same file with groups of some records closed: what is taken away is not in it any more, and it verifies as before.
    ///
    /// Closing needs no key, because each group is committed to by itself. What can then be claimed is less, and the verifier says
    /// what: a departure whose subject is closed ends «no departure recorded».
    ///
    /// - Throws: `.malformed` for a log that is not in the file, for `authority`, which nobody may judge in part, and for kind or
    ///   subject of a record of `policy` that takes something away: what was revoked would then look like what was not.
    package func closing(
        _ groups: Set<Group>,
        in subject: LogSection.Subject,
        leaves: ClosedRange<UInt64>
    ) throws(EvidenceError) -> EvidenceDocument {
        guard subject != .authority else {
            throw EvidenceError(.malformed, "authority is shown whole or not at all")
        }
        guard
            sections.contains(where: { $0.subject == subject })
                || proofs.contains(where: { $0.subject == subject })
        else { throw EvidenceError(.malformed, "the file holds no log \(subject.text)") }
        var sections: [LogSection] = []
        for section in self.sections {
            if case .policy = section.subject, section.subject == subject {
                try section.requireNoTaking(groups, leaves)
            }
            sections.append(section.subject == subject ? try section.closing(groups, leaves) : section)
        }
        var proofs: [ProofSection] = []
        for section in self.proofs {
            proofs.append(section.subject == subject ? try section.closing(groups, leaves) : section)
        }
        return EvidenceDocument(
            version: version,
            organisation: organisation,
            claim: claim,
            sections: sections,
            proofs: proofs
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
