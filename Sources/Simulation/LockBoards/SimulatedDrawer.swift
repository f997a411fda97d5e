/// A drawer as a thing: a spring behind a door, a hook that a coil draws and that catches the door when it is pushed shut.
struct SimulatedDrawer {
    typealias Instant = ContinuousClock.Instant

    /// What a sensor does instead of sensing.
    enum SensorFault: Hashable {
        /// It shows this whatever the drawer does.
        case stuck(active: Bool)
        /// It changes all the time.
        case chattering
    }

    /// From the hook's release to the door's standing open: the spring's time.
    static let springTime: Duration = .milliseconds(60)
    /// How long a chattering sensor stays in one position.
    static let chatterTime: Duration = .milliseconds(25)

    private(set) var isOpen = false
    private(set) var isBoltDrawn = false
    /// The coil is off from this moment on; nil while it is off.
    private(set) var energisedUntil: Instant?
    /// A hand holds the door where it is.
    var isHeld = false
    /// The bolt does not follow the coil.
    var isBoltJammed = false
    /// The hook does not catch when the door is pushed shut.
    var isHookWorn = false
    var doorFault: SensorFault?
    var boltFault: SensorFault?

    /// When the spring has pushed the door open, if the hook stays drawn until then.
    private var opensAt: Instant?

    /// Something moves by itself soon.
    var isMoving: Bool { energisedUntil != nil || opensAt != nil }

    /// The coil gets current until `end`; a longer pulse that is under way goes on.
    mutating func energise(until end: Instant, at now: Instant) {
        energisedUntil = max(end, energisedUntil ?? end)
        if !isBoltJammed { isBoltDrawn = true }
        startSpring(at: now)
    }

    /// The coil's current ends.
    mutating func release(at now: Instant) {
        energisedUntil = nil
        if !isOpen {
            isBoltDrawn = false
            opensAt = nil
        }
    }

    /// Lets time pass; true when the door opened meanwhile.
    mutating func advance(to now: Instant) -> Bool {
        var opened = false
        if let moment = opensAt, moment <= now, moment <= energisedUntil ?? moment {
            opensAt = nil
            if !isHeld {
                isOpen = true
                opened = true
            }
        }
        if let end = energisedUntil, end <= now { release(at: now) }
        return opened
    }

    /// A person pushes the door shut; false when a hand holds it.
    mutating func push(at now: Instant) -> Bool {
        guard !isHeld else { return false }
        guard isOpen else { return true }
        isOpen = false
        if energisedUntil == nil {
            isBoltDrawn = isHookWorn
        } else {
            startSpring(at: now)
        }
        return true
    }

    /// A hand lets go: a door whose hook is still drawn springs open.
    mutating func letGo(at now: Instant) {
        isHeld = false
        startSpring(at: now)
    }

    /// A crowbar: open, and the hook torn off the door.
    mutating func pry() {
        isOpen = true
        isBoltDrawn = true
    }

    /// What the two switches show: a closed contact for a shut door and for a thrown bolt.
    func sensors(at now: Instant) -> (door: Bool, bolt: Bool) {
        (
            Self.shown(!isOpen, doorFault, at: now),
            Self.shown(!isBoltDrawn, boltFault, at: now)
        )
    }

    private mutating func startSpring(at now: Instant) {
        guard isBoltDrawn, !isOpen, !isHeld, opensAt == nil, energisedUntil != nil else { return }
        opensAt = now.advanced(by: Self.springTime)
    }

    private static func shown(_ truth: Bool, _ fault: SensorFault?, at now: Instant) -> Bool {
        switch fault {
        case nil: return truth
        case .stuck(let active): return active
        case .chattering:
            let epoch = ContinuousClock().systemEpoch
            return Int(epoch.duration(to: now) / chatterTime).isMultiple(of: 2)
        }
    }
}
