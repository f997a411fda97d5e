import Replication
import Synchronization

extension SimulatedNetwork {
    /// Takes a frame from a cabinet's end.
    func send(_ frame: [UInt8], fromLink link: UInt64, on connection: LinkConnection) -> SendOutcome {
        guard Self.isFrame(frame) else { return .illSized }
        let open = state.withLock { state -> (wire: UInt64, passing: Passing)? in
            guard let end = state.links[link], let number = end.wire, let wire = state.wires[number],
                wire.connection == connection
            else { return nil }
            return (number, Self.passing(frame, .up, wire, state))
        }
        guard let open else { return .unreachable }
        return take(frame, open.wire, open.passing)
    }

    /// Takes a frame from headquarters' end.
    func send(_ frame: [UInt8], fromHub hub: UInt64, to peer: LinkPeer) -> SendOutcome {
        guard Self.isFrame(frame) else { return .illSized }
        let passing = state.withLock { state -> Passing? in
            guard let wire = state.wires[peer.connection], wire.hub == hub, wire.isOpenAtHub else {
                return nil
            }
            return Self.passing(frame, .down, wire, state)
        }
        guard let passing else { return .unreachable }
        return take(frame, peer.connection, passing)
    }

    private static func passing(_ frame: [UInt8], _ direction: Direction, _ wire: Wire, _ state: State)
        -> Passing
    {
        Passing(
            place: state.links[wire.link]?.place ?? "",
            direction: direction,
            bytes: frame,
            house: state.hubs[wire.hub]?.house ?? firstHouse,
            isRelayed: wire.isRelayed
        )
    }

    private static func isFrame(_ frame: [UInt8]) -> Bool {
        (1...LinkLimits.frameByteCountMax).contains(frame.count)
    }

    private func take(_ frame: [UInt8], _ wire: UInt64, _ passing: Passing) -> SendOutcome {
        let direction = passing.direction
        let isFull = state.withLock { state in
            guard state.wires[wire]?.lanes[direction]?.passages.count ?? 0 >= Wire.frameCountMax else {
                return false
            }
            state.wires[wire]?.lanes[direction]?.isShort = true
            return true
        }
        if isFull { return .wouldBlock }
        tell(passing)
        let (dues, isCut) = state.withLock { state -> ([UInt64], Bool) in
            let isRelayed = state.wires[wire]?.isRelayed == true
            let frames = isRelayed ? Self.tamper(frame, wire, direction, &state) : [frame]
            let dues = frames.map { Self.post($0, wire, direction, now: thread.now, &state) }
            return (dues, state.oneIn(state.weather.framesPerCut))
        }
        for due in dues { thread.after(due - thread.now) { self.carry(wire, direction) } }
        if isCut { thread.after(0) { self.cut(wire) } }
        return .accepted
    }

    private static func post(
        _ frame: [UInt8],
        _ wire: UInt64,
        _ direction: Direction,
        now: UInt64,
        _ state: inout State
    ) -> UInt64 {
        let latency = state.draw(state.weather.latency)
        let due = max(now + latency, state.wires[wire]?.lanes[direction]?.lastDue ?? 0)
        state.wires[wire]?.lanes[direction]?.lastDue = due
        state.wires[wire]?.lanes[direction]?.passages.append((due, frame))
        return due
    }

    /// Hands on what is due, as far as the other end takes it.
    func carry(_ wire: UInt64, _ direction: Direction) {
        let now = thread.now
        state.withLock { state in
            guard let place = state.wires[wire].flatMap({ state.links[$0.link]?.place }),
                state.stalled[place]?.contains(direction) != true
            else { return }
            while let due = state.wires[wire]?.lanes[direction]?.passages.first?.due, due <= now {
                guard Self.hand(wire, direction, &state) else { return }
            }
            Self.tellRoom(wire, direction, &state)
        }
    }

    /// Hands on the first frame that is under way.
    ///
    /// - Returns: false where there is none, or no room for it.
    static func hand(_ wire: UInt64, _ direction: Direction, _ state: inout State) -> Bool {
        guard let open = state.wires[wire], let bytes = open.lanes[direction]?.passages.first?.bytes else {
            return false
        }
        switch direction {
        case .up:
            guard open.isOpenAtHub, let hub = state.hubs[open.hub] else { return false }
            guard hub.events.hasRoom else { return false }
            if !open.isKnownAtHub {
                state.wires[wire]?.isKnownAtHub = true
                hub.events.post(.up(open.peer, address: "10.0.0.1"))
            }
            guard hub.events.offer(.frame(bytes, open.peer), byteCount: bytes.count) else { return false }
        case .down:
            guard open.isOpenAtLink, let link = state.links[open.link],
                link.events.offer(.frame(bytes, open.connection), byteCount: bytes.count)
            else { return false }
        }
        state.wires[wire]?.lanes[direction]?.passages.removeFirst()
        return true
    }

    private static func tellRoom(_ wire: UInt64, _ direction: Direction, _ state: inout State) {
        guard let open = state.wires[wire], let lane = open.lanes[direction], lane.isShort,
            lane.passages.count <= Wire.frameCountMax / 2
        else { return }
        state.wires[wire]?.lanes[direction]?.isShort = false
        switch direction {
        case .up: state.links[open.link]?.events.post(.writable(open.connection))
        case .down: state.hubs[open.hub]?.events.post(.writable(open.peer))
        }
    }

    /// A cabinet's end has room again.
    func resume(toLink link: UInt64) {
        // Later: the reader that made room is in the middle of its step.
        thread.after(0) {
            let wire = self.state.withLock { $0.links[link]?.wire }
            if let wire { self.carry(wire, .down) }
        }
    }

    /// Headquarters' end has room again.
    func resumeToHub() {
        thread.after(0) {
            for wire in self.state.withLock({ $0.wires.keys.sorted() }) { self.carry(wire, .up) }
        }
    }
}

extension SimulatedNetwork {
    private static let rememberedCountMax = 64

    /// What a relay that holds the transport keys makes of a frame.
    private static func tamper(
        _ frame: [UInt8],
        _ wire: UInt64,
        _ direction: Direction,
        _ state: inout State
    ) -> [[UInt8]] {
        if state.remembered.count == rememberedCountMax { state.remembered.removeFirst() }
        state.remembered.append(frame)
        switch state.draw(0...15) {
        case 0: return []
        case 1: return [frame, frame]
        case 2:
            let count = state.wires[wire]?.lanes[direction]?.passages.count ?? 0
            guard count > 0 else { return [frame] }
            let place = Int(state.draw(0...UInt64(count - 1)))
            let other = state.wires[wire]?.lanes[direction]?.passages[place].bytes ?? frame
            state.wires[wire]?.lanes[direction]?.passages[place].bytes = frame
            return [other]
        case 3: return [frame, state.remembered[Int(state.draw(0...UInt64(state.remembered.count - 1)))]]
        case 4:
            var damaged = frame
            damaged[Int(state.draw(0...UInt64(frame.count - 1)))] ^= UInt8(1 << state.draw(0...7))
            return [damaged]
        case 5:
            return frame.count > 1
                ? [Array(frame.prefix(Int(state.draw(1...UInt64(frame.count - 1)))))] : [frame]
        default: return [frame]
        }
    }
}
