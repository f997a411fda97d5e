import Synchronization

// What befalls the line and the board.
extension SimulatedLockBoard {
    /// Cuts the line, or mends it: no byte passes in either direction.
    package func cutLine(_ cut: Bool = true) { state.withLock { $0.faults.isLineCut = cut } }

    /// Takes the board's power, or gives it back: every relay falls, nothing is heard.
    package func losePower(_ lost: Bool = true) {
        state.withLock { state in
            if lost, !state.faults.isPowerless { state.parts.losePower(at: .now) }
            state.faults.isPowerless = lost
        }
    }

    /// The adapter sends back what it is sent, or stops doing so.
    package func echo(_ on: Bool = true) { state.withLock { $0.faults.hearsItself = on } }

    /// One bit is wrong in each of the next `count` answers.
    package func garbleAnswers(_ count: Int = 1) { state.withLock { $0.faults.answersToGarble = count } }

    /// The next `count` answers never leave the board, which does what it was asked.
    package func loseAnswers(_ count: Int = 1) { state.withLock { $0.faults.answersToLose = count } }

    /// The board pauses before each byte that it sends: zero is its ordinary pace.
    package func dribble(_ pause: Duration) { state.withLock { $0.faults.bytePause = pause } }

    /// Before its next answer the board reports `count` changes that nobody asked for; only the 0x8A family does.
    package func reportUnasked(_ count: Int = 1) { state.withLock { $0.faults.reportsToSend = count } }
}
