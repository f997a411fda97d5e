import Authority
import Custody
import Records

// From a choice to a drawer, or to a refusal that is on disk.
extension ScreenFlow {
    /// Asks the desk about a choice: check it, call the second person, or refuse.
    mutating func settle(_ choice: TakeChoice, _ surroundings: ScreenSurroundings) -> [ScreenAction] {
        switch TakeOffer.decision(on: choice, by: persons, in: surroundings) {
        case nil: return []
        case .permitted:
            show(.checkingTake(choice))
            return []
        case .refused([.companionMissing]) where persons.count == 1:
            show(.identifying(Identifying(isSecond: true, choice: choice)))
            return [.wantCompanion]
        case .refused(let reasons): return refuse(choice, reasons, surroundings)
        }
    }

    /// The grant was read again from its leaf and the slot looked into: decide on what is so now.
    mutating func weighed(_ check: GrantCheck, _ reading: TagReading, _ surroundings: ScreenSurroundings)
        -> [ScreenAction]
    {
        guard case .weighing(let choice) = step else { return [] }
        switch check {
        case .unread:
            show(.trouble(.recordsUnreadable))
            return []
        case .different: return refuse(choice, [.grantForged], surroundings)
        case .same: break
        }
        switch TakeOffer.decision(on: choice, by: persons, in: surroundings) {
        case nil: return []
        case .refused(let reasons): return refuse(choice, reasons, surroundings)
        case .permitted(let permit):
            // What cannot be told apart now could not be told apart when it comes back either.
            if reading == .ill { return refuse(choice, [.readerIll], surroundings) }
            guard reading == .proved(permit.seal.tag) else {
                return refuse(choice, [.sealUnproved], surroundings)
            }
            return release(permit, surroundings)
        }
    }

    private mutating func release(_ permit: TakePermit, _ surroundings: ScreenSurroundings) -> [ScreenAction]
    {
        let opening = Opening(purpose: .take, drawer: permit.drawer, seal: permit.seal.seal)
        show(.beginning(opening))
        return [
            .begin(
                VisitOrder(
                    opening: opening,
                    seal: permit.seal,
                    actor: actor,
                    grant: permit.grant.statement.grant,
                    begun: VisitBegun(
                        persons: persons,
                        grantDigest: permit.grant.digest,
                        interval: surroundings.interval,
                        expectedReturn: permit.expectedReturn
                    )
                )
            )
        ]
    }

    private mutating func refuse(
        _ choice: TakeChoice,
        _ decided: [TakeRefusal],
        _ surroundings: ScreenSurroundings
    ) -> [ScreenAction] {
        // While another reason stands nobody has been asked for a second person yet.
        let others = decided.filter { $0 != .companionMissing }
        let reasons = others.isEmpty ? decided : others
        let grant = choice.grant.flatMap { surroundings.view.obeyed.policy.grants[$0]?.statement.grant }
        show(.refusing(choice, reasons))
        return [
            .writeRefusal(
                Draft(
                    .custody,
                    .takeRefused,
                    actor: actor,
                    subject: Subject(seal: choice.seal, grant: grant),
                    detail: TakeRefused(reasons: reasons).canonical,
                    isSigned: true
                )
            )
        ]
    }
}
