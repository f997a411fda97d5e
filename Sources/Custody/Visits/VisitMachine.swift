import Authority
package import Records

/// What a drawer looks like to a visit, from its debounced sensors.
package enum DrawerCondition: Sendable, Hashable {
    /// Bolt and door say closed.
    case closed
    /// The door says open.
    case open
    /// The sensors disagree or are ill: says nothing.
    case ill
}

/// What became of a pulse on a lock.
package enum PulseOutcome: Sendable, Hashable {
    /// The board confirmed it.
    case done
    /// The board did not answer: the lock may have moved. Look, never repeat blindly.
    case unknown
    /// The board refused, or is known not to have received it.
    case failed
}

/// One opening of one drawer from intent to outcome.
///
/// Pure: events and time in, actions out.
///
/// Intent is durable before the pulse, the outcome before anybody is told. Whatever fails on the way, the end is found by
/// looking at the slot, never by guessing.
package struct VisitMachine: Sendable {
    /// How long a visit waits for people and things.
    package struct Timing: Sendable, Hashable {
        /// From the pulse until the drawer must be seen open.
        package var openSeconds: UInt64
        /// From open until people are reminded to close, and again each time it passes.
        package var closeSeconds: UInt64

        /// Waits in seconds.
        package init(openSeconds: UInt64 = 15, closeSeconds: UInt64 = 60) {
            self.openSeconds = openSeconds
            self.closeSeconds = closeSeconds
        }
    }

    /// What happened.
    package enum Event: Sendable {
        /// The intent is durable.
        case intentStored
        /// The pulse came to this.
        case pulsed(PulseOutcome)
        /// The drawer looks like this now.
        case drawer(DrawerCondition)
        /// The slot's reader found this.
        case reading(TagReading)
        /// The outcome is durable.
        case outcomeStored
        /// Time has passed.
        case tick
    }

    /// What to do next.
    package enum Action: Sendable {
        /// Write these records in one commit, then answer `intentStored`.
        case storeIntent(Draft)
        /// Write this record; nothing waits for it.
        case note(Draft)
        /// Write these records in one commit, then answer `outcomeStored`.
        case storeOutcome([Draft])
        /// Release the lock once, then answer `pulsed`.
        case pulse(drawer: UInt64)
        /// Switch the drawer's light.
        case light(drawer: UInt64, isOn: Bool)
        /// Ask the slot's reader what is there, then answer `reading`.
        case read(drawer: UInt64)
        /// Remind people to close the drawer.
        case remindToClose(drawer: UInt64)
        /// The visit is over.
        case finish(VisitResult)
    }

    /// Where the visit stands; what a screen shows.
    package enum Phase: Sendable, Hashable {
        /// The intent is being written.
        case intending
        /// The lock is being released.
        case releasing
        /// Released; waiting for the drawer to open until the given monotonic millisecond.
        case awaitingOpen(until: UInt64)
        /// Open; people are reminded at the given monotonic millisecond.
        case open(remindAt: UInt64)
        /// Closed; the reader looks.
        case reading(drawerOpened: Bool)
        /// The outcome is being written.
        case recording(VisitResult)
        /// Over.
        case ended(VisitResult)
    }

    /// What is being done.
    package let plan: VisitPlan
    /// Where it stands.
    package private(set) var phase: Phase = .intending

    /// Whether its outcome is durable.
    package var isOver: Bool {
        if case .ended = phase { true } else { false }
    }

    private let timing: Timing
    private let isResolved: Bool

    /// A visit that has not begun; ``begin()`` gives the first actions.
    package init(plan: VisitPlan, timing: Timing) {
        self.plan = plan
        self.timing = timing
        isResolved = false
    }

    /// A visit whose intent was written before the device stopped: resolved by looking at drawer and slot.
    package static func resolving(
        _ plan: VisitPlan,
        timing: Timing,
        drawer: DrawerCondition,
        now: UInt64
    ) -> (machine: VisitMachine, actions: [Action]) {
        var machine = VisitMachine(plan: plan, timing: timing, isResolved: true)
        if drawer == .open {
            machine.phase = .open(remindAt: now)
            return (machine, [.light(drawer: plan.drawer, isOn: true)])
        }
        machine.phase = .reading(drawerOpened: true)
        return (machine, [.read(drawer: plan.drawer)])
    }

    private init(plan: VisitPlan, timing: Timing, isResolved: Bool) {
        self.plan = plan
        self.timing = timing
        self.isResolved = isResolved
    }

    /// The first action: write the intent.
    package func begin() -> [Action] { [.storeIntent(plan.intent)] }

    /// Takes an event at a monotonic millisecond.
    ///
    /// Events that do not fit the phase change nothing.
    package mutating func receive(_ event: Event, at now: UInt64) -> [Action] {
        switch (phase, event) {
        case (.intending, .intentStored):
            phase = .releasing
            return [.light(drawer: plan.drawer, isOn: true), .pulse(drawer: plan.drawer)]
        case (.releasing, .pulsed(.failed)):
            // The board says that nothing moved; the slot says whether that is so.
            phase = .reading(drawerOpened: false)
            return [.read(drawer: plan.drawer)]
        case (.releasing, .pulsed):
            phase = .awaitingOpen(until: now + timing.openSeconds * 1_000)
            return []
        case (.releasing, .drawer(.open)), (.awaitingOpen, .drawer(.open)):
            return opened(at: now)
        case (.awaitingOpen(let until), .tick) where now >= until:
            // Perhaps the lock is jammed, perhaps only the sensor is ill: the slot tells.
            phase = .reading(drawerOpened: false)
            return [.read(drawer: plan.drawer)]
        case (.open, .drawer(.closed)):
            phase = .reading(drawerOpened: true)
            return [.note(plan.drawerMoved(.drawerClosed)), .read(drawer: plan.drawer)]
        case (.open(let remindAt), .tick) where now >= remindAt:
            phase = .open(remindAt: now + timing.closeSeconds * 1_000)
            return [.remindToClose(drawer: plan.drawer)]
        case (.reading(let drawerOpened), .reading(let reading)):
            return finish(reading: reading, drawerOpened: drawerOpened)
        case (.reading, .drawer(.open)):
            // Opened again before anybody looked: what the reader says now would be about another moment.
            return opened(at: now)
        case (.recording(let result), .outcomeStored):
            phase = .ended(result)
            return [.finish(result)]
        default:
            return []
        }
    }
}

extension VisitMachine {
    fileprivate mutating func opened(at now: UInt64) -> [Action] {
        phase = .open(remindAt: now + timing.closeSeconds * 1_000)
        return [.note(plan.drawerMoved(.drawerOpened))]
    }

    fileprivate mutating func finish(reading: TagReading, drawerOpened: Bool) -> [Action] {
        let result = plan.result(reading: reading, drawerOpened: drawerOpened)
        phase = .recording(result)
        return [
            .light(drawer: plan.drawer, isOn: false),
            .storeOutcome(plan.outcomeDrafts(result, reading: reading, isResolved: isResolved)),
        ]
    }
}
