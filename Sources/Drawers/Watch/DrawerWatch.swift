/// Watches one drawer: samples, releases and time in; states and events out.
///
/// No I/O, no clock of its own.
///
/// It assumes a hook that stays drawn while the door is open. An opening is authorised from its release until the
/// drawer is seen locked and closed again: a drawer that did not catch may be pulled open once more without an alarm.
/// While a sensor is ill that cannot be seen, and an authorisation ends `DrawerTiming.openMax` after its release.
/// A state that is an alarm stays in `latched` when it is over, until `clear`.
package struct DrawerWatch: Sendable {
    /// The clock that samples are stamped with.
    package typealias Instant = ContinuousClock.Instant

    /// What the drawer is doing.
    package private(set) var state = DrawerState.unknown
    /// The alarms that nobody has cleared.
    package private(set) var latched: Set<DrawerState> = []

    private let timing: DrawerTiming
    private var door = DebouncedSensor<DoorPosition>()
    private var bolt = DebouncedSensor<BoltPosition>()
    private var opening = Opening.none
    /// False until both sensors, or an open door, were believed for the first time.
    private var hasBeenSeen = false
    /// Since when door and bolt disagree, or nil.
    private var disagreeingSince: Instant?
    /// Since when the door stands open, or nil.
    private var openSince: Instant?
    /// Which sensors were last reported as ill.
    private var reported = Illness(door: false, bolt: false)

    /// How far an authorised opening has come.
    private enum Opening: Hashable {
        case none
        case released(at: Instant, boltMoved: Bool, wasInUse: Bool)
        case inUse(since: Instant)
    }

    private struct Illness: Hashable {
        let door: Bool
        let bolt: Bool
    }

    /// Starts knowing nothing.
    package init(timing: DrawerTiming) {
        self.timing = timing
    }

    /// Says that the lock is about to be energised.
    ///
    /// Call it before the pulse: what follows is then not "forced".
    package mutating func release(at now: Instant) {
        let wasInUse =
            switch opening {
            case .none: false
            case .released(_, _, let wasInUse): wasInUse
            case .inUse: true
            }
        opening = .released(at: now, boltMoved: false, wasInUse: wasInUse)
        if state == .lockedAndClosed || state == .jammed || state == .unknown { state = .released }
    }

    /// Takes a release back after which surely nothing was sent; not after an unknown outcome.
    package mutating func withdrawRelease() {
        guard case .released(let since, _, let wasInUse) = opening else { return }
        opening = wasInUse ? .inUse(since: since) : .none
        if state == .released { state = hasBeenSeen ? .lockedAndClosed : .unknown }
    }

    /// Takes one look and says what it means.
    ///
    /// Call it regularly, with `unreadable` when the board is silent.
    package mutating func observe(_ sample: DrawerSample, at now: Instant) -> [DrawerEvent] {
        door.take(sample.door, at: now, timing)
        bolt.take(sample.bolt, at: now, timing)
        if sample.bolt == .drawn, case .released(let since, _, let wasInUse) = opening {
            opening = .released(at: since, boltMoved: true, wasInUse: wasInUse)
        }
        noteDurations(at: now)
        var events = illnessChanges(at: now)
        if let kind = move(at: now) { events.append(DrawerEvent(kind: kind, at: now)) }
        if state.isAlarm { latched.insert(state) }
        return events
    }

    /// Clears a latched alarm; false while its cause lasts or where it is not latched.
    ///
    /// Who may is the caller's to decide.
    package mutating func clear(_ alarm: DrawerState) -> Bool {
        // A jam lasts until the next try; the drawer itself is locked and closed.
        if alarm == .jammed, state == .jammed { state = .lockedAndClosed }
        guard state != alarm else { return false }
        return latched.remove(alarm) != nil
    }
}

extension DrawerWatch {
    private mutating func noteDurations(at now: Instant) {
        let disagree =
            switch (door.position, bolt.position) {
            case (.shut, .drawn), (.open, .thrown): true
            default: false
            }
        disagreeingSince = disagree ? disagreeingSince ?? now : nil
        openSince = door.position == .open ? openSince ?? now : nil
    }

    private mutating func illnessChanges(at now: Instant) -> [DrawerEvent] {
        let illness = Illness(door: door.isIll, bolt: bolt.isIll)
        guard illness != reported else { return [] }
        reported = illness
        let kind: DrawerEvent.Kind =
            illness.door || illness.bolt ? .sensorIll(door: illness.door, bolt: illness.bolt) : .sensorsWell
        return [DrawerEvent(kind: kind, at: now)]
    }

    /// Takes the next state, and says what is new in it.
    ///
    /// What matters most comes first.
    private mutating func move(at now: Instant) -> DrawerEvent.Kind? {
        // The door switch says open; or it is ill and the bolt is drawn, which only a release explains.
        if door.position == .open || (door.isIll && bolt.position == .drawn) { return moveOpen(at: now) }
        if door.isIll || bolt.isIll { return moveBlind(at: now) }
        guard door.position == .shut, let bolt = bolt.position else { return nil }
        if bolt == .thrown { return moveShut(at: now) }
        // The bolt is drawn and the door has not moved: a release allows it for a while.
        if case .released(let since, _, _) = opening, since.duration(to: now) < timing.openingMax {
            return nil
        }
        return moveDisagreeing(at: now)
    }

    private mutating func moveOpen(at now: Instant) -> DrawerEvent.Kind? {
        let wasSeen = hasBeenSeen
        hasBeenSeen = true
        switch opening {
        case .none:
            if wasSeen { return enter(.forced, .forced) }
            opening = .inUse(since: now)
            return enter(.open, .foundOpen)
        case .released(let since, _, _):
            switch state {
            case .open, .heldOpen, .ajar:
                // Released while it stood open: nothing opens, and the release may still follow its closing.
                if since.duration(to: now) >= timing.openingMax { opening = .inUse(since: since) }
                return nil
            case .forced:
                if since.duration(to: now) >= timing.openingMax { opening = .none }
                return nil
            case .unknown, .lockedAndClosed, .released, .jammed, .sensorIll:
                opening = .inUse(since: since)
                return enter(.open, .opened)
            }
        case .inUse:
            if let openSince, openSince.duration(to: now) >= timing.openMax {
                return enter(.heldOpen, .heldOpen)
            }
            if door.isIll || bolt.isIll { return moveBlind(at: now) }
            if bolt.position == .thrown { return moveDisagreeing(at: now) }
            state = .open
            return nil
        }
    }

    private mutating func moveShut(at now: Instant) -> DrawerEvent.Kind? {
        let wasSeen = hasBeenSeen
        hasBeenSeen = true
        if case .released(let since, let boltMoved, let wasInUse) = opening {
            guard since.duration(to: now) < timing.openingMax else {
                opening = .none
                return enter(.jammed, .jammed(boltMoved: boltMoved))
            }
            opening = .released(at: since, boltMoved: boltMoved, wasInUse: false)
            let wasOpen = wasInUse || [.open, .heldOpen, .ajar, .forced].contains(state)
            state = .released
            return wasOpen ? .closed : nil
        }
        opening = .none
        if state == .jammed { return nil }
        return enter(.lockedAndClosed, wasSeen ? .closed : .foundClosed)
    }

    private mutating func moveDisagreeing(at now: Instant) -> DrawerEvent.Kind? {
        guard let disagreeingSince, disagreeingSince.duration(to: now) >= timing.disagreementMax else {
            return nil
        }
        // The release is over, and the drawer is unlocked: in use until it is seen locked and closed.
        if case .released(let since, _, _) = opening { opening = .inUse(since: since) }
        return enter(.ajar, .ajar)
    }

    private mutating func moveBlind(at now: Instant) -> DrawerEvent.Kind? {
        state = .sensorIll
        switch opening {
        case .none: return nil
        case .inUse(let since):
            if since.duration(to: now) >= timing.openMax { opening = .none }
            return nil
        case .released(let since, let boltMoved, _):
            // The door is believed shut and nothing moved; where it is the door that is ill, nobody knows.
            if door.position == .shut, since.duration(to: now) >= timing.openingMax {
                opening = .none
                return enter(.jammed, .jammed(boltMoved: boltMoved))
            }
            if since.duration(to: now) >= timing.openMax { opening = .none }
            return nil
        }
    }

    /// Enters a state, and reports it once.
    private mutating func enter(_ next: DrawerState, _ kind: DrawerEvent.Kind) -> DrawerEvent.Kind? {
        guard state != next else { return nil }
        state = next
        return kind
    }
}
