import Authority
import Custody
import Identity
import Records
import Screens

// The dark screen, what to do, who are you, help.
extension ScreenPages {
    var idle: Document {
        IdlePage(
            frame,
            date: formats.date(snapshot.wallSeconds),
            invitation: say(CabinetText.invitation),
            path: "/start"
        ).document
    }

    var errands: Document {
        let isFirst = snapshot.surroundings.isBeforeFirstCredential
        let jobCount = snapshot.surroundings.openJobs.count
        let choice = { (errand: Errand, title: CabinetText, detail: String) in
            Choices.Choice(
                say(title),
                detail: errand.isAtBench && !isFirst
                    ? say(CabinetText.forCustodians, detail) : detail,
                .post("/errand", token, ["errand": errand.rawValue])
            )
        }
        return page(say(CabinetText.chooseErrand), actions: [cancel]) {
            Choices(
                [
                    choice(.take, .take, say(CabinetText.takeDetail)),
                    choice(.giveBack, .giveBack, say(CabinetText.giveBackDetail)),
                    choice(.setAside, .setAside, say(CabinetText.setAsideDetail)),
                    choice(.tag, .newTag, say(CabinetText.newTagDetail)),
                    choice(.job, .job, say(CabinetText.jobDetail, jobCount)),
                    choice(.credential, .credential, say(CabinetText.credentialDetail)),
                    .init(say(CabinetText.helpChoice), .link("/help")),
                ],
                empty: EmptyState(
                    why: say(CabinetText.nothingApart),
                    advice: say(CabinetText.nothingApartAdvice)
                )
            )
        }
    }

    func identifying(_ way: Identifying) -> Document {
        var notice: Notice?
        if let refusal = way.refusal {
            let (happened, next) = IdentityText.words(for: refusal, wait: wait(of: refusal), in: language)
            notice = .problem(happened, meaning: say(CabinetText.stillMeaning), next: next, call: help)
        } else if way.isPINUnreadable {
            notice = .remark(say(IdentityText.pinUnreadable), next: say(IdentityText.nextPIN))
        }
        if way.isChecking { return wait(.checking, steps: takeSteps(identifyingStep(way))) }
        if case .method(let name, let methods) = way.ask, methods.contains(.pin) {
            return pinPage(
                say(CabinetText.enterPIN),
                say(CabinetText.greeting, name),
                takeSteps(identifyingStep(way)),
                notice,
                .thatIsMe
            )
        }
        return page(
            say(way.isSecond ? CabinetText.laySecondCard : CabinetText.layCard),
            steps: takeSteps(identifyingStep(way)),
            notice: notice,
            actions: [cancel]
        ) {
            Card {
                if let waiting = waiting(way) { Prose(waiting) }
                Prose(
                    say(way.isSecond ? CabinetText.laySecondDetail : CabinetText.layCardDetail),
                    voice: .strong
                )
                if notice == nil { CardPicture() }
            }
        }
    }

    /// The second person comes when the seal is chosen: the way does not lead back.
    private func identifyingStep(_ way: Identifying) -> Int { way.choice == nil ? 0 : 2 }

    /// What the second person is to stand by at.
    private func waiting(_ way: Identifying) -> String? {
        guard way.isSecond, let choice = way.choice, let taker = snapshot.flow.persons.first else {
            return nil
        }
        return say(
            CabinetText.companionWaits,
            snapshot.name(of: taker.person),
            snapshot.name(of: choice.seal)
        )
    }

    func pinPage(_ title: String, _ line: String?, _ steps: Steps, _ notice: Notice?, _ submit: CabinetText)
        -> Document
    {
        page(title, steps: steps, notice: notice) {
            if let line { Prose(line, voice: .strong) }
            PINPad(
                to: "/pin",
                token: token,
                enteredCount: snapshot.enteredCount,
                submitTitle: say(submit),
                cancel: Link(say(CabinetText.cancel), to: "/leave")
            )
        }
    }

    /// What the cabinet can do, whom to call, and where its record stands.
    var helpPage: Document {
        let head = snapshot.view.head
        return CabinetPage(
            frame,
            title: say(CabinetText.helpTitle),
            actions: [Action(say(CabinetText.back), .link("/"), weight: .main)],
            leave: .init(after: .seconds(61), to: "/")
        ) {
            Card {
                Prose(say(CabinetText.helpReturn), voice: .strong)
                Prose(say(CabinetText.helpTake))
                Prose(say(CabinetText.helpLock))
            }
            recordCard(size: head.size, root: "\(head.root)")
        }.document
    }

    /// The head of the cabinet's record, to be compared with what headquarters has.
    func recordCard(size: UInt64, root: String) -> Card {
        Card(title: say(CabinetText.recordTitle)) {
            Facts([
                .init(say(CabinetText.recordSize), NumberFormat.grouped(Int(clamping: size))),
                .init(say(CabinetText.recordRoot), monospaced: root),
            ])
        }
    }

    /// Another browser is at work.
    var inUse: Document {
        CabinetPage(frame, title: say(CabinetText.inUseTitle), leave: .init(after: .seconds(5), to: "/")) {
            Prose(say(CabinetText.inUse))
        }.document
    }

    private func wait(of refusal: VerificationRefusal) -> String {
        guard case .locked(let lock) = refusal else { return "" }
        let now = snapshot.surroundings.now
        return formats.span(.milliseconds(Int64(clamping: lock.until - min(lock.until, now)) + 999))
    }
}
