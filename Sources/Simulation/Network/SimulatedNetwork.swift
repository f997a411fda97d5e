import Cryptography
package import Replication
import Synchronization

/// The lines between the cabinets and headquarters of a simulated world.
///
/// The fault model. A line keeps the promise of ``Link``: frames of one connection arrive whole, in order and at most once.
/// What CurveZMQ cannot prevent is done to connections: they are delayed, stalled in one direction, cut with any prefix
/// of what was under way delivered, and half open, so that one end hears much later of the end than the other; new
/// connections bring the same records once more and in pieces cut elsewhere, which is how duplicates and other orders
/// arise. Beyond the promise, a relay that holds both transport keys drops, repeats, swaps, replays and damages single
/// frames: nothing that is signed may depend on the line's encryption.
package final class SimulatedNetwork: Sendable {
    /// The headquarters at which connections end unless they are routed.
    package static let firstHouse = "hq"
    /// How long an end waits for a sign of life of the other before it gives the connection up, in milliseconds.
    static let silenceMax: UInt64 = 20_000
    static let retryPause: ClosedRange<UInt64> = 500...3_000
    /// The pause between attempts grows to some half a minute.
    static let doublingsMax: UInt64 = 4
    static let refusalPause: UInt64 = 10_000
    /// How long a dismissed end may read what was sent before it.
    static let dismissalPause: UInt64 = 1_000

    struct State: Sendable {
        var generator: SeededGenerator
        var weather = Weather()
        var links: [UInt64: LinkEnd] = [:]
        /// Headquarters' ends by number, and the one that each house has now.
        var hubs: [UInt64: HubEnd] = [:]
        var present: [String: UInt64] = [:]
        /// Where the connections of a place end, if not at the first house.
        var routes: [String: String] = [:]
        var wires: [UInt64: Wire] = [:]
        var stalled: [String: Set<Direction>] = [:]
        var endCount: UInt64 = 0
        var wireCount: UInt64 = 0
        /// Frames that a relay remembers, for replays.
        var remembered: [[UInt8]] = []

        /// The end that a place finds now.
        func hub(for place: String) -> HubEnd? {
            present[routes[place] ?? SimulatedNetwork.firstHouse].flatMap { hubs[$0] }
        }

        mutating func draw(_ range: ClosedRange<UInt64>) -> UInt64 {
            UInt64.random(in: range, using: &generator)
        }

        mutating func oneIn(_ count: UInt64?) -> Bool {
            guard let count, count > 0 else { return false }
            return generator.next() % count == 0
        }
    }

    let thread: OneThread
    let trace: Trace
    let state: Mutex<State>
    private let listener: @Sendable (Passing) -> String

    /// A network without ends; `listener` hears of each frame before it is sent, and says what the trace calls it.
    package init(
        _ thread: OneThread,
        trace: Trace,
        seed: UInt64,
        listener: @escaping @Sendable (Passing) -> String
    ) {
        self.thread = thread
        self.trace = trace
        self.listener = listener
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
    }

    /// Changes how lines behave from now on.
    package func change(_ body: (inout Weather) -> Void) { state.withLock { body(&$0.weather) } }

    /// Opens a cabinet's end, which connects by itself and again and again.
    package func openLink(at place: String, key: TransportKey) -> SimulatedLink {
        let number = newEnd()
        let events = BoundedChannel<LinkEvent>(
            elementCountMax: Wire.frameCountMax,
            byteCountMax: 4 << 20,
            roomReturned: { self.resume(toLink: number) }
        )
        state.withLock { $0.links[number] = LinkEnd(place: place, key: key, events: events) }
        attempt(number, after: 0...50)
        return SimulatedLink(network: self, number: number, events: events)
    }

    /// Opens the end of a headquarters in place of the one before.
    package func openHub(of house: String = firstHouse) -> SimulatedHub {
        let number = newEnd()
        let events = BoundedChannel<LinkHubEvent>(
            elementCountMax: 4 * Wire.frameCountMax,
            byteCountMax: 8 << 20,
            roomReturned: { self.resumeToHub() }
        )
        state.withLock { state in
            state.hubs[number] = HubEnd(number: number, house: house, events: events)
            state.present[house] = number
        }
        return SimulatedHub(network: self, number: number, events: events)
    }

    /// Lets nothing through in one direction; after a while the end that hears nothing gives the connection up.
    package func stall(_ direction: Direction, at place: String) {
        trace.note("\(place): nothing gets \(direction.rawValue)")
        state.withLock { _ = $0.stalled[place, default: []].insert(direction) }
        thread.after(Self.silenceMax) { self.giveUp(direction, at: place) }
    }

    /// Lets everything through again.
    package func heal(_ place: String) {
        let wires = state.withLock { state -> [UInt64] in
            guard state.stalled.removeValue(forKey: place) != nil else { return [] }
            trace.note("\(place): the line heals")
            return Self.wires(at: place, state)
        }
        for wire in wires {
            for direction in Direction.allCases { carry(wire, direction) }
        }
    }

    /// Has the connections of a place end at a house from now on.
    package func route(_ place: String, to house: String) {
        guard state.withLock({ ($0.routes[place] ?? Self.firstHouse) != house }) else { return }
        trace.note("\(place) finds \(house)")
        state.withLock { $0.routes[place] = house == Self.firstHouse ? nil : house }
        cut(place)
    }

    /// Cuts the connection of a place, where there is one.
    package func cut(_ place: String) {
        for wire in state.withLock({ Self.wires(at: place, $0) }) { cut(wire) }
    }

    /// Ends every connection that runs through a relay which tampers.
    package func dropRelays() {
        let wires = state.withLock { state in
            state.wires.filter { $0.value.isRelayed }.keys.sorted()
        }
        for wire in wires { cut(wire) }
    }

    /// The frames that are under way, and the most that were meant to be.
    package var load: (frames: Int, limit: Int) {
        state.withLock { state in
            let frames = state.wires.values.map { $0.lanes.values.map(\.passages.count).max() ?? 0 }.max()
            return (frames ?? 0, Wire.frameCountMax)
        }
    }

    func tell(_ passing: Passing) {
        let mark = Hex.encode(SHA256.hash(passing.bytes).bytes.prefix(4))
        trace.note("\(passing.place) \(passing.direction.rawValue) \(listener(passing)) \(mark)")
    }

    static func wires(at place: String, _ state: State) -> [UInt64] {
        state.wires.filter { state.links[$0.value.link]?.place == place }.keys.sorted()
    }

    private func newEnd() -> UInt64 {
        state.withLock { state in
            state.endCount += 1
            return state.endCount
        }
    }
}
