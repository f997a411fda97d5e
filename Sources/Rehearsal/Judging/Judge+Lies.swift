import CabinetAppliance
import Custody
import Headquarters
import Records
import Simulation
import Store
import Synchronization

// A headquarters that shows different cabinets different histories of one log.
extension Judge {
    /// Whether a cabinet keeps a head, with the signature of the log's key, over all that it obeys of a log of headquarters.
    ///
    /// Without it nobody could show later that headquarters had told it something else than others.
    func isVouchedFor(_ log: LogStatus, _ planted: PlantedBug?) -> Bool {
        guard HeadquartersLog.read(log.origin.text, of: Staff.organisation) != nil else { return true }
        guard let note = planted.keptHead(of: log),
            let policy = try? CheckpointPolicy(origin: log.origin, logKey: log.key),
            let head = try? policy.verify(note).head, head.size >= log.proved.size
        else { return false }
        return head.size > log.proved.size || head.root == log.proved.root
    }

    /// All is well from now on: who is let in by headquarters' first face is noted anew.
    func beginMeeting() { state.withLock { $0.welcomed = [] } }

    /// Headquarters' first face lets a cabinet in.
    func welcomed(_ place: String) { state.withLock { _ = $0.welcomed.insert(place) } }

    /// Why it is not found yet that a cabinet obeys another history than headquarters shows; nil where it does not, or where one of
    /// both has found it.
    ///
    /// A headquarters to which its own signatures on other records were shown lets nobody in: then it shows no other history either.
    func hiddenLie(to cabinet: CabinetMachine, of headquarters: HeadquartersMachine) -> String? {
        guard state.withLock({ $0.welcomed.contains(cabinet.place) }) else { return nil }
        guard let here = cabinet.running else { return "\(cabinet.place) does not run" }
        guard let there = headquarters.running else { return "headquarters does not run" }
        guard let logs = try? here.store.logs() else { return "\(cabinet.place) cannot be read" }
        let findings = there.ledger.view.desks.findings.filter { $0.cabinet == cabinet.enrolled.name }
        let isFound =
            findings.contains { $0.opened.kind == .fork }
            || here.ledger.view.custody.findings.contains { $0.opened.kind == .fork }
        for log in logs where !log.isOwn && !isFound {
            guard HeadquartersLog.read(log.origin.text, of: Staff.organisation) != nil,
                let other = try? there.store.status(of: log.origin)
            else { continue }
            let size = min(log.proved.size, other.head.size)
            guard let one = try? here.store.root(of: log.origin, size: size),
                let two = try? there.store.root(of: log.origin, size: size), one != two
            else { continue }
            return
                "\(cabinet.place) obeys \(log.proved.size) leaves of \(log.origin), others than the \(other.head.size) of headquarters, and neither says so"
        }
        return nil
    }

    /// Headquarters says that a log signed two heads that do not go together.
    func foundFork(of origin: Origin) { state.withLock { _ = $0.forked.insert(origin) } }

    /// Holds what headquarters said of forks against what it keeps: both notes, with the log's own signature.
    func checkForks(in running: HeadquartersMachine.Running) {
        for origin in state.withLock({ $0.forked }).sorted(by: { $0.text < $1.text }) {
            guard let status = try? running.store.status(of: origin),
                let forks = try? running.store.forks(of: origin),
                let policy = try? CheckpointPolicy(origin: origin, logKey: status.key)
            else { continue }
            let isKept = forks.contains { fork in
                [fork.held, fork.offered].allSatisfy { (try? policy.verify($0)) != nil }
            }
            if !isKept {
                report(
                    .lies,
                    "headquarters found a fork of \(origin) and keeps no two heads that the log signed"
                )
            }
        }
    }
}
