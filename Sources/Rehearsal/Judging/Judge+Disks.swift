import Authority
import CabinetAppliance
import Cryptography
import Headquarters
import Records
import Replication
import Simulation
import Store
import Synchronization

extension Judge {
    /// Older promises that are looked at in each check besides the newest; a full check looks at all.
    private static let olderCountMax = 3

    /// Holds what lies at headquarters against what it promised.
    func look(at running: HeadquartersMachine.Running, isFull: Bool) {
        let view = running.ledger.view
        let (promises, count) = state.withLock { ($0.promises, UInt64($0.promiseCount)) }
        let look = Look(start: running.start, sizes: [count])
        guard isNew(look, at: HeadquartersMachine.place) || isFull else { return }
        if isSound(HeadquartersMachine.place) {
            for (origin, heads) in promises.sorted(by: { $0.key.text < $1.key.text }) {
                check(heads, of: origin, in: running, isFull: isFull)
            }
            checkForks(in: running)
        }
        if view.desks.findings.count > DeskState.findingCountMax {
            report(.memory, "headquarters keeps \(view.desks.findings.count) findings in memory")
        }
        let alarms = Dictionary(grouping: running.alarms.waiting(beyond: view), by: \.cabinet)
        if alarms.values.contains(where: { $0.count > AlarmBoard.countPerCabinetMax }) {
            report(.memory, "headquarters shows too many alarms of one cabinet")
        }
        for cabinet in view.cabinets.keys.sorted() {
            guard let origin = try? running.ledger.origins.acts(of: cabinet),
                let status = try? running.store.status(of: origin)
            else { continue }
            let signed = max(status.size(.witness), status.proved.size)
            if status.head.size > signed + Ingest.unsignedLeafCountMax {
                report(
                    .memory,
                    "headquarters holds \(status.head.size) leaves of \(cabinet), \(signed) of them signed"
                )
            }
        }
    }

    private func check(
        _ heads: [UInt64: Promise],
        of origin: Origin,
        in running: HeadquartersMachine.Running,
        isFull: Bool
    ) {
        // A drive that fails answers nothing; what it holds is looked at when it does again.
        guard let status = try? running.store.status(of: origin) else { return }
        let newest = heads.keys.max() ?? 0
        if status.size(.witness) < newest {
            report(
                .cosigned,
                "headquarters remembers \(status.size(.witness)) leaves of \(origin), and cosigned \(newest)"
            )
        }
        for size in heads.keys.sorted().suffix(isFull ? heads.count : Self.olderCountMax) {
            guard let promise = heads[size] else { continue }
            if promise.isMirrored, status.proved.size < size {
                report(
                    .cosigned,
                    "headquarters has \(status.proved.size) leaves of \(origin), and mirrored \(size)"
                )
            }
            guard size <= status.proved.size,
                let root = try? running.store.frontier(of: origin, size: size).root
            else {
                continue
            }
            if root != promise.root {
                report(
                    .cosigned,
                    "the first \(size) leaves of \(origin) are not those that headquarters cosigned"
                )
            }
        }
    }

    /// Holds what lies at a cabinet against what it has shown and obeyed.
    func look(at running: CabinetMachine.Running, place: String, _ planted: PlantedBug?) {
        let view = running.ledger.view
        let sizes = [view.epoch, view.head.size, view.obeyed.standing.size, view.obeyed.policy.size]
        guard isSound(place), isNew(Look(start: running.start, sizes: sizes), at: place) else { return }
        let shown = state.withLock { $0.shown[place] ?? [:] }
        for (origin, heads) in shown.sorted(by: { $0.key.text < $1.key.text }) {
            guard let newest = heads.keys.max(), let status = try? running.store.status(of: origin) else {
                continue
            }
            if status.head.size < newest {
                report(
                    .cosigned,
                    "\(place) has \(status.head.size) leaves of \(origin), and signed \(newest)"
                )
            } else if let root = try? running.store.frontier(of: origin, size: newest).root,
                root != heads[newest]
            {
                report(
                    .cosigned,
                    "the first \(newest) leaves of \(origin) at \(place) are not those that it signed"
                )
            }
        }
        guard let logs = try? running.store.logs() else { return }
        for log in logs where !log.isOwn && log.proved.size > 0 {
            if !isVouchedFor(log, planted) {
                report(
                    .lies,
                    "\(place) obeys \(log.proved.size) leaves of \(log.origin) and keeps no head of them that headquarters signed"
                )
            }
            let known = state.withLock { state in
                let known = state.obeyed[place]?[log.origin] ?? [:]
                state.obeyed[place, default: [:]][log.origin, default: [:]][log.proved.size] = log.proved.root
                return known
            }
            guard let newest = known.keys.max() else { continue }
            if log.proved.size < newest {
                report(.lies, "\(place) obeyed \(newest) leaves of \(log.origin), and now \(log.proved.size)")
            } else if let root = try? running.store.frontier(of: log.origin, size: newest).root,
                root != known[newest]
            {
                report(.lies, "\(place) obeys another history of \(log.origin) than before")
            }
        }
    }
}
