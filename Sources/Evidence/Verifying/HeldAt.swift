import Custody
import Records

/// Follows one seal through acts up to a moment: in which hands or in which slot it was.
struct HeldAt {
    private(set) var place: SealWhereabouts = .unknown
    /// Who stood at an open drawer at that moment.
    private(set) var visitor: Actor?
    private var visits: [Identifier<Visit>: ShownAct] = [:]
    /// The act that put it there; nil where an observation did, or none.
    private(set) var placedBy: ShownAct?
    private var last: Int64 = .min

    /// `acts` in the order of time.
    init(_ acts: [ShownAct], sightings: [SealSighting]) {
        for act in acts { follow(act) }
        visitor = visits.values.max { $0.time < $1.time }?.actor
        if let seen = sightings.max(by: { $0.moment < $1.moment }), seen.moment >= last {
            place = .inSlot(cabinet: seen.cabinet, drawer: seen.drawer, proved: seen.moment)
            placedBy = nil
        }
    }

    private mutating func follow(_ act: ShownAct) {
        switch act.event {
        case .takeBegun, .returnBegun, .setAsideBegun:
            if let visit = act.subject.visit { visits[visit] = act }
        case .takeEnded(let ended):
            let begun = act.subject.visit.flatMap { visits.removeValue(forKey: $0) }
            end(ended, act, begun)
        case .returnEnded(let ended):
            if let visit = act.subject.visit { visits[visit] = nil }
            end(ended, act)
        case .setAsideEnded:
            if let visit = act.subject.visit { visits[visit] = nil }
            emptyDrawer(act)
        // Which tag was proved the record does not say.
        case .tagProved: put(act, unproved(act))
        case .counted(let line):
            if line.finding == .present, act.provesSeal { put(act, inSlot(act, line.drawer)) }
        case .takeRefused, .countAnswered, .finding, .drawerOpened, .drawerClosed, .other: break
        }
    }

    private mutating func end(_ ended: TakeEnded, _ act: ShownAct, _ begun: ShownAct?) {
        switch ended.outcome {
        case .taken, .exchanged, .unread:
            put(act, .inHand(act.actor ?? begun?.actor, since: act.time.milliseconds))
        case .notTaken, .notOpened:
            put(act, act.provesSeal ? inSlot(act, act.subject.drawer) : unproved(act))
        }
    }

    private mutating func end(_ ended: ReturnEnded, _ act: ShownAct) {
        switch ended.outcome {
        case .proved where act.provesSeal: put(act, inSlot(act, act.subject.drawer))
        case .proved, .unproved: put(act, unproved(act))
        case .refused, .nothing, .notOpened: break
        }
    }

    /// Custodians set aside what lay in a drawer: what was proved there is not known to be there any more.
    private mutating func emptyDrawer(_ act: ShownAct) {
        guard case .inSlot(act.cabinet, let drawer, _) = place, drawer == act.subject.drawer else { return }
        put(act, unproved(act))
    }

    private mutating func put(_ act: ShownAct, _ place: SealWhereabouts) {
        self.place = place
        placedBy = act
        last = act.time.milliseconds
    }

    private func inSlot(_ act: ShownAct, _ drawer: UInt64?) -> SealWhereabouts {
        .inSlot(cabinet: act.cabinet, drawer: drawer, proved: act.time.milliseconds)
    }

    private func unproved(_ act: ShownAct) -> SealWhereabouts {
        .unproved(cabinet: act.cabinet, drawer: act.subject.drawer, since: act.time.milliseconds)
    }
}
