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
        untold.append(
            UnattestedActs(cabinet: stretch.cabinet, origin: stretch.origin, first: first).finding
        )
    }

    /// Remembers that a cabinet names another state than is folded here, once for each log.
    func note(_ difference: FoldFinding?) {
        guard let difference, !untold.contains(where: { $0.beginning == difference.beginning }) else {
            return
        }
        untold.append(difference)
    }

    /// Writes what was found, each once, also where acts are folded a second time; what cannot be written now is with the next ones.
    func tellFolded() {
        guard isOpened, !untold.isEmpty, !recovery.isUnderWay else { return }
        var left: [FoldFinding] = []
        for found in untold {
            let isKnown = view.desks.findings.contains {
                $0.cabinet == found.cabinet && $0.opened.note.hasPrefix(found.beginning)
            }
            guard !isKnown else { continue }
            do {
                try record([finding(found.kind, found.text, cabinet: found.cabinet, by: found.component)])
            } catch {
                left.append(found)
            }
        }
        untold = left
    }
}
