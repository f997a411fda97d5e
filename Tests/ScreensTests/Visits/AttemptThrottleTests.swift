import Testing

@testable import Screens

@Suite struct AttemptThrottleTests {
    private let start = ContinuousClock.now
    private let limits = AttemptLimits(
        freePerAccount: 3,
        freePerAddress: 5,
        firstWait: .seconds(2),
        longestWait: .seconds(60),
        memory: .seconds(600),
        countMax: 4
    )

    @Test func `some attempts are free, then the wait doubles up to its longest`() {
        var throttle = AttemptThrottle(limits: limits)
        var now = start
        for _ in 0..<3 { #expect(throttle.attempt(account: "a", address: "1", at: now) == nil) }
        var waits: [Duration] = []
        for index in 0..<8 {
            let wait = throttle.attempt(account: "a", address: "\(index)", at: now)
            waits.append(wait ?? .zero)
            now += wait ?? .zero
            #expect(throttle.attempt(account: "a", address: "\(index)", at: now) == nil)
        }
        #expect(waits == [2, 4, 8, 16, 32, 60, 60, 60].map { .seconds($0) })
    }

    @Test func `who waits is told how much longer`() {
        var throttle = AttemptThrottle(limits: limits)
        for _ in 0..<3 { _ = throttle.attempt(account: "a", address: "1", at: start) }
        #expect(
            throttle.attempt(account: "a", address: "2", at: start + .milliseconds(500))
                == .milliseconds(1500)
        )
    }

    @Test func `an address that tries many accounts waits too`() {
        var throttle = AttemptThrottle(limits: AttemptLimits(freePerAccount: 3, freePerAddress: 5))
        for index in 0..<5 { #expect(throttle.attempt(account: "\(index)", address: "1", at: start) == nil) }
        #expect(throttle.attempt(account: "new", address: "1", at: start) != nil)
        #expect(throttle.attempt(account: "new", address: "2", at: start) == nil)
    }

    @Test func `a right password clears the account and gives the address its attempt back`() {
        var throttle = AttemptThrottle(limits: limits)
        for _ in 0..<20 {
            #expect(throttle.attempt(account: "a", address: "1", at: start) == nil)
            throttle.succeeded(account: "a", address: "1")
        }
    }

    @Test func `a right password among wrong ones does not free the address that guesses`() {
        var throttle = AttemptThrottle(limits: AttemptLimits(freePerAccount: 100, freePerAddress: 5))
        for _ in 0..<5 {
            #expect(throttle.attempt(account: "victim", address: "1", at: start) == nil)
            if throttle.attempt(account: "own", address: "1", at: start) == nil {
                throttle.succeeded(account: "own", address: "1")
            }
        }
        #expect(throttle.attempt(account: "victim", address: "1", at: start) != nil)
    }

    @Test func `wrong attempts are forgotten in time`() {
        var throttle = AttemptThrottle(limits: limits)
        for _ in 0..<3 { _ = throttle.attempt(account: "a", address: "1", at: start) }
        #expect(throttle.attempt(account: "a", address: "1", at: start + .seconds(600)) == nil)
    }

    @Test func `many attempts at once do not slip through together`() {
        var throttle = AttemptThrottle(limits: limits)
        let answered = (0..<50).filter { throttle.attempt(account: "a", address: "\($0)", at: start) == nil }
        #expect(answered.count == 3)
    }

    @Test func `made-up accounts do not push out the one that is guessed at`() {
        var throttle = AttemptThrottle(limits: limits)
        for index in 0..<3 { _ = throttle.attempt(account: "victim", address: "v\(index)", at: start) }
        for index in 0..<100 {
            _ = throttle.attempt(
                account: "made up \(index)",
                address: "x\(index)",
                at: start + .milliseconds(index)
            )
        }
        #expect(throttle.attempt(account: "victim", address: "other", at: start + .seconds(1)) != nil)
    }
}
