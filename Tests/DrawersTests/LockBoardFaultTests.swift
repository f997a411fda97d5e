import SerialLines
import Simulation
import Testing

@testable import Drawers

/// What the drivers do when a board or its line is ill.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LockBoardFaultTests {
    @Test(arguments: SimulatedBoardPlan.Kind.allCases)
    func `an unlock whose answer is lost is unknown, is not repeated, and the switches tell`(
        kind: SimulatedBoardPlan.Kind
    ) async throws {
        try await withSimulatedBoard(kind) { test, board in
            board.loseAnswers()
            let error = await #expect(throws: DrawersError.self) {
                try await test.board.pulse(lock: 2, for: .milliseconds(200))
            }
            #expect(error?.code == .outcomeUnknown)
            #expect(board.pulseCount(2) == 1)
            let isSeenOpen = try await eventually { try await test.switches(2) == (false, false) }
            #expect(isSeenOpen)
        }
    }

    @Test(arguments: SimulatedBoardPlan.Kind.allCases)
    func `an unlock whose answer is garbled is unknown, and the next question is answered`(
        kind: SimulatedBoardPlan.Kind
    ) async throws {
        try await withSimulatedBoard(kind) { test, board in
            board.garbleAnswers()
            let error = await #expect(throws: DrawersError.self) {
                try await test.board.pulse(lock: 2, for: .milliseconds(200))
            }
            #expect(error?.code == .outcomeUnknown)
            #expect(board.pulseCount(2) == 1)
            let isSeenOpen = try await eventually { try await test.switches(2) == (false, false) }
            #expect(isSeenOpen)
        }
    }

    @Test(arguments: SimulatedBoardPlan.Kind.allCases)
    func `an unknown outcome counts as a pulse for the lock's rest`(
        kind: SimulatedBoardPlan.Kind
    ) async throws {
        try await withSimulatedBoard(kind, timing: briskTiming(rest: .seconds(30), wait: .zero)) {
            test,
            board in
            board.loseAnswers()
            let first = await #expect(throws: DrawersError.self) {
                try await test.board.pulse(lock: 2, for: .milliseconds(200))
            }
            #expect(first?.code == .outcomeUnknown)
            let second = await #expect(throws: DrawersError.self) {
                try await test.board.pulse(lock: 2, for: .milliseconds(200))
            }
            #expect(second?.code == .notRested)
        }
    }

    @Test(arguments: SimulatedBoardPlan.Kind.allCases)
    func `a garbled answer to a question is an error of its own and does not spoil the next`(
        kind: SimulatedBoardPlan.Kind
    ) async throws {
        try await withSimulatedBoard(kind) { test, board in
            board.garbleAnswers()
            let error = await #expect(throws: DrawersError.self) { try await test.board.readInputs() }
            #expect(error?.code == .garbledAnswer)
            let seen = try await test.switches(1)
            #expect(seen == (true, true))
        }
    }

    @Test(arguments: SimulatedBoardPlan.Kind.allCases)
    func `a board without power is silent and comes back with everything off`(
        kind: SimulatedBoardPlan.Kind
    ) async throws {
        try await withSimulatedBoard(kind) { test, board in
            if test.board.capabilities.lightCount > 0 { try await test.board.setLight(1, on: true) }
            board.losePower()
            let error = await #expect(throws: DrawersError.self) { try await test.board.identify() }
            #expect(error?.code == .noAnswer)
            board.losePower(false)
            #expect(try await test.board.readLights().allSatisfy { !$0 })
            _ = try await test.board.identify()
        }
    }

    @Test(arguments: SimulatedBoardPlan.Kind.allCases)
    func `an answer that drips is over at its deadline, and the next one is not spoilt by its rest`(
        kind: SimulatedBoardPlan.Kind
    ) async throws {
        try await withSimulatedBoard(kind) { test, board in
            board.dribble(.milliseconds(250))
            let begun = ContinuousClock.now
            let error = await #expect(throws: DrawersError.self) { try await test.board.readInputs() }
            #expect([.noAnswer, .garbledAnswer].contains(error?.code))
            // 700 ms for the answer, and at most 300 ms until the line is silent.
            #expect(ContinuousClock.now - begun < .milliseconds(1400))
            board.dribble(.zero)
            let isWell = try await eventually {
                (try? await test.board.readInputs().prefix(4).allSatisfy { $0 }) == true
            }
            #expect(isWell)
        }
    }

    @Test func `an adapter that hears itself is found out before anything is unlocked`() async throws {
        try await withSimulatedBoard(.eightA) { test, board in
            board.echo()
            let error = await #expect(throws: DrawersError.self) { try await test.board.identify() }
            #expect(error?.code == .lineEchoes)
        }
    }

    @Test func `reports that nobody asked for are passed over`() async throws {
        try await withSimulatedBoard(.eightA) { test, board in
            board.reportUnasked(3)
            let seen = try await test.switches(1)
            #expect(seen == (true, true))
            board.reportUnasked()
            try await test.board.pulse(lock: 1, for: .milliseconds(200))
            #expect(board.pulseCount(1) == 1)
        }
    }

    @Test func `a line that goes away is named, and opened anew when it is back`() async throws {
        let link = "/tmp/signet-board-\(UInt64.random(in: 0...UInt64.max))"
        let line = EightALine(
            try LockLineSettings(path: link, answerMax: .milliseconds(300)),
            timing: try briskTiming()
        )
        let board = try line.board(address: 1, lockCount: 2)
        let absent = await #expect(throws: DrawersError.self) { try await board.readInputs() }
        #expect(absent?.cause?.code == .notFound)
        for _ in 1...2 {
            do {
                let far = try PseudoTerminal(link: link)
                // Opened here, so that the next use finds a line that hung up.
                let silent = await #expect(throws: DrawersError.self) { try await board.readInputs() }
                #expect(silent?.code == .noAnswer)
                #expect(far.link == link)
            }
            let gone = await #expect(throws: DrawersError.self) { try await board.readInputs() }
            #expect(gone?.code == .lineFailed)
        }
        let simulated = SimulatedLockBoard(
            SimulatedBoardPlan(kind: .eightA, drawerCount: 2),
            terminal: try PseudoTerminal(link: link)
        )
        defer { simulated.stop() }
        #expect(try await board.readInputs().prefix(2).allSatisfy { $0 })
        await line.close()
    }

    @Test func `a wait for a lock's turn that is given up sends nothing`() async throws {
        try await withSimulatedBoard(.modbus, timing: briskTiming(rest: .seconds(20), wait: .seconds(30))) {
            test,
            board in
            try await test.board.pulse(lock: 1, for: .milliseconds(100))
            let waiting = Task { try await test.board.pulse(lock: 1, for: .milliseconds(100)) }
            waiting.cancel()
            let error = await #expect(throws: DrawersError.self) { try await waiting.value }
            #expect(error?.code == .cancelled)
            #expect(board.pulseCount(1) == 1)
        }
    }
}
