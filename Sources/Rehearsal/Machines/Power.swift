import Synchronization

/// The power switch of a simulated machine, for which the machine waits.
final class Power: Sendable {
    private struct State: Sendable {
        var isOn: Bool
        var isOver = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private static let startPause: UInt64 = 3_000
    private static let doublingsMax = 5

    /// Milliseconds until a machine whose start has failed tries again: up to a minute and a half, behind a disk that stays full for hours.
    static func pause(behindFailures count: Int) -> UInt64 { startPause << UInt64(min(count, doublingsMax)) }

    private let state: Mutex<State>

    init(isOn: Bool = true) { state = Mutex(State(isOn: isOn)) }

    var isOn: Bool { state.withLock { $0.isOn } }

    func turn(on isOn: Bool) { change { $0.isOn = isOn } }

    /// The world ends: nobody waits any longer.
    func end() {
        change {
            $0.isOn = false
            $0.isOver = true
        }
    }

    /// Waits until the machine has power; false when the world ended.
    func comes() async -> Bool {
        await wait { $0.isOn }
        return state.withLock { !$0.isOver }
    }

    /// Waits until the machine has no power.
    func goes() async { await wait { !$0.isOn } }

    private func change(_ body: (inout State) -> Void) {
        let waiting = state.withLock { state in
            body(&state)
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func wait(_ condition: @Sendable (State) -> Bool) async {
        while !state.withLock({ condition($0) || $0.isOver }) {
            await withCheckedContinuation { continuation in
                let isNow = state.withLock { state in
                    if condition(state) || state.isOver { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if isNow { continuation.resume() }
            }
        }
    }
}
