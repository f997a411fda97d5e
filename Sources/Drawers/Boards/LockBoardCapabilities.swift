/// What a lock board has and can.
package struct LockBoardCapabilities: Hashable, Sendable {
    /// Who decides how long a pulse lasts.
    package enum PulseLength: Hashable, Sendable {
        /// The board alone; about this long.
        case fixed(Duration)
        /// The caller, in steps of this; anything between is rounded up.
        case steps(of: Duration)
    }

    /// Locks 1...lockCount.
    package let lockCount: Int
    /// Inputs 1...inputCount.
    package let inputCount: Int
    /// Lights 1...lightCount; 0 where the board has none and lights hang on another board.
    package let lightCount: Int
    /// Who decides how long a pulse lasts.
    package let pulseLength: PulseLength

    /// How long the lock is really energised when asked for `duration`.
    package func pulse(for duration: Duration) -> Duration {
        switch pulseLength {
        case .fixed(let length): return length
        case .steps(let step):
            let whole = Int((duration / step).rounded(.up))
            return step * whole
        }
    }
}
