package import Authority
package import Records

/// How a visit ended, for screen and tests.
package enum VisitResult: Sendable, Hashable {
    case take(TakeEnded.Outcome)
    /// A take that neither the drawer's sensors nor the reader saw: recorded as not opened, and the seal may have left.
    case takeUnseen
    case giveBack(ReturnEnded.Outcome)
    /// Whether the drawer is free now.
    case setAside(isFree: Bool)
}

/// Everything a visit needs to know before its drawer is released.
package struct VisitPlan: Sendable {
    /// Names the visit in all its records.
    package let visit: Identifier<Visit>
    /// What the drawer is released for.
    package let purpose: OpenVisit.Purpose
    /// The drawer.
    package let drawer: UInt64
    /// The seal; nil when something is set aside.
    package let seal: SealStatement?
    /// Who stands there.
    package let actor: Actor
    /// The grant's id; takes only.
    package let grant: Identifier<GrantSubject>?
    /// The intent's detail.
    package let begun: VisitBegun
    /// Names the finding that the outcome may open.
    package let finding: Identifier<FindingSubject>

    /// A plan.
    package init(
        visit: Identifier<Visit>,
        purpose: OpenVisit.Purpose,
        drawer: UInt64,
        seal: SealStatement?,
        actor: Actor,
        grant: Identifier<GrantSubject>?,
        begun: VisitBegun,
        finding: Identifier<FindingSubject>
    ) {
        self.visit = visit
        self.purpose = purpose
        self.drawer = drawer
        self.seal = seal
        self.actor = actor
        self.grant = grant
        self.begun = begun
        self.finding = finding
    }

    /// The plan of a visit whose intent was found in the log at a start.
    package init(resuming open: OpenVisit, seal: SealStatement?, finding: Identifier<FindingSubject>) {
        self.init(
            visit: open.visit,
            purpose: open.purpose,
            drawer: open.drawer,
            seal: seal,
            actor: open.actor,
            grant: open.grant,
            begun: open.begun,
            finding: finding
        )
    }

    private var subject: Subject {
        Subject(seal: seal?.seal, grant: grant, visit: visit, drawer: drawer)
    }

    /// The record that is durable before the lock is released.
    var intent: Draft {
        let kind: RecordKind =
            switch purpose {
            case .take: .takeBegun
            case .giveBack: .returnBegun
            case .setAside: .setAsideBegun
            }
        return Draft(
            .custody,
            kind,
            actor: actor,
            subject: subject,
            detail: begun.canonical,
            isSigned: true
        )
    }

    func drawerMoved(_ kind: RecordKind) -> Draft {
        Draft(.opening, kind, actor: Actor(component: "drawer \(drawer)"), subject: subject)
    }

    func result(reading: TagReading, drawerOpened: Bool) -> VisitResult {
        switch purpose {
        case .take:
            guard let seal else { return .takeUnseen }
            let outcome = TakeEnded.outcome(of: seal, reading: reading, drawerOpened: drawerOpened)
            return outcome == .notOpened && reading != .proved(seal.tag) ? .takeUnseen : .take(outcome)
        case .giveBack:
            if !drawerOpened, reading == .empty || reading == .ill { return .giveBack(.notOpened) }
            return .giveBack(ReturnEnded.outcome(of: seal, reading: reading))
        case .setAside:
            return .setAside(isFree: reading == .empty)
        }
    }

    /// The records that say how it ended: the outcome, and the finding where there is one.
    func outcomeDrafts(_ result: VisitResult, reading: TagReading, isResolved: Bool) -> [Draft] {
        let (kind, detail): (RecordKind, CBOR) =
            switch result {
            case .take(let outcome):
                (.takeEnded, TakeEnded(outcome: outcome, reading: reading, isResolved: isResolved).canonical)
            case .takeUnseen:
                (
                    .takeEnded,
                    TakeEnded(outcome: .notOpened, reading: reading, isResolved: isResolved).canonical
                )
            case .giveBack(let outcome):
                (
                    .returnEnded,
                    ReturnEnded(outcome: outcome, reading: reading, isResolved: isResolved).canonical
                )
            case .setAside:
                (.setAsideEnded, SetAsideEnded(reading: reading, isResolved: isResolved).canonical)
            }
        let outcome = Draft(.custody, kind, actor: actor, subject: subject, detail: detail, isSigned: true)
        return [outcome] + (finding(result, reading: reading).map { [$0] } ?? [])
    }

    private func finding(_ result: VisitResult, reading: TagReading) -> Draft? {
        let (kind, note): (FindingKind, String)
        switch result {
        case .giveBack(.refused):
            (kind, note) = (.substitute, "what came back is not the seal; it is kept locked apart")
        case .giveBack(.unproved):
            (kind, note) = (.unproved, "what came back could not be read; it is kept locked")
        case .take(.exchanged):
            (kind, note) = (.exchanged, "something else than the seal lies in its slot after a take")
        case .takeUnseen:
            (kind, note) = (.unproved, "neither drawer nor reader saw what became of the seal in a take")
        case .take(.unread): (kind, note) = (.unproved, "the slot could not be read after a take")
        case .take(.notOpened), .giveBack(.notOpened):
            (kind, note) = (.jammed, "the drawer was released and not seen to open")
        default: return nil
        }
        var subject = self.subject
        subject.finding = self.finding
        return Draft(
            .alarm,
            .findingOpened,
            actor: Actor(component: "custody"),
            subject: subject,
            detail: FindingOpened(kind: kind, note: note, reading: reading).canonical,
            isSigned: true
        )
    }
}
