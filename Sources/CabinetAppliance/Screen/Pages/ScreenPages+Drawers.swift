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
                        detail = holder(holding)
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

    /// Who holds a seal since when, and when it is due back.
    private func holder(_ holding: Holding) -> String {
        let since = formats.near(
            Int(holding.since.milliseconds / 1_000),
            now: snapshot.wallSeconds,
            namingToday: true
        )
        let name = snapshot.name(of: holding.holder)
        return holding.expectedReturn.map { say(CabinetText.holderDue, name, since, due($0)) }
            ?? say(CabinetText.holderLine, name, since)
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
            case .open:
                switch opening.purpose {
                case .take: say(CabinetText.takeAndClose, number)
                case .giveBack: say(CabinetText.putAndClose, number)
                case .setAside: say(CabinetText.emptyAndClose, number)
                }
            case .reading: say(CabinetText.looking)
            case .recording, .ended: say(CabinetText.writing)
            }
        let seal = opening.seal.map(snapshot.name) ?? say(CabinetText.seal)
        let detail: String =
            switch opening.purpose {
            case .take: say(CabinetText.takeOut, seal)
            case .giveBack: say(CabinetText.putIn, seal)
            case .setAside: say(CabinetText.emptyIt)
            }
        return page(title, steps: takeSteps(3)) {
            Prose(detail, voice: .strong)
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
                if outcome.isGood {
                    Prose(words(.meaning), voice: .strong)
                    Prose(words(.next))
                }
                Facts(facts(of: opening))
            }
            recordCard(size: head.size, root: "\(head.root)")
        }
    }

    /// Which drawer, who, and for a seal that went out, when it is due back.
    private func facts(of opening: Opening) -> [Facts.Fact] {
        let who: CabinetText =
            switch opening.purpose {
            case .take: .taker
            case .giveBack: .returner
            case .setAside: .custodian
            }
        let names = snapshot.flow.persons.map { snapshot.name(of: $0.person) }
        var facts = [Facts.Fact(say(CabinetText.drawer), say(CabinetText.drawerLine, "\(opening.drawer)"))]
        facts += names.prefix(1).map { .init(say(who), $0) }
        facts += names.dropFirst().map {
            .init(say(opening.purpose == .setAside ? CabinetText.custodian : CabinetText.companion), $0)
        }
        if let seal = opening.seal, case .out(let holding)? = snapshot.view.custody.seals[seal],
            let dueBack = holding.expectedReturn
        {
            facts.append(.init(say(CabinetText.dueBack), say(CabinetText.duePoint, due(dueBack))))
        }
        return facts
    }
}
