import Authority
import Custody
import Identity
import Records
import Screens

/// The pages of the cabinet's screen: one for each step of the flow.
struct ScreenPages: Sendable {
    let snapshot: ScreenSnapshot
    let language: Language
    let languagePath: String
    let token: FormToken

    var settings: CabinetScreenSettings { snapshot.settings }
    var formats: Formats { Formats(language: language, zone: settings.zone) }
    var help: String { settings.help.text(in: language) }

    func say(_ key: some TextCatalogue, _ values: any PhraseValue...) -> String {
        key.phrase.text(in: language, values: values)
    }

    /// The page of the present step.
    var document: Document {
        switch snapshot.step {
        case .idle: idle
        case .choosingErrand: errands
        case .identifying(let way): identifying(way)
        case .choosingTake: takes
        case .checkingTake(let choice): checkTake(choice)
        case .weighing, .refusing: wait(.weighing, steps: takeSteps(2))
        case .refused(let choice, let reasons): refused(choice, reasons)
        case .choosingReturn: returns
        case .checkingReturn(let seal, let drawer): checkReturn(seal, drawer)
        case .choosingAside: asides
        case .checkingAside(let drawer): checkAside(drawer)
        case .beginning: wait(.beginning, steps: takeSteps(3))
        case .underWay(let opening, let phase): underWay(opening, phase)
        case .ended(let opening, let result): ended(opening, result)
        case .bench(let bench): benchPage(bench)
        case .trouble(let trouble): troublePage(trouble)
        }
    }

    /// What is the same on all pages.
    var frame: CabinetFrame {
        let view = snapshot.view
        let site = view.obeyed.standing.sites[view.identity.site]?.name ?? view.identity.site
        let cabinet = view.obeyed.standing.cabinets[view.identity.cabinet]?.name ?? view.identity.cabinet
        let unwitnessed = Int(clamping: snapshot.unwitnessedCount)
        return CabinetFrame(
            language: language,
            place: say(CabinetText.place, site, cabinet),
            clock: formats.time(snapshot.wallSeconds),
            reachability: snapshot.isOnline
                ? Pill(.inPlace, say(CabinetText.online)) : Pill(.unknown, say(CabinetText.offline)),
            witness: unwitnessed == 0
                ? Pill(.inPlace, say(CabinetText.witnessed))
                : Pill(.out, say(CabinetText.unwitnessed, unwitnessed)),
            pending: say(CabinetText.pending, Int(clamping: snapshot.pendingCount)),
            help: help,
            helpPath: "/help",
            languagePath: languagePath,
            live: .init("/events", page: String(snapshot.flow.page))
        )
    }

    func page(
        _ title: String,
        steps: Steps? = nil,
        notice: Notice? = nil,
        actions: [Action] = [],
        @ComponentBuilder content: () -> [any Component]
    ) -> Document {
        // Without the page's script the browser asks again by itself; with it, it hears of changes.
        let leave: Document.Leave? =
            switch snapshot.step {
            case .weighing, .refusing, .beginning, .underWay, .bench(.working):
                .init(after: .seconds(2), to: "/")
            default: .init(after: .seconds(61), to: "/")
            }
        return CabinetPage(
            frame,
            title: title,
            steps: steps,
            notice: notice,
            actions: actions,
            leave: leave,
            content: content
        ).document
    }

    func takeSteps(_ current: Int) -> Steps {
        Steps(
            [.stepWho, .stepWhich, .stepCheck, .stepOpen].map { (text: CabinetText) in say(text) },
            current: current
        )
    }

    func benchSteps(_ current: Int) -> Steps {
        Steps([.stepWho, .stepRead, .stepPIN].map { (text: CabinetText) in say(text) }, current: current)
    }

    var cancel: Action { Action(say(CabinetText.cancel), .post("/cancel", token)) }

    func toStart(_ weight: Action.Weight = .main) -> Action {
        Action(say(CabinetText.toStart), .post("/cancel", token), weight: weight)
    }

    /// The cabinet's front with one drawer lit.
    func drawing(lit: UInt64?) -> CabinetDrawing {
        let custody = snapshot.view.custody
        let drawers = snapshot.drawers.map { drawer in
            let mark: StateMark? =
                if custody.quarantines[drawer] != nil {
                    .wrong
                } else if let seal = custody.seal(in: drawer) {
                    if case .present = custody.seals[seal] { .inPlace } else { .inQuestion }
                } else {
                    .out
                }
            return CabinetDrawing.Drawer("\(drawer)", mark: mark, isLit: drawer == lit)
        }
        return CabinetDrawing(drawers, columnCount: min(settings.columnCount, max(1, drawers.count)))
    }

    func drawerCard(_ drawer: UInt64) -> Card {
        Card(title: say(CabinetText.drawerTitle, "\(drawer)")) { drawing(lit: drawer) }
    }

    func wait(_ title: CabinetText, steps: Steps? = nil, _ detail: CabinetText = .checkingDetail) -> Document
    {
        page(say(title), steps: steps) { Prose(say(detail), voice: .quiet) }
    }

    func troublePage(_ trouble: ScreenTrouble) -> Document {
        let words = { (part: TroubleText.Part) in say(TroubleText(trouble: trouble, part: part)) }
        let again = Action(say(CabinetText.tryAgain), .post("/again", token), weight: .main)
        let canRetry = snapshot.flow.benchBefore != nil
        return page(
            say(CabinetText.troubleTitle),
            notice: .problem(
                words(.happened),
                meaning: say(CabinetText.nothingMoved),
                next: words(.next),
                call: help
            ),
            actions: canRetry ? [toStart(.plain), again] : [toStart()]
        ) {}
    }
}
