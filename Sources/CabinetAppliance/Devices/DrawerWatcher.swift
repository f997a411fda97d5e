import Authority
import Cryptography
import Custody
import Drawers
import Logging
package import Records

/// Looks at the drawers ten times a second, tells the visit under way, and writes what must be explained.
package actor DrawerWatcher<Store: LogStore> {
    private static var interval: Duration { .milliseconds(100) }

    private let bank: DrawerBank
    private let conductor: VisitConductor<Store>
    private let ledger: CabinetLedger<Store>
    private let gauges: Gauges
    private let logger: Logger
    /// How often in a row a board may be silent before that is a finding: a disturbed answer is none.
    private static var silentLookCountMax: Int { 10 }
    /// The boards that did not answer the last look, and for how many looks.
    private var silentBoards: [String: Int] = [:]

    init(
        bank: DrawerBank,
        conductor: VisitConductor<Store>,
        ledger: CabinetLedger<Store>,
        gauges: Gauges = Gauges(),
        logger: Logger
    ) {
        self.gauges = gauges
        self.bank = bank
        self.conductor = conductor
        self.ledger = ledger
        self.logger = logger
    }

    /// Watches until the task is cancelled.
    package func run() async {
        for fault in await bank.start() { await note(fault) }
        while !Task.isCancelled {
            let (reports, faults) = await bank.look()
            for fault in faults { await note(fault) }
            let silent = Set(faults.map(\.board))
            silentBoards = silentBoards.filter { silent.contains($0.key) }
            await measure(reports, faults)
            for report in reports { await write(report) }
            await tellConductor()
            try? await Task.sleep(for: Self.interval)
        }
    }

    private func measure(_ reports: [DrawerReport], _ faults: [BoardFault]) async {
        let (silent, times) = (Set(faults.map(\.board)), await bank.answerTimes)
        for (place, board) in bank.boardNames.enumerated() {
            gauges.note(.boardSilent, at: UInt64(place + 1), silent.contains(board) ? 1 : 0)
            guard let duration = times[board] else { continue }
            gauges.note(.boardTime, at: UInt64(place + 1), Int64(duration / .milliseconds(1)))
        }
        for report in reports {
            let drawer = UInt64(report.drawer)
            switch report.event.kind {
            case .opened, .forced: gauges.note(.drawerOpened, at: drawer, 1)
            case .closed: gauges.note(.drawerClosed, at: drawer, 1)
            default: break
            }
        }
    }

    private func tellConductor() async {
        guard let plan = await conductor.current?.plan else { return }
        let state = await bank.state(of: Int(clamping: plan.drawer))
        await conductor.observe(drawer: plan.drawer, condition: DrawerCondition(state))
    }

    /// A board that stays silent is a finding, once: what its drawers do meanwhile nobody sees.
    private func note(_ fault: BoardFault) async {
        let count = silentBoards[fault.board, default: 0] + 1
        silentBoards[fault.board] = count
        if count == 1 {
            logger.error(
                "board.silent",
                metadata: ["board.name": "\(fault.board)", "error": "\(fault.error)"]
            )
        }
        guard count == Self.silentLookCountMax else { return }
        await write(.ill, "the lock board \(fault.board) does not answer", component: "board \(fault.board)")
    }

    private func write(_ report: DrawerReport) async {
        guard let (kind, text) = Self.finding(report.event.kind) else { return }
        await write(kind, text, component: "drawer \(report.drawer)", drawer: UInt64(report.drawer))
    }

    private func write(_ kind: FindingKind, _ text: String, component: String, drawer: UInt64? = nil) async {
        let draft = Draft(
            .alarm,
            .findingOpened,
            actor: Actor(component: component),
            subject: Subject(finding: .drawn(), drawer: drawer),
            detail: FindingOpened(kind: kind, note: text).canonical,
            isSigned: true
        )
        do { try await ledger.append([draft]) } catch {
            logger.critical("finding.not-written", metadata: ["finding": "\(text)", "error": "\(error)"])
        }
    }

    private static func finding(_ kind: DrawerEvent.Kind) -> (FindingKind, String)? {
        switch kind {
        case .forced: (.forced, "the drawer opened without being released")
        case .ajar: (.ajar, "bolt and door disagree")
        case .heldOpen: (.heldOpen, "the drawer stands open for too long")
        case .sensorIll(let door, let bolt):
            (.ill, "a sensor cannot be believed (door \(door), bolt \(bolt))")
        case .jammed, .foundClosed, .foundOpen, .opened, .closed, .sensorsWell: nil
        }
    }
}
