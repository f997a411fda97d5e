import Custody
import Records

extension HeadquartersLedger {
    /// Remembers the first record of a log that does not count, if it is among those that were folded just now.
    ///
    /// One for each log goes into headquarters' acts, so that who fills a log with such records cannot fill those with findings; all of
    /// them lie in the fold, and are shown from there.
    func note(_ custody: CustodyState, after before: CustodyState, of stretch: ActsStretch) {
        guard custody.unattestedCount > before.unattestedCount,
            before.unattested.last?.epoch != stretch.epoch,
            let first = custody.unattested.first(where: { $0.epoch == stretch.epoch })
        else { return }
        untold.append(UnattestedActs(cabinet: stretch.cabinet, origin: stretch.origin, first: first))
    }

    /// Writes what was found, each once, also where acts are folded a second time; what cannot be written now is with the next ones.
    func tellUnattested() {
        guard isOpened, !untold.isEmpty, !recovery.isUnderWay else { return }
        var left: [UnattestedActs] = []
        for found in untold {
            let (text, cabinet) = (found.text, found.cabinet)
            let isKnown = view.desks.findings.contains { $0.cabinet == cabinet && $0.opened.note == text }
            guard !isKnown else { continue }
            do {
                try record([finding(.unattested, text, cabinet: cabinet, by: "signatures")])
            } catch {
                left.append(found)
            }
        }
        untold = left
    }
}
