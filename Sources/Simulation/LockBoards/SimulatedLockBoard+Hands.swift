import Synchronization

// Hands at the drawers. Drawers are numbered from 1; a number that there is not does nothing.
extension SimulatedLockBoard {
    /// True while the door stands open.
    package func isOpen(_ drawer: Int) -> Bool { isSo(drawer) { $0.isOpen } }

    /// True while the bolt is drawn.
    package func isBoltDrawn(_ drawer: Int) -> Bool { isSo(drawer) { $0.isBoltDrawn } }

    /// A person pushes the door shut; false when a hand holds it or there is no such drawer.
    @discardableResult
    package func close(_ drawer: Int) -> Bool {
        var shut = false
        change(drawer) { drawer, now in shut = drawer.push(at: now) }
        return shut
    }

    /// A hand holds the door where it is.
    package func hold(_ drawer: Int) { change(drawer) { drawer, _ in drawer.isHeld = true } }

    /// The hand lets go.
    package func letGo(_ drawer: Int) { change(drawer) { drawer, now in drawer.letGo(at: now) } }

    /// The bolt does not follow its coil any more, or does again.
    package func jam(_ drawer: Int, _ jammed: Bool = true) {
        change(drawer) { drawer, _ in drawer.isBoltJammed = jammed }
    }

    /// The hook does not catch any more when the door is pushed shut, or does again.
    package func wearHook(_ drawer: Int, _ worn: Bool = true) {
        change(drawer) { drawer, _ in drawer.isHookWorn = worn }
    }

    /// Somebody opens it with a crowbar.
    package func pry(_ drawer: Int) { change(drawer) { drawer, _ in drawer.pry() } }

    /// A sensor does this instead of sensing; nil mends it.
    package func setFault(_ fault: SensorFault?, of sensor: Sensor, _ drawer: Int) {
        let shown: SimulatedDrawer.SensorFault? =
            switch fault {
            case nil: nil
            case .stuck(let closed): .stuck(active: closed)
            case .chattering: .chattering
            }
        change(drawer) { drawer, _ in
            switch sensor {
            case .door: drawer.doorFault = shown
            case .bolt: drawer.boltFault = shown
            }
        }
    }

    /// True while the light of a drawer is on.
    package func isLit(_ drawer: Int) -> Bool {
        state.withLock { state in
            state.parts.lights.indices.contains(drawer - 1) && state.parts.lights[drawer - 1]
        }
    }

    /// How often a drawer's lock was energised since the board was made.
    package func pulseCount(_ drawer: Int) -> Int {
        state.withLock { state in
            state.parts.pulseCounts.indices.contains(drawer - 1) ? state.parts.pulseCounts[drawer - 1] : 0
        }
    }
}

extension SimulatedLockBoard {
    private func change(_ drawer: Int, _ change: (inout SimulatedDrawer, ContinuousClock.Instant) -> Void) {
        state.withLock { state in
            guard state.parts.drawers.indices.contains(drawer - 1) else { return }
            change(&state.parts.drawers[drawer - 1], .now)
        }
    }

    private func isSo(_ drawer: Int, _ question: (SimulatedDrawer) -> Bool) -> Bool {
        state.withLock { state in
            state.parts.drawers.indices.contains(drawer - 1) && question(state.parts.drawers[drawer - 1])
        }
    }
}
