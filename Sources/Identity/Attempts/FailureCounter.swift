/// Failures of one subject and the lock that follows from them; times in milliseconds of a clock that never falls.
struct FailureCounter: Sendable, Equatable {
    private var failures: [UInt64] = []
    private var lockCount = 0
    private(set) var lockedUntil: UInt64 = 0
    private(set) var lastFailure: UInt64 = 0

    mutating func fail(at now: UInt64, _ limit: AttemptLimits.Limit) {
        lastFailure = now
        failures.removeAll { now >= $0 && now - $0 >= limit.windowMilliseconds }
        failures.append(now)
        guard failures.count >= limit.failureCountMax else { return }
        failures = []
        // Past twenty doublings every limit is met; more would only overflow.
        let (length, overflow) = limit.lockMilliseconds.multipliedReportingOverflow(
            by: 1 << UInt64(min(lockCount, 20))
        )
        lockCount += 1
        let (end, late) = now.addingReportingOverflow(
            overflow ? limit.lockMillisecondsMax : min(length, limit.lockMillisecondsMax)
        )
        lockedUntil = late ? .max : end
    }

    /// How many more failures are borne.
    func remaining(at now: UInt64, _ limit: AttemptLimits.Limit) -> Int {
        limit.failureCountMax - failures.count { now < $0 || now - $0 < limit.windowMilliseconds }
    }

    func isLocked(at now: UInt64) -> Bool { now < lockedUntil }
}
