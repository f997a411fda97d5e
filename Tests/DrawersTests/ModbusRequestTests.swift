import SerialLines
import Testing

@testable import Drawers

@Suite struct ModbusRequestTests {
    /// The example of Waveshare's manual: relay 0 on for 700 ms.
    private static let manual: [UInt8] = [0x01, 0x05, 0x02, 0x00, 0x00, 0x07, 0x8D, 0xB0]

    @Test func `a pulse is as the manual prints it, in tenths of a second rounded up`() {
        #expect(ModbusWire.pulseRequest(1, lock: 1, for: .milliseconds(700)) == Self.manual.dropLast(2))
        #expect(
            ModbusWire.pulseRequest(1, lock: 2, for: .milliseconds(800)) == [
                0x01, 0x05, 0x02, 0x01, 0x00, 0x08,
            ]
        )
        #expect(ModbusWire.pulseRequest(9, lock: 16, for: .milliseconds(101)) == [9, 5, 2, 15, 0, 2])
    }

    @Test(arguments: [1, 2, 3, 6, 7, 10])
    func `a clear refusal says so`(exception: UInt8) {
        let error = #expect(throws: DrawersError.self) {
            try ModbusWire.check([1, 0x85, exception], to: [1, 5, 2, 0, 0, 2])
        }
        #expect(error?.code == .refused)
    }

    /// "Failed while attempting", "accepted, still working", "parity", "the target behind the gateway is silent".
    @Test(arguments: [0, 4, 5, 8, 11, 12, 255])
    func `an exception after which the lock may have moved is no refusal`(exception: UInt8) {
        let error = #expect(throws: DrawersError.self) {
            try ModbusWire.check([1, 0x85, exception], to: [1, 5, 2, 0, 0, 2])
        }
        #expect(error?.code != .refused)
    }

    @Test(arguments: [nil, [], [1], [1, 5, 2, 0, 0, 3], [2, 5, 2, 0, 0, 2], [1, 0x86, 1]] as [[UInt8]?])
    func `any other answer is no yes`(answer: [UInt8]?) {
        #expect(throws: DrawersError.self) { try ModbusWire.check(answer, to: [1, 5, 2, 0, 0, 2]) }
    }

    @Test func `every code of libmodbus has a name`() {
        #expect(ModbusFailure.Name.allCases.map(\.rawValue) == Array(1...17))
        #expect(ModbusFailure.of(errno: 112_345_678 + 2) == DrawersError(.refused, ""))
        #expect(ModbusFailure.of(errno: 112_345_678 + 12) == DrawersError(.garbledAnswer, ""))
        #expect(ModbusFailure.of(errno: 110) == DrawersError(.noAnswer, ""))
        #expect(ModbusFailure.of(errno: 5).cause?.code == .disconnected)
    }
}
