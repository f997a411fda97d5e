import Authority
import Custody
import Records

extension HeadquartersLedger {
    /// Remembers the takes of acts that were folded up to an index, and writes those behind removals, each once.
    ///
    /// Of what counts alone: whoever holds a log's key without the act key cannot fill headquarters' log with takes that nobody made.
    /// What cannot be written now, because the disk is full or headquarters is shut, is written with the next ones.
    func tell(of judged: JudgedActs, upTo end: UInt64) {
        let first = judged.stretch.indices.lowerBound
        let folded = judged.records.prefix(Int(clamping: end - min(end, first)))
        recovery.pass(folded.compactMap { PassedTake($0, of: judged.stretch) })
        tellPassed()
    }

    /// Writes what was passed over so far.
    func tellPassed() {
        guard isOpened, !recovery.isUnderWay else { return }
        let takes = recovery.takePassed()
        let findings = takes.flatMap(findings(for:))
        guard !findings.isEmpty else { return }
        do { try record(findings) } catch { recovery.pass(takes) }
    }

    /// Findings for a take by people whose removal the cabinet did not know when it let them take.
    ///
    /// Such a take stays what it is, a fact in the cabinet's log. No clock is asked whether it came before the removal: that
    /// is for people to explain.
    private func findings(for take: PassedTake) -> [Draft] {
        let standing = view.standing
        guard let last = standing.lastRemoval, take.known <= last else { return [] }
        return take.persons.filter { standing.wasRemoved($0, behind: take.known) }.compactMap { person in
            let text =
                "\(take.origin) leaf \(take.index): a take by \(person), removed beyond the \(take.known) leaves of authority known there"
            // Told already where these acts are folded a second time.
            guard !view.desks.findings.contains(where: { $0.opened.note == text }) else { return nil }
            return finding(.unknownRemoval, text, cabinet: take.cabinet)
        }
    }
}
