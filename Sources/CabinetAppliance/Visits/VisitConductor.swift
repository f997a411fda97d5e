import Authority
package import Custody
import Drawers
import Host
package import Records

/// Carries out one visit at a time: asks the machine, writes, releases, looks.
///
/// Whatever is written is on disk before the next step; whatever is told has been written.
package actor VisitConductor<Store: LogStore> {
    /// Why a visit was not begun.
    package enum Refusal: Error, Sendable, Hashable {
        /// Another drawer is open or being opened.
        case busy
        /// Nothing could be written: the visit did not begin and nothing moved.
        case notWritten(String)
    }

    /// How often a drawer is asked again that has not told its state since the start.
    private static var lookPause: Duration { .milliseconds(100) }

    private let ledger: CabinetLedger<Store>
    private let drawers: DrawerBank
    private let readers: SlotReaders
    private let timing: VisitMachine.Timing
    private let changes = Changes()
    private var machine: VisitMachine?
    private var remindedAt: UInt64?
    private var isResolving = false

    init(
        ledger: CabinetLedger<Store>,
        drawers: DrawerBank,
        readers: SlotReaders,
        timing: VisitMachine.Timing
    ) {
        self.ledger = ledger
        self.drawers = drawers
        self.readers = readers
        self.timing = timing
    }

    /// The visit under way or last ended, and where it stands.
    package var current: (plan: VisitPlan, phase: VisitMachine.Phase)? { machine.map { ($0.plan, $0.phase) } }

    /// When people were last asked to close the drawer, in monotonic milliseconds; nil when not in this visit.
    package var lastReminder: UInt64? { remindedAt }

    /// Whether a visit is under way, or one of before the start is not resolved yet.
    package var isBusy: Bool { isResolving || isUnderWay }

    private var isUnderWay: Bool { machine.map { !$0.isOver } ?? false }

    /// A sequence that yields whenever the visit has moved.
    package nonisolated func updates() -> AsyncStream<Void> { changes.stream() }

    /// Begins a visit; returns when its intent is on disk and its lock was released, or nothing was begun.
    package func begin(_ plan: VisitPlan) async throws(Refusal) {
        guard !isBusy else { throw .busy }
        let machine = VisitMachine(plan: plan, timing: timing)
        self.machine = machine
        remindedAt = nil
        for case .storeIntent(let draft) in machine.begin() {
            do {
                try await ledger.append([draft])
            } catch {
                self.machine = nil
                throw .notWritten("\(error)")
            }
        }
        await receive(.intentStored)
    }

    /// Lets nobody begin a visit until ``resolve(_:)`` is over; the screen may be shown meanwhile.
    package func holdForResolution() { isResolving = true }

    /// Lets nobody begin another visit once the one under way is over; returns then.
    package func holdWhenIdle() async {
        while isBusy, !Task.isCancelled { try? await Task.sleep(for: Self.lookPause) }
        isResolving = true
    }

    /// Resolves openings that a stop of the device cut in two, by looking; returns when all are.
    package func resolve(_ openings: [OpenVisit]) async {
        isResolving = true
        for open in openings {
            while await drawers.state(of: Int(clamping: open.drawer)) == .unknown, !Task.isCancelled {
                try? await Task.sleep(for: Self.lookPause)
            }
            await resume(open)
            while isUnderWay, !Task.isCancelled { try? await Task.sleep(for: Self.lookPause) }
        }
        isResolving = false
        changes.yield()
    }

    private func resume(_ open: OpenVisit) async {
        let seal = open.seal.flatMap { ledger.view.obeyed.policy.seals[$0] }
        let plan = VisitPlan(resuming: open, seal: seal, finding: .drawn())
        let state = await drawers.state(of: Int(clamping: open.drawer))
        let (machine, actions) = VisitMachine.resolving(
            plan,
            timing: timing,
            drawer: DrawerCondition(state),
            now: ledger.now
        )
        self.machine = machine
        await perform(actions)
    }

    /// Tells the visit what a drawer looks like now, and that time has passed.
    package func observe(drawer: UInt64, condition: DrawerCondition) async {
        guard let machine, machine.plan.drawer == drawer, !machine.isOver else { return }
        await receive(.drawer(condition))
        await receive(.tick)
    }

    private func receive(_ event: VisitMachine.Event) async {
        guard var machine else { return }
        let before = machine.phase
        let actions = machine.receive(event, at: ledger.now)
        guard machine.phase != before || !actions.isEmpty else { return }
        self.machine = machine
        await perform(actions)
    }

    private func perform(_ actions: [VisitMachine.Action]) async {
        changes.yield()
        for action in actions { await perform(action) }
    }

    private func perform(_ action: VisitMachine.Action) async {
        switch action {
        case .storeIntent: break
        case .note(let draft): try? await ledger.append([draft])
        case .storeOutcome(let drafts):
            let apart = machine.flatMap { ledger.view.custody.quarantines[$0.plan.drawer] }
            await storeOutcome(drafts)
            if let machine { CabinetMetrics.ended(machine.plan.purpose) }
            if case .ended(.setAside(isFree: true))? = machine?.phase, let apart {
                readers.pardon(apart.reading, obeyed: ledger.view.obeyed)
            }
        case .pulse(let drawer):
            await receive(.pulsed(await pulse(drawer)))
        case .light(let drawer, let isOn):
            // A drawer without a light is shown on the screen alone.
            try? await drawers.setLight(of: Int(clamping: drawer), on: isOn)
        case .read(let drawer):
            let obeyed = ledger.view.obeyed
            let place = obeyed.policy.lockMaps[ledger.view.identity.cabinet]?.drawers.first {
                $0.drawer == drawer
            }
            await receive(.reading(await readers.look(through: place?.reader ?? "", obeyed: obeyed)))
        case .remindToClose:
            remindedAt = ledger.now
            changes.yield()
        case .finish: break
        }
    }

    private func pulse(_ drawer: UInt64) async -> PulseOutcome {
        do throws(DrawersError) {
            try await drawers.release(Int(clamping: drawer))
            return .done
        } catch {
            return error.code == .outcomeUnknown ? .unknown : .failed
        }
    }

    /// The outcome must be written; a disk that refuses it is asked again until it takes it or the device stops.
    private func storeOutcome(_ drafts: [Draft]) async {
        while !Task.isCancelled {
            do {
                try await ledger.append(drafts)
                await receive(.outcomeStored)
                return
            } catch {
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}

extension DrawerCondition {
    /// What a watched drawer says to a visit.
    init(_ state: DrawerState?) {
        self =
            switch state {
            case .lockedAndClosed, .released, .jammed: .closed
            case .open, .forced, .heldOpen: .open
            case .ajar, .sensorIll, .unknown, nil: .ill
            }
    }
}
