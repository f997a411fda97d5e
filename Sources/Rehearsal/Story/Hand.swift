import Authority
import CabinetAppliance
import Custody
import Records
import Simulation
import Store

/// The taker at one cabinet, the seal in the world, and the drawer between them.
///
/// It drives the real ``VisitMachine`` over the real ledger, one event at a time, so that a crash can come between any two.
struct Hand: Sendable {
    /// Where the seal really is.
    enum Place: Sendable, Equatable {
        case drawer(UInt64)
        case hand
    }

    /// The seal was never in the cabinet when a story begins.
    private(set) var place = Place.hand
    private var visit: VisitMachine?
    /// The start of the cabinet in which the visit is under way.
    private var start: UInt64 = 0
    private var visitCount = 0
    /// What could not be written yet.
    private var unwritten: [Draft] = []

    private var cabinet: CabinetMachine
    private let house: House

    init(_ cabinet: CabinetMachine, in house: House) {
        self.cabinet = cabinet
        self.house = house
    }

    /// Another machine stands in the cabinet's place, around the same drawers.
    mutating func move(to machine: CabinetMachine) {
        cabinet = machine
        (visit, unwritten, start) = (nil, [], 0)
    }

    /// Does the next thing that happens at this cabinet.
    mutating func act(using generator: inout SeededGenerator) async {
        guard let running = cabinet.running else { return }
        if running.start != start {
            (visit, unwritten, start) = (nil, [], running.start)
        }
        await look(running)
        if visit?.isOver != false {
            visit = nil
            await begin(running, using: &generator)
        } else {
            await goOn(running, using: &generator)
        }
    }

    /// While the acts are folded anew the readers say which drawers are empty.
    private func look(_ running: CabinetMachine.Running) async {
        if running.ledger.view.isRebuilding { await running.ledger.look(readings) }
    }

    /// What the readers of all drawers see.
    private var readings: [UInt64: TagReading] {
        let drawers = (1...EnrolledCabinet.drawerCount).map { drawer in
            (drawer, place == .drawer(drawer) ? TagReading.proved(cabinet.enrolled.tag) : .empty)
        }
        return Dictionary(uniqueKeysWithValues: drawers)
    }

    /// Whether the seal could be brought back now, as the cabinet sees it.
    func checkReturn() async {
        if let running = cabinet.running { await look(running) }
        guard place == .hand, visit?.isOver != false, let view = cabinet.running?.ledger.view,
            view.obeyed.policy.lockMaps[cabinet.enrolled.name] != nil, view.custody.openVisits.isEmpty
        else { return }
        if view.returnDesk.drawer(for: cabinet.enrolled.seal, by: cabinet.enrolled.taker) == nil {
            house.judge.report(.returns, "\(cabinet.place) has no drawer for a seal that comes back")
        }
    }
}

extension Hand {
    private mutating func begin(_ running: CabinetMachine.Running, using generator: inout SeededGenerator)
        async
    {
        let view = running.ledger.view
        if let open = view.custody.openVisits.values.first {
            let plan = VisitPlan(
                resuming: open,
                seal: view.obeyed.policy.seals[cabinet.enrolled.seal],
                finding: id(next())
            )
            let (machine, actions) = VisitMachine.resolving(
                plan,
                timing: VisitMachine.Timing(),
                drawer: .closed,
                now: running.ledger.now
            )
            visit = machine
            return await perform(actions, running)
        }
        if view.custody.awaitsCount, !view.isRebuilding {
            await count(running)
        } else if place == .hand {
            await giveBack(running)
        } else if let grant = view.obeyed.policy.grants(for: cabinet.enrolled.taker).randomElement(
            using: &generator
        ) {
            await take(grant, running)
        }
    }

    /// Looks into every drawer, as a machine does that took another's place.
    private mutating func count(_ running: CabinetMachine.Running) async {
        let view = running.ledger.view
        let request = CountRequest(
            run: id(next()),
            nonce: Bytes([UInt8](repeating: 1, count: 16)),
            deadline: 0
        )
        let answer = view.custody.countAnswer(
            to: request,
            readings: readings,
            policy: view.obeyed.policy
        )
        let draft = Draft(
            .count,
            .countAnswered,
            actor: Actor(component: "count"),
            subject: Subject(run: request.run),
            detail: answer.canonical,
            isSigned: true
        )
        do {
            try await running.ledger.append([draft])
            house.trace.note("\(cabinet.place) counts")
        } catch {
            house.trace.note("\(cabinet.place) cannot write a count: \(Judge.code(of: error))")
        }
    }

    private mutating func take(_ grant: FiledGrant, _ running: CabinetMachine.Running) async {
        let view = running.ledger.view
        let present = running.ledger.present
        let taker = IdentifiedPerson(person: cabinet.enrolled.taker, methods: [.card, .pin])
        let question = TakeQuestion(
            seal: cabinet.enrolled.seal,
            grantDigest: grant.digest,
            taker: taker,
            companion: nil,
            interval: present.interval,
            contactAgeSeconds: present.contactAgeSeconds
        )
        switch view.takeDesk.decide(question) {
        case .refused(let reasons):
            house.trace.note("\(cabinet.place) refuses a take: \(reasons.map(\.rawValue))")
            let isForged = reasons.contains(.grantForged) || reasons.contains(.grantNotApproved)
            guard isForged, house.planted == .credulousLock,
                let seal = view.obeyed.policy.seals[cabinet.enrolled.seal],
                case .drawer(let drawer) = place
            else { return }
            await open(drawer, for: grant, seal, by: taker, running)
        case .permitted(let permit):
            await open(permit.drawer, for: permit.grant, permit.seal, by: taker, running)
        }
    }

    private mutating func open(
        _ drawer: UInt64,
        for grant: FiledGrant,
        _ seal: SealStatement,
        by taker: IdentifiedPerson,
        _ running: CabinetMachine.Running
    ) async {
        let (known, store) = (running.ledger.view.obeyed.policy.size, running.store)
        let policy = try? LogNames.policy(Staff.organisation, site: cabinet.enrolled.site, epoch: 1)
        house.judge.opens(for: grant, at: cabinet.place) { size in
            size <= known ? policy.flatMap { try? store.root(of: $0, size: size) } : nil
        }
        let begun = VisitBegun(
            persons: [taker],
            grantDigest: grant.digest,
            interval: running.ledger.present.interval,
            expectedReturn: grant.statement.expectedReturn
        )
        await start(.take, drawer, seal, begun, grant.statement.grant, running)
    }

    private mutating func giveBack(_ running: CabinetMachine.Running) async {
        let view = running.ledger.view
        let taker = cabinet.enrolled.taker
        guard let drawer = view.returnDesk.drawer(for: cabinet.enrolled.seal, by: taker) else { return }
        if house.planted == .returnNeedsLine, !running.replication.isOnline {
            return house.judge.report(.returns, "\(cabinet.place) sends a seal away that comes back")
        }
        let begun = VisitBegun(persons: [IdentifiedPerson(person: taker, methods: [.card])])
        let failures = cabinet.disk.failureCount
        let isBegun = await start(
            .giveBack,
            drawer,
            view.obeyed.policy.seals[cabinet.enrolled.seal],
            begun,
            nil,
            running
        )
        if !isBegun, cabinet.disk.failureCount == failures, cabinet.power.isOn,
            cabinet.running?.start == start
        {
            house.judge.report(.returns, "\(cabinet.place) could not begin a return on a sound disk")
        }
    }

    @discardableResult
    private mutating func start(
        _ purpose: OpenVisit.Purpose,
        _ drawer: UInt64,
        _ seal: SealStatement?,
        _ begun: VisitBegun,
        _ grant: Identifier<GrantSubject>?,
        _ running: CabinetMachine.Running
    ) async -> Bool {
        let plan = VisitPlan(
            visit: id(next()),
            purpose: purpose,
            drawer: drawer,
            seal: seal,
            actor: Actor(person: cabinet.enrolled.taker),
            grant: grant,
            begun: begun,
            finding: id(next())
        )
        let machine = VisitMachine(plan: plan, timing: VisitMachine.Timing())
        for case .storeIntent(let draft) in machine.begin() {
            do {
                try await running.ledger.append([draft])
            } catch {
                house.trace.note("\(cabinet.place) begins no visit: \(Judge.code(of: error))")
                return false
            }
        }
        visit = machine
        house.trace.note("\(cabinet.place) begins a \(purpose) at drawer \(drawer)")
        await receive(.intentStored, running)
        return true
    }

    private mutating func goOn(_ running: CabinetMachine.Running, using generator: inout SeededGenerator)
        async
    {
        guard let visit else { return }
        switch visit.phase {
        case .awaitingOpen:
            await receive(generator.next() % 8 == 0 ? .tick : .drawer(.open), running)
        case .open:
            switch visit.plan.purpose {
            case .take where generator.next() % 8 != 0: place = .hand
            case .giveBack where generator.next() % 8 != 0: place = .drawer(visit.plan.drawer)
            default: break
            }
            await receive(.drawer(.closed), running)
        case .recording: await write(unwritten, running)
        default: await receive(.tick, running)
        }
    }

    private mutating func receive(_ event: VisitMachine.Event, _ running: CabinetMachine.Running) async {
        guard let actions = visit?.receive(event, at: running.ledger.now) else { return }
        await perform(actions, running)
    }

    private mutating func perform(_ actions: [VisitMachine.Action], _ running: CabinetMachine.Running) async {
        for action in actions {
            switch action {
            case .note(let draft): try? await running.ledger.append([draft])
            case .storeOutcome(let drafts): await write(drafts, running)
            case .pulse: await receive(.pulsed(.done), running)
            case .read(let drawer):
                await receive(
                    .reading(place == .drawer(drawer) ? .proved(cabinet.enrolled.tag) : .empty),
                    running
                )
            case .finish(let result): house.trace.note("\(cabinet.place) ends a visit: \(result)")
            case .storeIntent, .light, .remindToClose: break
            }
        }
    }

    /// The outcome must be written; what a drive refuses is tried again with the next step.
    private mutating func write(_ drafts: [Draft], _ running: CabinetMachine.Running) async {
        unwritten = drafts
        do {
            try await running.ledger.append(drafts)
        } catch {
            return house.trace.note("\(cabinet.place) cannot write an outcome: \(Judge.code(of: error))")
        }
        unwritten = []
        await receive(.outcomeStored, running)
    }

    private mutating func next() -> Int {
        visitCount += 1
        return cabinet.enrolled.number * 1_000_000 + visitCount
    }
}
