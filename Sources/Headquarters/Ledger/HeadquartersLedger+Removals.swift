import Authority
import Custody
import Records
import Store

extension HeadquartersLedger {
    /// Findings for takes by people whose removal the cabinet did not know when it let them take.
    ///
    /// Such a take stays what it is, a fact in the cabinet's log. No clock is asked whether it came before the removal: that
    /// is for people to explain.
    func takesBehindRemovals(
        _ origin: Origin,
        of cabinet: String,
        from first: UInt64,
        to size: UInt64
    ) throws -> [Draft] {
        let standing = view.standing
        guard first < size, let last = standing.lastRemoval else { return [] }
        // What a cabinet cites never falls: most often the first record says that there is nothing to look for.
        guard let record = try store.record(at: first, of: origin),
            try record.opened().leaf.header.obeyedHeads?.authoritySize ?? 0 <= last
        else { return [] }
        var findings: [Draft] = []
        try store.forEachRecord(of: origin, from: first, to: size) { index, record in
            let opened = try record.opened()
            guard try opened.kind()?.kind == .takeBegun, let actor = try opened.actor() else { return }
            let known = opened.leaf.header.obeyedHeads?.authoritySize ?? 0
            for person in [actor.person, actor.companion].compactMap(\.self)
            where standing.wasRemoved(person, behind: known) {
                let text =
                    "\(origin) leaf \(index): a take by \(person), removed beyond the \(known) leaves of authority known there"
                // Told already where these acts are folded a second time.
                guard !view.desks.findings.contains(where: { $0.opened.note == text }) else { continue }
                findings.append(finding(.unknownRemoval, text, cabinet: cabinet))
            }
        }
        return findings
    }

    /// Writes the takes behind removals of acts that are being folded, each once.
    ///
    /// What cannot be written now, because the disk is full or headquarters is shut, is written with the next ones.
    func tell(of origin: Origin, of cabinet: String, _ indices: Range<UInt64>) {
        recovery.pass(origin, of: cabinet, indices)
        tellPassed()
    }

    /// Writes what was passed over so far.
    func tellPassed() {
        guard !recovery.isUnderWay else { return }
        for (origin, cabinet, indices) in recovery.takePassed() {
            do {
                let findings = try takesBehindRemovals(
                    origin,
                    of: cabinet,
                    from: indices.lowerBound,
                    to: indices.upperBound
                )
                if !findings.isEmpty { try record(findings) }
            } catch {
                recovery.pass(origin, of: cabinet, indices)
            }
        }
    }
}
