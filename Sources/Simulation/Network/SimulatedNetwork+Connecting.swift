import Replication
import Synchronization

extension SimulatedNetwork {
    /// Lets an end connect after a pause, unless something newer was asked of it meanwhile.
    func attempt(_ link: UInt64, after pause: ClosedRange<UInt64>) {
        let drawn: (pause: UInt64, attempt: UInt64)? = state.withLock { state in
            guard state.links[link] != nil else { return nil }
            state.links[link]?.attempt += 1
            return (state.draw(pause), state.links[link]?.attempt ?? 0)
        }
        guard let drawn else { return }
        thread.after(drawn.pause) { self.arrive(link, drawn.attempt) }
    }

    private func arrive(_ link: UInt64, _ attempt: UInt64) {
        enum Arrival {
            case none
            case failed(LinkLoss)
            case up
        }
        let arrival: Arrival = state.withLock { state in
            guard let end = state.links[link], end.attempt == attempt, end.wire == nil else { return .none }
            guard let hub = state.hub(for: end.place), state.stalled[end.place]?.isEmpty != false else {
                end.events.postOnce(.failed(.unreachable))
                return .failed(.unreachable)
            }
            guard hub.listed.contains(end.key) else {
                end.events.postOnce(.failed(.refused))
                return .failed(.refused)
            }
            let superseded = state.wires.filter { $0.value.hub == hub.number && $0.value.peer.key == end.key }
            for old in superseded.keys.sorted() {
                Self.endAtHub(old, .superseded, &state)
                // The other end of a half-open connection hears of it when it speaks next.
                if let open = state.wires[old], open.link != link { endAtLink(old, .closed, &state) }
            }
            state.wireCount += 1
            let number = state.wireCount
            state.links[link]?.wire = number
            state.links[link]?.connectionCount = end.connectionCount + 1
            state.links[link]?.failureCount = 0
            let connection = LinkConnection(number: end.connectionCount + 1)
            state.wires[number] = Wire(
                link: link,
                hub: hub.number,
                connection: connection,
                peer: LinkPeer(key: end.key, connection: number),
                isRelayed: state.oneIn(state.weather.connectionsPerRelay)
            )
            trace.note("\(end.place): connection \(number)")
            end.events.post(.up(connection))
            return .up
        }
        switch arrival {
        case .failed(.refused): self.attempt(link, after: Self.refusalPause...Self.refusalPause)
        case .failed: self.attempt(link, after: retryPause(link))
        case .none, .up: break
        }
    }

    private func retryPause(_ link: UInt64) -> ClosedRange<UInt64> {
        let failures = state.withLock { state in
            state.links[link]?.failureCount += 1
            return state.links[link]?.failureCount ?? 0
        }
        let factor = UInt64(1) << min(failures, Self.doublingsMax)
        return Self.retryPause.lowerBound * factor...Self.retryPause.upperBound * factor
    }

    /// Ends a connection in the middle: some of what was under way still arrives, and one end may hear of it much later.
    func cut(_ wire: UInt64) {
        let isHalfOpen = state.withLock { state -> Bool in
            guard let place = state.wires[wire].flatMap({ state.links[$0.link]?.place }) else { return false }
            trace.note("\(place): connection \(wire) is cut")
            for direction in Direction.allCases {
                guard let count = state.wires[wire]?.lanes[direction]?.passages.count else { continue }
                let kept = Int(state.draw(0...UInt64(count)))
                state.wires[wire]?.lanes[direction]?.passages.removeLast(count - kept)
                while Self.hand(wire, direction, &state) {}
                state.wires[wire]?.lanes[direction]?.passages = []
            }
            endAtLink(wire, .closed, &state)
            if state.oneIn(2) { return true }
            Self.endAtHub(wire, .closed, &state)
            return false
        }
        guard isHalfOpen else { return }
        thread.after(Self.silenceMax) { self.state.withLock { Self.endAtHub(wire, .closed, &$0) } }
    }

    /// The end that has heard nothing ends the connection; the other one hears of that only later.
    func giveUp(_ direction: Direction, at place: String) {
        let wires = state.withLock { state -> [UInt64] in
            guard state.stalled[place]?.contains(direction) == true else { return [] }
            return Self.wires(at: place, state)
        }
        for wire in wires {
            endOne(wire, direction == .down)
            thread.after(Self.silenceMax) { self.endOne(wire, direction != .down) }
        }
    }

    private func endOne(_ wire: UInt64, _ isLink: Bool) {
        state.withLock { state in
            if isLink {
                endAtLink(wire, .closed, &state)
            } else {
                Self.endAtHub(wire, .closed, &state)
            }
        }
    }

    /// The cabinet's end hears that its connection is over, and tries again after a while.
    func endAtLink(_ wire: UInt64, _ loss: LinkLoss, _ state: inout State) {
        guard let open = state.wires[wire], open.isOpenAtLink else { return }
        state.wires[wire]?.isOpenAtLink = false
        state.wires[wire]?.lanes[.down] = Wire.Lane()
        state.links[open.link]?.wire = nil
        state.links[open.link]?.events.post(.down(open.connection, loss))
        Self.forget(wire, &state)
        guard loss != .requested else { return }
        let pause = state.draw(Self.retryPause)
        state.links[open.link]?.attempt += 1
        guard let attempt = state.links[open.link]?.attempt else { return }
        thread.after(pause) { self.arrive(open.link, attempt) }
    }

    /// Headquarters' end hears that a connection is over.
    static func endAtHub(_ wire: UInt64, _ loss: LinkHubLoss, _ state: inout State) {
        guard let open = state.wires[wire], open.isOpenAtHub else { return }
        state.wires[wire]?.isOpenAtHub = false
        state.wires[wire]?.lanes[.up] = Wire.Lane()
        if open.isKnownAtHub { state.hubs[open.hub]?.events.post(.down(open.peer, loss)) }
        forget(wire, &state)
    }

    private static func forget(_ wire: UInt64, _ state: inout State) {
        guard let open = state.wires[wire], !open.isOpenAtLink, !open.isOpenAtHub else { return }
        state.wires[wire] = nil
    }
}
