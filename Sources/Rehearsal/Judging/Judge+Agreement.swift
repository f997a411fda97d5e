import Authority
import CabinetAppliance
import Headquarters
import Records
import Simulation

extension Judge {
    /// Why an honest cabinet and an honest headquarters do not agree yet; nil where they do.
    func disagreement(_ cabinet: CabinetMachine, _ headquarters: HeadquartersMachine) -> String? {
        guard let here = cabinet.running?.ledger.view else { return "\(cabinet.place) does not run" }
        guard let there = headquarters.running?.ledger.view else { return "headquarters does not run" }
        let copy = there.cabinets[cabinet.enrolled.name]
        let (acts, mirrored) = (here.head.size, copy?.mirroredSize ?? 0)
        if let problem = copy?.problem { return "\(cabinet.place) is folded no further: \(problem)" }
        if mirrored != acts { return "\(cabinet.place) has \(acts) acts, headquarters \(mirrored)" }
        if here.mirroredSize != acts {
            return "\(cabinet.place) knows of \(here.mirroredSize) of \(acts) acts"
        }
        if here.witnessedSize != acts {
            return "\(cabinet.place) holds \(acts) acts, \(here.witnessedSize) witnessed"
        }
        if copy?.custody != here.custody {
            return "\(cabinet.place) and headquarters disagree about its custody"
        }
        let (obeyed, given) = (here.obeyed.standing.size, there.standing.size)
        if obeyed != given { return "\(cabinet.place) obeys \(obeyed) of \(given) leaves of authority" }
        let policy = there.policies[cabinet.enrolled.site]?.size ?? 0
        if here.obeyed.policy.size != policy {
            return "\(cabinet.place) obeys \(here.obeyed.policy.size) of \(policy) leaves of policy"
        }
        return nil
    }
}
