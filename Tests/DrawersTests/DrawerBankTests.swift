import Simulation
import Testing

@testable import Drawers

/// A bank of two drawers on a simulated board, from the release to the closing.
@Suite(.serialized, .timeLimit(.minutes(2))) struct DrawerBankTests {
    @Test(arguments: SimulatedBoardPlan.Kind.allCases)
    func `a drawer is released, springs open, is seen open and closed`(
        kind: SimulatedBoardPlan.Kind
    ) async throws {
        try await withBank(kind) { bank, board in
            try await bank.release(2)
            try await expect(.opened, of: 2, from: bank)
            #expect(board.isOpen(2) && !board.isOpen(1))
            #expect(await bank.state(of: 2) == .open)
            #expect(await bank.state(of: 1) == .lockedAndClosed)
            board.close(2)
            try await expect(.closed, of: 2, from: bank)
            #expect(await bank.latchedAlarms(of: 2) == [])
        }
    }

    @Test(arguments: SimulatedBoardPlan.Kind.allCases)
    func `an unlock whose answer is lost is resolved by looking`(kind: SimulatedBoardPlan.Kind) async throws {
        try await withBank(kind) { bank, board in
            board.loseAnswers()
            let moved = await #expect(throws: DrawersError.self) { try await bank.release(1) }
            #expect(moved?.code == .outcomeUnknown)
            try await expect(.opened, of: 1, from: bank)
            #expect(board.pulseCount(1) == 1)
        }
        try await withBank(kind) { bank, board in
            board.jam(1)
            board.loseAnswers()
            let jammed = await #expect(throws: DrawersError.self) { try await bank.release(1) }
            #expect(jammed?.code == .outcomeUnknown)
            try await expect(.jammed(boltMoved: false), of: 1, from: bank)
        }
    }

    @Test func `a hand on the drawer is a jam whose bolt moved, and the second try opens`() async throws {
        try await withBank(.modbus) { bank, board in
            board.hold(1)
            try await bank.release(1)
            try await expect(.jammed(boltMoved: true), of: 1, from: bank)
            board.letGo(1)
            try await bank.release(1)
            try await expect(.opened, of: 1, from: bank)
        }
    }

    @Test func `a crowbar is seen`() async throws {
        try await withBank(.modbus) { bank, board in
            board.pry(2)
            try await expect(.forced, of: 2, from: bank)
            #expect(await bank.clear(.forced, of: 2) == false)
            board.close(2)
            try await expect(.closed, of: 2, from: bank)
            #expect(await bank.clear(.forced, of: 2) == true)
        }
    }

    @Test func `a drawer that did not catch is ajar`() async throws {
        try await withBank(.modbus) { bank, board in
            try await bank.release(1)
            try await expect(.opened, of: 1, from: bank)
            board.wearHook(1)
            board.close(1)
            try await expect(.ajar, of: 1, from: bank)
        }
    }

    @Test(arguments: [SimulatedLockBoard.SensorFault.chattering])
    func `an ill switch is named and the drawer still opens`(fault: SimulatedLockBoard.SensorFault)
        async throws
    {
        try await withBank(.modbus) { bank, board in
            board.setFault(fault, of: .bolt, 1)
            try await expect(.sensorIll(door: false, bolt: true), of: 1, from: bank)
            try await bank.release(1)
            try await expect(.opened, of: 1, from: bank)
        }
    }

    @Test(arguments: SimulatedBoardPlan.Kind.allCases)
    func `a board that dies makes its sensors ill, not its drawers closed`(
        kind: SimulatedBoardPlan.Kind
    ) async throws {
        try await withBank(kind) { bank, board in
            board.cutLine()
            try await expect(.sensorIll(door: true, bolt: true), of: 1, from: bank)
            #expect(await bank.state(of: 2) == .sensorIll)
            #expect(await bank.start().map(\.error.code) == [.noAnswer])
            board.cutLine(false)
            #expect(await bank.start().isEmpty)
            try await expect(.sensorsWell, of: 1, from: bank)
        }
    }

    @Test func `a dead board does not keep the others from starting`() async throws {
        try await withSimulatedBoard(.modbus) { well, board in
            try await withSimulatedBoard(.eightA) { dead, deadBoard in
                deadBoard.losePower()
                try await well.board.setLight(1, on: true)
                let bank = try DrawerBank(
                    boards: ["a dead one": dead.board, "well": well.board],
                    wirings: [],
                    timing: DrawerTiming()
                )
                #expect(await bank.start().map(\.board) == ["a dead one"])
                #expect(!board.isLit(1))
                #expect(await bank.look().faults.map(\.error.code) == [.noAnswer])
            }
        }
    }

    @Test func `lights hang on the drawers`() async throws {
        try await withBank(.modbus) { bank, board in
            try await bank.setLight(of: 2, on: true)
            #expect(board.isLit(2) && !board.isLit(1))
            #expect(await bank.start().isEmpty)
            #expect(!board.isLit(2))
            let error = await #expect(throws: DrawersError.self) { try await bank.setLight(of: 9, on: true) }
            #expect(error?.code == .noSuchPart)
        }
        try await withBank(.eightA) { bank, _ in
            let error = await #expect(throws: DrawersError.self) { try await bank.setLight(of: 1, on: true) }
            #expect(error?.code == .unsupported)
            #expect(bank.drawers == [1, 2])
        }
    }

    @Test func `a refused release leaves the drawer locked and its next opening forced`() async throws {
        try await withBank(.modbus, timing: briskTiming(rest: .seconds(30), wait: .zero)) { bank, board in
            try await bank.release(1)
            try await expect(.opened, of: 1, from: bank)
            board.close(1)
            try await expect(.closed, of: 1, from: bank)
            let error = await #expect(throws: DrawersError.self) { try await bank.release(1) }
            #expect(error?.code == .notRested)
            #expect(await bank.state(of: 1) == .lockedAndClosed)
            board.pry(1)
            try await expect(.forced, of: 1, from: bank)
        }
    }

    @Test func `inverted switches are a setting`() async throws {
        try await withBank(.eightA, isInverted: true) { bank, board in
            try await bank.release(1)
            try await expect(.opened, of: 1, from: bank)
            board.close(1)
            try await expect(.closed, of: 1, from: bank)
        }
    }
}

@Suite struct DrawerWiringTests {
    private static func place(_ number: Int, _ board: String = "a") -> DrawerWiring.Place {
        DrawerWiring.Place(board: board, number: number)
    }

    private static func wiring(
        _ drawer: Int,
        lock: DrawerWiring.Place,
        bolt: Int,
        door: Int?,
        light: DrawerWiring.Place? = nil
    ) -> DrawerWiring {
        DrawerWiring(
            drawer: drawer,
            lock: lock,
            bolt: DrawerWiring.Switch(place(bolt), isActiveWhenSecure: true),
            door: door.map { DrawerWiring.Switch(place($0), isActiveWhenSecure: false) },
            light: light
        )
    }

    @Test func `each switch has its own polarity, and a silent board says nothing`() {
        let wiring = Self.wiring(1, lock: Self.place(1), bolt: 1, door: 2)
        #expect(wiring.sample(["a": [true, false]]) == DrawerSample(door: .shut, bolt: .thrown))
        #expect(wiring.sample(["a": [false, true]]) == DrawerSample(door: .open, bolt: .drawn))
        #expect(wiring.sample(["a": [true]]) == DrawerSample(door: nil, bolt: .thrown))
        #expect(wiring.sample(["b": [true, false]]) == .unreadable)
    }

    @Test func `one switch stands for both where there is no other`() {
        let wiring = Self.wiring(1, lock: Self.place(1), bolt: 1, door: nil)
        #expect(wiring.sample(["a": [true]]) == DrawerSample(door: .shut, bolt: .thrown))
        #expect(wiring.sample(["a": [false]]) == DrawerSample(door: .open, bolt: .drawn))
    }

    @Test(arguments: [
        [wiring(0, lock: place(1), bolt: 1, door: nil)],
        [wiring(1, lock: place(1), bolt: 1, door: nil), wiring(1, lock: place(2), bolt: 2, door: nil)],
        [wiring(1, lock: place(1), bolt: 1, door: nil), wiring(2, lock: place(1), bolt: 2, door: nil)],
        [wiring(1, lock: place(1), bolt: 1, door: 1)],
        [wiring(1, lock: place(3), bolt: 1, door: nil)],
        [wiring(1, lock: place(0), bolt: 1, door: nil)],
        [wiring(1, lock: place(1), bolt: 25, door: nil)],
        [wiring(1, lock: place(1, "b"), bolt: 1, door: nil)],
        [wiring(1, lock: place(1), bolt: 1, door: nil, light: place(1))],
    ])
    func `a wiring that cannot be is refused`(wirings: [DrawerWiring]) throws {
        let line = EightALine(try LockLineSettings(path: "/dev/null"), timing: try LockTiming())
        let board = try line.board(address: 1, lockCount: 2)
        let error = #expect(throws: DrawersError.self) {
            _ = try DrawerBank(boards: ["a": board], wirings: wirings, timing: DrawerTiming())
        }
        #expect(error?.code == .misconfigured)
    }
}

private func withBank(
    _ kind: SimulatedBoardPlan.Kind,
    timing: LockTiming? = nil,
    isInverted: Bool = false,
    _ body: (DrawerBank, SimulatedLockBoard) async throws -> Void
) async throws {
    try await withSimulatedBoard(kind, timing: timing, isInverted: isInverted) { test, board in
        let name = "board"
        let wirings = (1...2).map { drawer in
            DrawerWiring(
                drawer: drawer,
                lock: DrawerWiring.Place(board: name, number: drawer),
                bolt: DrawerWiring.Switch(
                    DrawerWiring.Place(board: name, number: SimulatedBoardPlan.boltInput(drawer)),
                    isActiveWhenSecure: !isInverted
                ),
                door: DrawerWiring.Switch(
                    DrawerWiring.Place(board: name, number: SimulatedBoardPlan.doorInput(drawer)),
                    isActiveWhenSecure: !isInverted
                ),
                light: kind == .modbus ? DrawerWiring.Place(board: name, number: drawer) : nil
            )
        }
        let watching = try DrawerTiming(
            debounce: .milliseconds(20),
            openingMax: .milliseconds(1500),
            disagreementMax: .milliseconds(500),
            unreadableMax: .milliseconds(1000)
        )
        let bank = try DrawerBank(boards: [name: test.board], wirings: wirings, timing: watching)
        #expect(await bank.start().isEmpty)
        try await expect(.foundClosed, of: 2, from: bank)
        try await body(bank, board)
    }
}

/// Looks until the drawer reports this next; anything else that it reports first is an issue, up to twenty seconds.
private func expect(
    _ kind: DrawerEvent.Kind,
    of drawer: Int,
    from bank: DrawerBank,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let deadline = ContinuousClock.now.advanced(by: .seconds(20))
    while ContinuousClock.now < deadline {
        let reports = await bank.look().reports.filter { $0.drawer == drawer }
        if reports.isEmpty {
            try await Task.sleep(for: .milliseconds(5))
            continue
        }
        #expect(reports.map(\.event.kind).contains(kind), sourceLocation: sourceLocation)
        return
    }
    Issue.record("drawer \(drawer) never reported \(kind)", sourceLocation: sourceLocation)
}
