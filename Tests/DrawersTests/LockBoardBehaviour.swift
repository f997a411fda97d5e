import SerialLines
import Simulation
import Testing

@testable import Drawers

/// What every lock board must do, whatever its family: a sentence and a check of it.
struct LockBoardBehaviour: Sendable, CustomTestStringConvertible {
    let testDescription: String
    private let pace: Pace
    private let check: @Sendable (BoardUnderTest) async throws -> Void

    /// How the locks are spared meanwhile.
    private enum Pace {
        case brisk
        case restless
        case inTurns

        func timing() throws -> LockTiming {
            switch self {
            case .brisk: try briskTiming()
            case .restless: try briskTiming(rest: .seconds(30), wait: .milliseconds(50))
            case .inTurns: try briskTiming(gap: .milliseconds(50), wait: .seconds(10))
            }
        }
    }

    private init(
        _ sentence: String,
        pace: Pace = .brisk,
        check: @escaping @Sendable (BoardUnderTest) async throws -> Void
    ) {
        testDescription = sentence
        self.pace = pace
        self.check = check
    }

    /// What a single board is enough for.
    static let ofOneBoard: [LockBoardBehaviour] = [
        identity, pulse, closing, bounds, lights, allOff, cutLine, rest, turns, claim,
    ]

    /// All of them: pymodbus answers for an address that nobody has, where a bus is silent.
    static let all = ofOneBoard + [absence]

    /// Checks it on a board of its own.
    func check(on kind: BoardKind) async throws {
        try await withBoard(kind, timing: try pace.timing(), check)
    }
}

extension LockBoardBehaviour {
    private static let identity = LockBoardBehaviour(
        "it says who it is"
    ) { test in
        let identity = try await test.board.identify()
        #expect(identity.address == 1)
        switch test.kind {
        case .simulatedEightA: #expect(identity.description == "0x8A lock board at address 1")
        case .simulatedModbus:
            #expect(identity.description == "Modbus relay board at address 1, version 2.00")
        case .pymodbus: #expect(identity.description == "Modbus relay board at address 1, version 3.16")
        }
    }

    private static let pulse = LockBoardBehaviour(
        "a pulse opens the one drawer that was named, and the switches show it"
    ) { test in
        #expect(try await test.board.readInputs().count == test.board.capabilities.inputCount)
        for drawer in 1...test.kind.drawerCount {
            let (bolt, door) = try await test.switches(drawer)
            #expect(bolt && door)
        }
        try await test.board.pulse(lock: 3, for: .milliseconds(200))
        #expect(try await eventually { try test.hands.isOpen(3) })
        for drawer in 1...test.kind.drawerCount {
            let (bolt, door) = try await test.switches(drawer)
            #expect(bolt == (drawer != 3) && door == (drawer != 3))
            #expect(try test.hands.pulseCount(drawer) == (drawer == 3 ? 1 : 0))
        }
    }

    private static let closing = LockBoardBehaviour(
        "a drawer that is pushed shut is seen shut and locked"
    ) { test in
        try await test.board.pulse(lock: 1, for: .milliseconds(100))
        #expect(try await eventually { try test.hands.isOpen(1) })
        #expect(
            try await eventually {
                try test.hands.close(1)
                return try await test.switches(1) == (true, true)
            }
        )
    }

    private static let bounds = LockBoardBehaviour(
        "a lock that there is not is refused and nothing moves"
    ) { test in
        for lock in [-1, 0, test.kind.drawerCount + 1, 256, Int.max] {
            let error = await #expect(throws: DrawersError.self) {
                try await test.board.pulse(lock: lock, for: .milliseconds(200))
            }
            #expect(error?.code == .noSuchPart)
        }
        for length in [Duration.milliseconds(99), .milliseconds(501), .zero, .seconds(-1)] {
            let error = await #expect(throws: DrawersError.self) {
                try await test.board.pulse(lock: 1, for: length)
            }
            #expect(error?.code == .misconfigured)
        }
        _ = try await test.board.readInputs()
        for drawer in 1...test.kind.drawerCount { #expect(try test.hands.pulseCount(drawer) == 0) }
    }

    private static let lights = LockBoardBehaviour(
        "lights go on and off one by one, where the board has any"
    ) { test in
        guard test.board.capabilities.lightCount > 0 else {
            let error = await #expect(throws: DrawersError.self) {
                try await test.board.setLight(1, on: true)
            }
            #expect(error?.code == .unsupported)
            #expect(try await test.board.readLights() == [])
            return
        }
        try await test.board.setLight(2, on: true)
        #expect(try await test.board.readLights() == [false, true, false, false])
        #expect(try test.hands.isLit(2))
        #expect(try !test.hands.isLit(1))
        try await test.board.setLight(2, on: false)
        #expect(try !test.hands.isLit(2))
        let error = await #expect(throws: DrawersError.self) {
            try await test.board.setLight(5, on: true)
        }
        #expect(error?.code == .noSuchPart)
    }

    private static let allOff = LockBoardBehaviour(
        "everything goes off that can stay on"
    ) { test in
        if test.board.capabilities.lightCount > 0 {
            try await test.board.setLight(1, on: true)
            try await test.board.setLight(4, on: true)
        }
        try await test.board.switchAllOff()
        #expect(try await test.board.readLights().allSatisfy { !$0 })
        for drawer in 1...test.kind.drawerCount {
            #expect(try !test.hands.isLit(drawer))
            #expect(try test.hands.pulseCount(drawer) == 0)
        }
    }

    private static let cutLine = LockBoardBehaviour(
        "a cut line is silence for a question and an unknown outcome for a pulse"
    ) { test in
        try test.hands.cutLine(true)
        for ask in [{ _ = try await test.board.readInputs() }, { _ = try await test.board.identify() }] {
            let error = await #expect(throws: DrawersError.self) { try await ask() }
            #expect(error?.code == .noAnswer)
        }
        let error = await #expect(throws: DrawersError.self) {
            try await test.board.pulse(lock: 1, for: .milliseconds(200))
        }
        #expect(error?.code == .outcomeUnknown)
        try test.hands.cutLine(false)
        #expect(try await test.switches(1) == (true, true))
        #expect(try test.hands.pulseCount(1) == 0)
    }

    private static let absence = LockBoardBehaviour(
        "an address that nobody has is silent"
    ) { test in
        _ = try await test.board.readInputs()
        let error = await #expect(throws: DrawersError.self) { try await test.absent.readInputs() }
        #expect(error?.code == .noAnswer)
        #expect(try await test.switches(1) == (true, true))
    }

    private static let rest = LockBoardBehaviour(
        "a lock that has not rested is refused without a byte",
        pace: .restless
    ) { test in
        try await test.board.pulse(lock: 1, for: .milliseconds(100))
        let error = await #expect(throws: DrawersError.self) {
            try await test.board.pulse(lock: 1, for: .milliseconds(100))
        }
        #expect(error?.code == .notRested)
        #expect(try test.hands.pulseCount(1) == 1)
    }

    private static let turns = LockBoardBehaviour(
        "locks that are asked for at once take turns",
        pace: .inTurns
    ) { test in
        let begun = ContinuousClock.now
        try await withThrowingTaskGroup { group in
            for lock in 1...3 {
                group.addTask { try await test.board.pulse(lock: lock, for: .milliseconds(200)) }
            }
            try await group.waitForAll()
        }
        for lock in 1...3 { #expect(try test.hands.pulseCount(lock) == 1) }
        let between = test.board.capabilities.pulse(for: .milliseconds(200)) + .milliseconds(50)
        #expect(ContinuousClock.now - begun >= between * 2)
    }

    private static let claim = LockBoardBehaviour(
        "a line that is taken is refused by name"
    ) { test in
        _ = try await test.board.readInputs()
        let other = EightALine(try LockLineSettings(path: test.hands.path), timing: test.timing)
        let error = await #expect(throws: DrawersError.self) {
            try await other.board(address: 1, lockCount: 1).readInputs()
        }
        #expect(error?.code == .lineFailed)
        #expect(error?.cause?.code == .inUse)
    }
}
