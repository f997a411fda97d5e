import Testing

@testable import Drawers

@Suite struct PulseGateTests {
    private static let start = ContinuousClock.now

    private static func at(_ milliseconds: Int) -> ContinuousClock.Instant {
        start.advanced(by: .milliseconds(milliseconds))
    }

    private static func lock(_ number: Int) -> PulseGate.Lock { PulseGate.Lock(board: 1, number: number) }

    @Test func `a lock rests, another one only waits for the gap`() throws {
        let timing = try LockTiming(gapBetweenLocks: .milliseconds(100), restPerLock: .seconds(2))
        var gate = PulseGate(timing: timing)
        #expect(gate.earliest(Self.lock(1), at: Self.at(0)) == Self.at(0))
        gate.note(Self.lock(1), start: Self.at(0), duration: .milliseconds(200))
        #expect(gate.earliest(Self.lock(2), at: Self.at(1)) == Self.at(300))
        #expect(gate.earliest(Self.lock(1), at: Self.at(1)) == Self.at(2200))
        #expect(gate.earliest(Self.lock(1), at: Self.at(5000)) == Self.at(5000))
    }

    @Test func `the same number on two boards is two locks`() throws {
        var gate = PulseGate(timing: try LockTiming(gapBetweenLocks: .zero, restPerLock: .seconds(2)))
        gate.note(PulseGate.Lock(board: 1, number: 1), start: Self.at(0), duration: .milliseconds(200))
        #expect(gate.earliest(PulseGate.Lock(board: 2, number: 1), at: Self.at(300)) == Self.at(300))
    }

    @Test(arguments: 0..<20)
    func `whoever asks when, no two pulses overlap, each lock rests and no minute has too many`(
        seed: UInt64
    ) throws {
        var random = SplitMix(state: seed)
        let budget = Int.random(in: 1...8, using: &random)
        let rest = Duration.milliseconds(Int.random(in: 0...9000, using: &random))
        let timing = try LockTiming(
            gapBetweenLocks: .milliseconds(50),
            restPerLock: rest,
            pulsesPerMinuteMax: budget
        )
        var gate = PulseGate(timing: timing)
        var now = Self.at(0)
        var pulses: [(lock: Int, start: ContinuousClock.Instant, end: ContinuousClock.Instant)] = []
        for _ in 0..<300 {
            now = now.advanced(by: .milliseconds(Int.random(in: 0...4000, using: &random)))
            let number = Int.random(in: 1...4, using: &random)
            guard gate.earliest(Self.lock(number), at: now) <= now else { continue }
            gate.note(Self.lock(number), start: now, duration: .milliseconds(300))
            pulses.append((number, now, now.advanced(by: .milliseconds(300))))
        }
        #expect(!pulses.isEmpty)
        for (earlier, later) in zip(pulses, pulses.dropFirst()) {
            #expect(earlier.end.duration(to: later.start) >= .milliseconds(50))
        }
        for lock in 1...4 {
            let own = pulses.filter { $0.lock == lock }
            for (earlier, later) in zip(own, own.dropFirst()) {
                #expect(earlier.end.duration(to: later.start) >= rest)
            }
        }
        for (earlier, later) in zip(pulses, pulses.dropFirst(budget)) {
            #expect(earlier.start.duration(to: later.start) >= .seconds(60))
        }
    }

    @Test func `settings out of their range are refused`() {
        #expect(throws: DrawersError.self) { try LockTiming(pulsesPerMinuteMax: 0) }
        #expect(throws: DrawersError.self) { try LockTiming(pulsesPerMinuteMax: 61) }
        #expect(throws: DrawersError.self) { try LockTiming(restPerLock: .seconds(61)) }
        #expect(throws: DrawersError.self) { try LockTiming(gapBetweenLocks: .seconds(-1)) }
        #expect(throws: DrawersError.self) { try LockTiming(waitMax: .seconds(31)) }
        #expect(throws: DrawersError.self) {
            try LockLineSettings(path: "/dev/null", answerMax: .milliseconds(49))
        }
        #expect(throws: DrawersError.self) { try LockLineSettings(path: "/dev/null", gap: .seconds(2)) }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, seeded, good enough to choose test cases.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
