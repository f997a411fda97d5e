import Dispatch
import Synchronization

/// Runs everything of a simulated world on one thread, one job after the other, in an order that follows from a seed.
///
/// Time passes only when nothing can run: then it is at once the next moment for which somebody waits. Which of several
/// jobs runs next is drawn, so that a seed is also one way in which tasks can overlap; jobs of one ``OrderedLane`` keep
/// their order, as those of a queue of the real machine do.
package final class OneThread: Sendable {
    /// Why a world stands still before its story was over.
    package enum Standstill: String, Sendable {
        /// Nothing can run and nobody waits for a moment.
        case deadlock
        /// More jobs ran than any world needs.
        case livelock
    }

    /// More jobs than any world needs.
    private static let jobCountMax: UInt64 = 20_000_000

    private struct Ready: Sendable {
        let lane: UInt64
        let isOrdered: Bool
        let run: @Sendable () -> Void
    }

    private struct State: Sendable {
        var generator: SeededGenerator
        var ready: [Ready] = []
        var moments = Moments()
        var now: UInt64 = 0
        var laneCount: UInt64 = 0
        var jobCount: UInt64 = 0
        var isRunning = false
        var isOver = false
    }

    private let queue = DispatchQueue(label: "signet.simulation")
    private let state: Mutex<State>
    private let stoodStill: @Sendable (Standstill) -> Void

    /// A world at moment 0; `stoodStill` is told, on the thread, of a story that cannot end.
    package init(seed: UInt64, stoodStill: @escaping @Sendable (Standstill) -> Void) {
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
        self.stoodStill = stoodStill
    }

    /// Milliseconds since the world began.
    package var now: UInt64 { state.withLock { $0.now } }

    /// How many jobs have run.
    package var jobCount: UInt64 { state.withLock { $0.jobCount } }

    /// Says that the story has ended: standing still is no fault from now on.
    package func end() { state.withLock { $0.isOver = true } }

    /// Runs something on the thread once this many milliseconds have passed.
    package func after(_ milliseconds: UInt64, _ action: @escaping @Sendable () -> Void) {
        start {
            $0.moments.insert(at: $0.now + milliseconds, action)
        }
    }

    /// Waits by the world's time.
    ///
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    package func sleep(milliseconds: UInt64) async throws {
        let sleeper = Sleeper()
        after(milliseconds) { sleeper.wake() }
        try await sleeper.sleep()
    }

    /// The number of a new lane.
    func addLane() -> UInt64 {
        state.withLock { state in
            state.laneCount += 1
            return state.laneCount
        }
    }

    func enqueue(lane: UInt64, isOrdered: Bool, _ run: @escaping @Sendable () -> Void) {
        start { $0.ready.append(Ready(lane: lane, isOrdered: isOrdered, run: run)) }
    }
}

extension OneThread {
    /// Changes what there is to do, and begins to do it where the thread rests.
    private func start(_ change: (inout sending State) -> Void) {
        let begins = state.withLock { state in
            change(&state)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if begins { queue.async { self.run() } }
    }

    private func run() {
        while true {
            let (next, standstill) = state.withLock { Self.next(&$0) }
            if let standstill { return stoodStill(standstill) }
            guard let next else { return }
            next()
        }
    }

    private static func next(_ state: inout sending State) -> ((@Sendable () -> Void)?, Standstill?) {
        guard state.jobCount < jobCountMax else { return (nil, .livelock) }
        if !state.ready.isEmpty {
            state.jobCount += 1
            var index = Int(state.generator.next() % UInt64(state.ready.count))
            if state.ready[index].isOrdered {
                let lane = state.ready[index].lane
                index = state.ready.firstIndex { $0.lane == lane } ?? index
            }
            return (state.ready.remove(at: index).run, nil)
        }
        guard let (time, action) = state.moments.popFirst() else {
            state.isRunning = false
            return (nil, state.isOver ? nil : .deadlock)
        }
        state.now = max(state.now, time)
        return (action, nil)
    }
}
