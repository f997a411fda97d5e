/// What protects the solenoids, which are rated for intermittent duty, and the supply, which is sized for one of them.
package struct LockTiming: Hashable, Sendable {
    /// The pulse lengths that a lock of this house is asked for: shorter may not draw the bolt, longer heats the coil.
    package static let pulseRange: ClosedRange<Duration> = .milliseconds(100) ... .milliseconds(500)
    /// The least and most pulses a minute that may be configured.
    package static let pulsesPerMinuteRange = 1...60

    /// From the end of one lock's pulse to the start of any other's; default 100 ms.
    package let gapBetweenLocks: Duration
    /// From the end of a lock's pulse to the start of its next; default 2 s: a duty cycle of one in ten.
    package let restPerLock: Duration
    /// Pulses on one line in any minute; default 20.
    package let pulsesPerMinuteMax: Int
    /// The longest that a pulse waits for its turn before it is refused; default 3 s.
    package let waitMax: Duration

    /// Checks the ranges: the gap and the rest 0...60 s, the wait 0...30 s, pulses 1...60 a minute.
    package init(
        gapBetweenLocks: Duration = .milliseconds(100),
        restPerLock: Duration = .seconds(2),
        pulsesPerMinuteMax: Int = 20,
        waitMax: Duration = .seconds(3)
    ) throws(DrawersError) {
        guard
            (Duration.zero ... .seconds(60)).contains(gapBetweenLocks),
            (Duration.zero ... .seconds(60)).contains(restPerLock),
            (Duration.zero ... .seconds(30)).contains(waitMax),
            Self.pulsesPerMinuteRange.contains(pulsesPerMinuteMax)
        else {
            throw DrawersError(
                .misconfigured,
                "lock timing: gap and rest are 0 to 60 s, wait 0 to 30 s, pulses 1 to 60 a minute"
            )
        }
        self.gapBetweenLocks = gapBetweenLocks
        self.restPerLock = restPerLock
        self.pulsesPerMinuteMax = pulsesPerMinuteMax
        self.waitMax = waitMax
    }
}
