import Authority
import CabinetAppliance
import Custody
import Headquarters
import Records
import Simulation
import Store

/// Draws what happens next in a story, and makes it happen.
struct Director: Sendable {
    /// Which step the story is at.
    private(set) var stepNumber = 0
    var isOver: Bool { stepNumber >= mood.stepCount }

    let mood: Mood
    let stage: Stage
    var generator: SeededGenerator
    var hands: [Hand]
    var images: [String: DiskImage] = [:]
    var grantCount = 0

    init(_ mood: Mood, _ stage: Stage, _ generator: SeededGenerator) {
        self.mood = mood
        self.stage = stage
        self.generator = generator
        hands = stage.cabinets.map { Hand($0, in: stage.house) }
        stage.house.network.change { weather in
            if mood.faults.contains(.cuts) { weather.framesPerCut = 40 }
            if mood.faults.contains(.relays) { weather.connectionsPerRelay = 3 }
            if mood.faults.contains(.stalls) { weather.latency = 1...2_000 }
        }
    }

    var house: House { stage.house }

    /// One thing happens, and some time passes.
    mutating func step() async {
        stepNumber += 1
        house.trace.note("step \(stepNumber)")
        revive()
        if let fault = mood.faults.sorted(by: { $0.rawValue < $1.rawValue }).randomElement(using: &generator),
            oneIn(3)
        {
            await commit(fault)
        } else {
            await live()
        }
        for hand in hands { await hand.checkReturn() }
        await pass()
    }

    mutating func oneIn(_ count: UInt64) -> Bool { generator.next() % count == 0 }

    mutating func draw<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> Number {
        Number.random(in: range, using: &generator)
    }

    private mutating func pass() async {
        let milliseconds: UInt64 =
            switch draw(0...19) {
            case 0 where mood.faults.contains(.longPauses): draw(60_000...7_200_000)
            case 0...3: draw(1_000...30_000)
            default: draw(0...300)
            }
        await pause(milliseconds)
    }

    /// Time passes: not for long while two machines have one key, which displace each other every second or two.
    func pause(_ milliseconds: UInt64) async {
        let most: UInt64 = stage.copy.power.isOn ? 60_000 : .max
        try? await house.thread.sleep(milliseconds: min(milliseconds, most))
    }

    /// Gives power to machines that lost it, sooner or later.
    private mutating func revive() {
        if !stage.headquarters.power.isOn, stage.headquarters.running == nil, oneIn(3) {
            stage.headquarters.power.turn(on: true)
        }
        for cabinet in stage.cabinets where !cabinet.power.isOn && cabinet.running == nil && oneIn(3) {
            cabinet.power.turn(on: true)
        }
    }
}

extension Director {
    /// What happens in a company without any fault.
    private mutating func live() async {
        let index = Int(draw(0...UInt64(stage.cabinets.count - 1)))
        switch draw(0...31) {
        case 0...3: await write(draw(1...12), detail: 40, at: stage.cabinets[index])
        case 4...5: await alarm(at: stage.cabinets[index])
        case 6...9: await grant(to: stage.cabinets[index])
        case 10...11: await revoke(at: stage.cabinets[index])
        case 12...13: await noteHeads()
        case 14: await rotate(stage.cabinets[index])
        case 15: await confirmEpochs()
        default: await hands[index].act(using: &generator)
        }
    }

    private mutating func noteHeads() async {
        await note("hq notes its heads") { try await $0.noteHeads() }
    }

    mutating func write(_ count: Int, detail byteCount: Int, at cabinet: CabinetMachine) async {
        guard let ledger = cabinet.running?.ledger else { return }
        let draft = Draft(
            .system,
            .started,
            actor: Actor(component: "story"),
            detail: .bytes([UInt8](repeating: 7, count: byteCount))
        )
        do {
            try await ledger.append([Draft](repeating: draft, count: count))
            house.trace.note("\(cabinet.place) writes \(count)")
        } catch {
            house.trace.note("\(cabinet.place) cannot write: \(Judge.code(of: error))")
        }
    }

    private mutating func alarm(at cabinet: CabinetMachine) async {
        guard let ledger = cabinet.running?.ledger else { return }
        let finding = Draft(
            .alarm,
            .findingOpened,
            actor: Actor(component: "story"),
            subject: Subject(finding: Identifier(using: &generator)),
            detail: FindingOpened(kind: .forced, note: "somebody pulled at a drawer").canonical,
            isSigned: true
        )
        do { try await ledger.append([finding]) } catch {
            house.trace.note("\(cabinet.place) cannot write an alarm: \(Judge.code(of: error))")
        }
    }

    private mutating func grant(to cabinet: CabinetMachine) async {
        grantCount += 1
        let (number, uses) = (grantCount, draw(UInt64(1)...3))
        let enrolled = cabinet.enrolled
        let (staff, judge) = (house.founding.staff, house.judge)
        await note("hq files grant \(number) for \(cabinet.place)") { ledger in
            let statement = enrolled.grant(
                number,
                Founding.head(ledger),
                uses: uses,
                from: Founding.firstMoment - 1_000,
                until: Founding.firstMoment + 30 * 86_400_000
            )
            let approved = try staff.approved(statement)
            judge.signed(approved)
            _ = try await ledger.give(grant: approved, by: Actor(component: "story"))
        }
    }

    mutating func revoke(at cabinet: CabinetMachine, by face: HeadquartersMachine? = nil) async {
        let site = cabinet.enrolled.site
        guard let running = (face ?? stage.headquarters).running,
            let policy = running.ledger.view.policies[site]
        else {
            return
        }
        let store = running.store
        let grants = policy.grants(for: cabinet.enrolled.taker)
        guard let grant = grants.randomElement(using: &generator)?.statement.grant else { return }
        let judge = house.judge
        await note("hq revokes a grant of \(cabinet.place)", at: face) { ledger in
            let draft = Draft(
                .taking,
                .grantRevoked,
                isCritical: true,
                actor: Actor(component: "story"),
                subject: Subject(grant: grant)
            )
            let given = try await ledger.takeAway(draft, at: site, because: "")
            let size = given.index + 1
            if let root = try? store.root(of: given.origin, size: size) {
                judge.revoked(grant, under: TreeHead(size: size, root: root))
            }
        }
    }

    /// Does something at headquarters, where it runs.
    ///
    /// `face` is the machine that runs under its keys beside the first one; nil for that.
    func note(
        _ text: String,
        at face: HeadquartersMachine? = nil,
        _ body: (HeadquartersLedger) async throws -> Void
    ) async {
        guard let ledger = (face ?? stage.headquarters).running?.ledger else { return }
        do {
            try await body(ledger)
            house.trace.note(text)
        } catch {
            house.trace.note("\(text), in vain: \(Judge.code(of: error))")
            house.trace.overhear("\(error)")
        }
    }
}
