import SerialLines
import Simulation
import Testing

@testable import Drawers

/// What every lock board must do, whatever its family: run on the drivers with simulated boards and with pymodbus.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LockBoardConformanceTests {
    @Test(arguments: BoardKind.available)
    func `it says who it is`(kind: BoardKind) async throws {
        try await withBoard(kind) { test in
            let identity = try await test.board.identify()
            #expect(identity.address == 1)
            switch kind {
            case .simulatedEightA: #expect(identity.description == "0x8A lock board at address 1")
            case .simulatedModbus:
                #expect(identity.description == "Modbus relay board at address 1, version 2.00")
            case .pymodbus: #expect(identity.description == "Modbus relay board at address 1, version 3.16")
            }
        }
    }

    @Test(arguments: BoardKind.available)
    func `a pulse opens the one drawer that was named, and the switches show it`(kind: BoardKind) async throws
    {
        try await withBoard(kind) { test in
            #expect(try await test.board.readInputs().count == test.board.capabilities.inputCount)
            for drawer in 1...kind.drawerCount {
                let (bolt, door) = try await test.switches(drawer)
                #expect(bolt && door)
            }
            try await test.board.pulse(lock: 3, for: .milliseconds(200))
            #expect(try await eventually { try test.hands.isOpen(3) })
            for drawer in 1...kind.drawerCount {
                let (bolt, door) = try await test.switches(drawer)
                #expect(bolt == (drawer != 3) && door == (drawer != 3))
                #expect(try test.hands.pulseCount(drawer) == (drawer == 3 ? 1 : 0))
            }
        }
    }

    @Test(arguments: BoardKind.available)
    func `a drawer that is pushed shut is seen shut and locked`(kind: BoardKind) async throws {
        try await withBoard(kind) { test in
            try await test.board.pulse(lock: 1, for: .milliseconds(100))
            #expect(try await eventually { try test.hands.isOpen(1) })
            #expect(
                try await eventually {
                    try test.hands.close(1)
                    return try await test.switches(1) == (true, true)
                }
            )
        }
    }

    @Test(arguments: BoardKind.available)
    func `a lock that there is not is refused and nothing moves`(kind: BoardKind) async throws {
        try await withBoard(kind) { test in
            for lock in [-1, 0, kind.drawerCount + 1, 256, Int.max] {
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
            for drawer in 1...kind.drawerCount { #expect(try test.hands.pulseCount(drawer) == 0) }
        }
    }

    @Test(arguments: BoardKind.available)
    func `lights go on and off one by one, where the board has any`(kind: BoardKind) async throws {
        try await withBoard(kind) { test in
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
    }

    @Test(arguments: BoardKind.available)
    func `everything goes off that can stay on`(kind: BoardKind) async throws {
        try await withBoard(kind) { test in
            if test.board.capabilities.lightCount > 0 {
                try await test.board.setLight(1, on: true)
                try await test.board.setLight(4, on: true)
            }
            try await test.board.switchAllOff()
            #expect(try await test.board.readLights().allSatisfy { !$0 })
            for drawer in 1...kind.drawerCount {
                #expect(try !test.hands.isLit(drawer))
                #expect(try test.hands.pulseCount(drawer) == 0)
            }
        }
    }

    @Test(arguments: BoardKind.available)
    func `a cut line is silence for a question and an unknown outcome for a pulse`(kind: BoardKind)
        async throws
    {
        try await withBoard(kind) { test in
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
    }

    @Test(arguments: BoardKind.available.filter { $0 != .pymodbus })
    func `an address that nobody has is silent`(kind: BoardKind) async throws {
        try await withBoard(kind) { test in
            _ = try await test.board.readInputs()
            let error = await #expect(throws: DrawersError.self) { try await test.absent.readInputs() }
            #expect(error?.code == .noAnswer)
            #expect(try await test.switches(1) == (true, true))
        }
    }

    @Test(arguments: BoardKind.available)
    func `a lock that has not rested is refused without a byte`(kind: BoardKind) async throws {
        let timing = try briskTiming(rest: .seconds(30), wait: .milliseconds(50))
        try await withBoard(kind, timing: timing) { test in
            try await test.board.pulse(lock: 1, for: .milliseconds(100))
            let error = await #expect(throws: DrawersError.self) {
                try await test.board.pulse(lock: 1, for: .milliseconds(100))
            }
            #expect(error?.code == .notRested)
            #expect(try test.hands.pulseCount(1) == 1)
        }
    }

    @Test(arguments: BoardKind.available)
    func `locks that are asked for at once take turns`(kind: BoardKind) async throws {
        try await withBoard(kind, timing: briskTiming(gap: .milliseconds(50), wait: .seconds(10))) { test in
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
    }

    @Test(arguments: BoardKind.available)
    func `a line that is taken is refused by name, and works once it is free`(kind: BoardKind) async throws {
        try await withBoard(kind) { test in
            _ = try await test.board.readInputs()
            let other = EightALine(try LockLineSettings(path: test.hands.path), timing: test.timing)
            let error = await #expect(throws: DrawersError.self) {
                try await other.board(address: 1, lockCount: 1).readInputs()
            }
            #expect(error?.code == .lineFailed)
            #expect(error?.cause?.code == .inUse)
        }
    }
}
