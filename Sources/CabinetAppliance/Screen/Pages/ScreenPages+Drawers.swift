import Authority
import Custody
import Records
import Screens

// Returns, things set aside, and a drawer that is open.
extension ScreenPages {
    var returns: Document {
        let seals = snapshot.view.returnDesk.returnable
        return page(say(CabinetText.chooseReturn), steps: takeSteps(1), actions: [cancel]) {
            Choices(
                seals.map { seal in
                    var (detail, pill) = (say(CabinetText.neverSeen), Pill(.unknown))
                    if case .out(let holding)? = snapshot.view.custody.seals[seal.seal] {
                        detail = say(CabinetText.holderLine, snapshot.name(of: holding.holder))
                        pill = Pill(.out)
                    } else if let unseen = snapshot.view.custody.unseenTakes[seal.seal] {
                        detail = say(CabinetText.holderLine, snapshot.name(of: unseen.holder))
                        pill = Pill(.inQuestion)
                    }
                    return .init(
                        seal.name,
                        detail: detail,
                        pill: pill,
                        .post("/return", token, ["seal": "\(seal.seal)"])
                    )
                },
                empty: EmptyState(why: say(CabinetText.nothingOut), advice: say(CabinetText.nothingOutAdvice))
            )
        }
    }

    func checkReturn(_ seal: Identifier<Seal>, _ drawer: UInt64) -> Document {
        page(
            say(CabinetText.checkReturn),
            steps: takeSteps(2),
            actions: [cancel, open(drawer, .recordReturn)]
        ) {
            Prose(say(CabinetText.returnInto, snapshot.name(of: seal)), voice: .strong)
            drawerCard(drawer)
        }
    }

    var asides: Document {
        let apart = snapshot.view.custody.quarantines.sorted { $0.key < $1.key }
        return page(say(CabinetText.chooseAside), steps: takeSteps(1), actions: [cancel]) {
            Choices(
                apart.map { drawer, quarantine in
                    .init(
                        say(CabinetText.openDrawer, "\(drawer)"),
                        detail: quarantine.insteadOf.map {
                            say(CabinetText.apartLine, snapshot.name(of: $0))
                        },
                        pill: Pill(.wrong),
                        .post("/set-aside", token, ["drawer": "\(drawer)"])
                    )
                },
                empty: EmptyState(
                    why: say(CabinetText.nothingApart),
                    advice: say(CabinetText.nothingApartAdvice)
                )
            )
        }
    }

    func checkAside(_ drawer: UInt64) -> Document {
        page(say(CabinetText.checkAside), steps: takeSteps(2), actions: [cancel, open(drawer, .recordAside)])
        {
            Prose(say(CabinetText.emptyIt), voice: .strong)
            drawerCard(drawer)
        }
    }

    private func open(_ drawer: UInt64, _ records: CabinetText) -> Action {
        Action(
            say(CabinetText.openDrawer, "\(drawer)"),
            .post("/open", token),
            weight: .main,
            records: say(records)
        )
    }

    func underWay(_ opening: Opening, _ phase: VisitMachine.Phase) -> Document {
        let number = "\(opening.drawer)"
        let title: String =
            switch phase {
            case .intending, .releasing: say(CabinetText.beginning)
            case .awaitingOpen: say(CabinetText.pullOpen, number)
            case .open: say(CabinetText.closeIt, number)
            case .reading: say(CabinetText.looking)
            case .recording, .ended: say(CabinetText.writing)
            }
        let detail: CabinetText =
            switch opening.purpose {
            case .take: .takeOut
            case .giveBack: .putIn
            case .setAside: .emptyIt
            }
        return page(title, steps: takeSteps(3)) {
            Prose(say(detail), voice: .strong)
            drawerCard(opening.drawer)
        }
    }

    func ended(_ opening: Opening, _ result: VisitResult) -> Document {
        let outcome = OutcomeText.Outcome(result)
        let words = { (part: OutcomeText.Part) in say(OutcomeText(outcome: outcome, part: part)) }
        let notice: Notice =
            if outcome.isGood {
                .done(words(.happened))
            } else if outcome.isHarmless {
                .remark(words(.happened), next: words(.next))
            } else {
                .problem(words(.happened), meaning: words(.meaning), next: words(.next), call: help)
            }
        let head = snapshot.view.head
        return page(
            say(outcome.isGood ? CabinetText.doneTitle : CabinetText.lookTitle),
            notice: notice,
            actions: [toStart()]
        ) {
            Card(title: opening.seal.map(snapshot.name)) {
                Prose(words(.meaning), voice: .strong)
                if outcome.isGood { Prose(words(.next)) }
            }
            recordCard(size: head.size, root: "\(head.root)")
        }
    }
}
