import Authority
import CabinetAppliance
import Custody
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
        if here.isContradicted || here.isRecovering || here.isInheriting || here.isRebuilding {
            return "\(cabinet.place) has not got its record back"
        }
        if here.epoch != copy?.current?.log.epoch || here.epochStanding != copy?.current?.standing {
            return "\(cabinet.place) and headquarters disagree about its epoch \(here.epoch)"
        }
        if !here.epochStanding.counts { return "epoch \(here.epoch) of \(cabinet.place) does not count" }
        if let problem = copy?.problem { return "\(cabinet.place) is folded no further: \(problem)" }
        if mirrored != acts { return "\(cabinet.place) has \(acts) acts, headquarters \(mirrored)" }
        if here.mirroredSize != acts {
            return "\(cabinet.place) knows of \(here.mirroredSize) of \(acts) acts"
        }
        if here.witnessedSize != acts {
            return "\(cabinet.place) holds \(acts) acts, \(here.witnessedSize) witnessed"
        }
        var (own, copied) = (here.custody, copy?.custody)
        // That some of it may have to be judged again is each end's own concern, and no part of what is believed.
        own.forgetAhead()
        copied?.forgetAhead()
        if copied != own {
            let parts = copied.map { Self.difference(own, $0) } ?? []
            return "\(cabinet.place) and headquarters disagree about its custody: \(parts)"
        }
        let (obeyed, given) = (here.obeyed.standing.size, there.standing.size)
        if obeyed != given { return "\(cabinet.place) obeys \(obeyed) of \(given) leaves of authority" }
        let policy = there.policies[cabinet.enrolled.site]?.size ?? 0
        if here.obeyed.policy.size != policy {
            return "\(cabinet.place) obeys \(here.obeyed.policy.size) of \(policy) leaves of policy"
        }
        return nil
    }

    /// The parts in which two states differ, with what each holds.
    private static func difference(_ one: CustodyState, _ other: CustodyState) -> [String] {
        zip(Mirror(reflecting: one).children, Mirror(reflecting: other).children).compactMap { here, there in
            let (one, other) = (described(here.value), described(there.value))
            return one == other ? nil : "\(here.label ?? ""): \(one), \(other)"
        }
    }

    /// What a part holds; what has no order is put into one.
    private static func described(_ part: Any) -> [String] {
        switch Mirror(reflecting: part).displayStyle {
        case .dictionary?, .set?: Mirror(reflecting: part).children.map { "\($0.value)" }.sorted()
        default: ["\(part)"]
        }
    }
}
