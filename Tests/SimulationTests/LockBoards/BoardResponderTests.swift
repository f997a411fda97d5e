import Testing

@testable import Simulation

/// The simulated firmware against bytes that others printed.
@Suite struct BoardResponderTests {
    private static func parts(_ kind: SimulatedBoardPlan.Kind) -> SimulatedBoardParts {
        SimulatedBoardParts(plan: SimulatedBoardPlan(kind: kind, drawerCount: 2))
    }

    /// The example of Waveshare's manual: relay 0 on for 700 ms.
    private static let manual: [UInt8] = [0x01, 0x05, 0x02, 0x00, 0x00, 0x07, 0x8D, 0xB0]

    @Test func `the Modbus board takes the manual's frame and returns it`() {
        let responder = ModbusResponder(address: 1)
        var parts = Self.parts(.modbus)
        let now = ContinuousClock.now
        #expect(responder.scan(Self.manual) == .frame(byteCount: 8))
        #expect(responder.answer(Self.manual, &parts, at: now)?.bytes == Self.manual)
        #expect(parts.pulseCounts == [1, 0])
        #expect(parts.drawers[0].energisedUntil == now.advanced(by: .milliseconds(700)))
        #expect(responder.scan(Self.manual.dropLast() + [0xB1]) == .noise)
        #expect(responder.scan(Array(Self.manual.prefix(7))) == .incomplete)
    }

    @Test func `the Modbus board is silent for another address and refuses what it does not have`() {
        let responder = ModbusResponder(address: 2)
        var parts = Self.parts(.modbus)
        #expect(responder.answer(Self.manual, &parts, at: .now) == nil)
        for (body, exception) in [
            ([2, 7], 1), ([2, 1, 0, 0, 0, 17], 2), ([2, 2, 0, 0, 0, 0], 3), ([2, 5, 0, 0, 0, 7], 3),
            ([2, 5, 1, 0, 0xFF, 0], 2), ([2, 15, 0, 9, 0, 8, 1, 255], 2), ([2, 15, 0, 0, 0, 9, 1, 255], 3),
            ([2, 3, 0, 0, 0, 1], 2), ([2, 5, 2, 0, 0, 0], 3),
        ] as [([UInt8], UInt8)] {
            let answer = responder.answer(body + [0, 0], &parts, at: .now)?.bytes
            #expect(answer.map { Array($0.prefix(3)) } == [2, body[1] | 0x80, exception])
        }
        #expect(parts.pulseCounts == [0, 0])
    }

    @Test func `a broadcast is obeyed and not answered`() {
        let responder = ModbusResponder(address: 2)
        var parts = Self.parts(.modbus)
        #expect(responder.answer([0, 5, 0, 8, 0xFF, 0, 0, 0], &parts, at: .now) == nil)
        #expect(parts.lights[0])
    }

    @Test func `the 0x8A board opens every lock for lock 0, which is why nobody may send it`() {
        let responder = EightAResponder(address: 1)
        var parts = Self.parts(.eightA)
        let all: [UInt8] = [0x8A, 0x01, 0x00, 0x11, 0x9A]
        #expect(responder.scan(all) == .frame(byteCount: 5))
        #expect(responder.answer(all, &parts, at: .now)?.bytes == all)
        #expect(parts.pulseCounts == [1, 1])
        #expect(responder.scan([0x8A, 0x01, 0x00, 0x11, 0x9B]) == .noise)
        #expect(responder.answer([0x8A, 0x02, 0x01, 0x11, 0x98], &parts, at: .now) == nil)
    }

    @Test func `a lock that is kept energised stays so until it is told otherwise`() {
        let responder = EightAResponder(address: 1)
        var parts = Self.parts(.eightA)
        let start = ContinuousClock.now
        _ = responder.answer([0x9A, 0x01, 0x01, 0x11, 0x8B], &parts, at: start)
        _ = parts.advance(to: start.advanced(by: .seconds(3600)))
        #expect(parts.outputs[0])
        _ = responder.answer([0x9B, 0x01, 0x01, 0x11, 0x8A], &parts, at: start.advanced(by: .seconds(3601)))
        #expect(!parts.outputs[0])
    }
}

@Suite struct SimulatedDrawerTests {
    private let start = ContinuousClock.now

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant {
        start.advanced(by: .milliseconds(milliseconds))
    }

    @Test func `the spring opens it while the coil draws, and the hook stays drawn until it is shut`() {
        var drawer = SimulatedDrawer()
        drawer.energise(until: at(200), at: at(0))
        #expect(drawer.advance(to: at(59)) == false)
        #expect(drawer.advance(to: at(60)) == true)
        #expect(drawer.advance(to: at(500)) == false)
        #expect(drawer.isOpen && drawer.isBoltDrawn && !drawer.isMoving)
        #expect(drawer.push(at: at(600)) == true)
        #expect(!drawer.isOpen && !drawer.isBoltDrawn)
    }

    @Test func `a pulse shorter than the spring opens nothing, also when nobody looked meanwhile`() {
        var drawer = SimulatedDrawer()
        drawer.energise(until: at(40), at: at(0))
        #expect(drawer.advance(to: at(1000)) == false)
        #expect(!drawer.isOpen && !drawer.isBoltDrawn)
    }

    @Test func `pushed shut while the coil still draws, it is caught when the pulse is over`() {
        var drawer = SimulatedDrawer()
        drawer.energise(until: at(200), at: at(0))
        _ = drawer.advance(to: at(100))
        #expect(drawer.push(at: at(120)) == true)
        #expect(drawer.advance(to: at(199)) == false)
        #expect(drawer.isBoltDrawn)
        #expect(drawer.advance(to: at(300)) == false)
        #expect(!drawer.isOpen && !drawer.isBoltDrawn)
    }

    @Test func `sensors show what they are told, or what is`() {
        var drawer = SimulatedDrawer()
        #expect(drawer.sensors(at: start) == (true, true))
        drawer.boltFault = .stuck(active: false)
        #expect(drawer.sensors(at: start) == (true, false))
        drawer.pry()
        drawer.boltFault = nil
        #expect(drawer.sensors(at: start) == (false, false))
        drawer.doorFault = .chattering
        let seen = Set((0..<8).map { drawer.sensors(at: at($0 * 25)).door })
        #expect(seen == [true, false])
    }
}
