import SerialLines
import Testing

@testable import Simulation

@Suite(.timeLimit(.minutes(2))) struct SimulatedReaderTests {
    static let diagnose: [UInt8] = [0x00, 0x00] + Array("libnfc".utf8)
    static let list: [UInt8] = [0x4A, 1, 0]
    static let version: [UInt8] = [0x40, 1, 0x90, 0x60, 0, 0, 0]

    /// A rig with a tag in front of its first cabinet, and a host on that reader.
    static func withReader(
        radioMilliseconds: Int = 0,
        isPaced: Bool = false,
        _ body: (RunningRig, TestHost) throws -> Void
    ) throws {
        try withRig(radioMilliseconds: radioMilliseconds, isPaced: isPaced) { rig in
            try rig.client.makeTag("card")
            try rig.client.put("card", on: "beijing/front")
            let host = try TestHost(rig.folder.frontReader("beijing"))
            _ = try host.ask([0x32, 0x05, 0x00, 0x01, 0x02])
            try body(rig, host)
        }
    }

    @Test func `a sleeping chip hears nothing of the frame that wakes it`() throws {
        try withRig { rig in
            var line = try SerialLine(path: rig.folder.frontReader("beijing"), baud: .baud115200)
            let frame = TestHost.frame([0x02])
            try line.write(frame, until: .now + .seconds(1))
            #expect(throws: SerialLineError.self) {
                try line.read(count: 6, until: .now + .milliseconds(100))
            }
            try line.write(frame, until: .now + .seconds(1))
            let heard = try line.read(count: 6, until: .now + .seconds(1))
            #expect(heard == HostFrame.acknowledgeBytes)
        }
    }

    @Test func `a host at another rate is not understood`() throws {
        try withRig { rig in
            let path = rig.folder.frontReader("beijing")
            let wake = [UInt8](repeating: 0x55, count: 16)
            do {
                var line = try SerialLine(path: path, baud: .baud57600)
                try line.write(wake + TestHost.frame([0x32, 0x01, 0x01]), until: .now + .seconds(1))
                #expect(throws: SerialLineError.self) {
                    try line.read(count: 6, until: .now + .milliseconds(100))
                }
            }
            let host = try TestHost(path)
            // The field was not switched on.
            #expect(try host.ask([0x04])?.prefix(3) == [0x05, 0x00, 0x00])
        }
    }

    @Test func `the line takes the time that a wire takes, and the radio its own`() throws {
        try Self.withReader(radioMilliseconds: 5, isPaced: true) { _, host in
            let clock = ContinuousClock()
            let echo = try clock.measure { _ = try host.ask(Self.diagnose) }
            // Command 16 bytes, acknowledgement 6, answer 16: 38 bytes of 86.8 µs.
            #expect(echo >= .microseconds(3298))
            _ = try host.ask(Self.list)
            let exchange = try clock.measure { _ = try host.ask(Self.version) }
            // 15, 6 and 19 bytes, and 5 ms of radio.
            #expect(exchange >= .microseconds(3472 + 5000))
        }
    }

    @Test func `an acknowledgement from the host ends a search, and a tag that comes ends it too`() throws {
        try Self.withReader { rig, host in
            try rig.client.take("card")
            _ = try host.ask([0x32, 0x05, 0x00, 0x01, 0xFF])
            #expect(try host.ask(Self.list, within: .milliseconds(50)) == nil)
            try host.write(HostFrame.acknowledgeBytes)
            // Nobody waits for it any more: a tag that comes is not announced.
            try rig.client.put("card", on: "beijing/front")
            #expect(try host.read(1, within: .milliseconds(50)) == nil)
            try rig.client.take("card")
            #expect(try host.ask(Self.diagnose) == [0x01] + Self.diagnose.dropFirst())
            #expect(try host.ask(Self.list, within: .milliseconds(20)) == nil)
            try rig.client.put("card", on: "beijing/front")
            #expect(try host.answer()?.prefix(2) == [0x4B, 1])
        }
    }

    @Test func `the last answer comes again when the host asks for it`() throws {
        try Self.withReader { _, host in
            let first = try host.ask(Self.diagnose)
            try host.write([0, 0, 0xFF, 0xFF, 0, 0])
            #expect(try host.answer() == first)
        }
    }

    @Test func `a command that the chip does not know is answered with the error frame`() throws {
        try Self.withReader { _, host in
            try host.write(TestHost.frame([0x99]))
            #expect(try host.acknowledged())
            #expect(try host.read(8, within: .seconds(1)) == HostFrame.errorBytes)
        }
    }

    @Test func `a status with bit 7, for as many answers as were ordered`() throws {
        try Self.withReader { rig, host in
            _ = try host.ask(Self.list)
            try rig.client.fault(.statusBit7, reader: "beijing/front", count: 1)
            #expect(try host.ask(Self.version)?.prefix(2) == [0x41, 0x80])
            #expect(try host.ask(Self.version)?.prefix(2) == [0x41, 0x00])
        }
    }

    @Test func `an answer to select of no length`() throws {
        try Self.withReader { rig, host in
            try rig.client.fault(.emptyAnswerToSelect, reader: "beijing/front")
            #expect(try host.ask(Self.list)?.suffix(6) == [0x00, 0x77, 0x77, 0x71, 0x02, 0x80])
        }
    }

    @Test func `a late answer comes into the next command`() throws {
        try Self.withReader { rig, host in
            _ = try host.ask(Self.list)
            try rig.client.fault(.late(.milliseconds(150)), reader: "beijing/front", count: 1)
            #expect(try host.ask(Self.version, within: .milliseconds(50)) == nil)
            #expect(try host.answer()?.prefix(2) == [0x41, 0])
        }
    }

    @Test func `a belated answer comes after the acknowledgement of the next command`() throws {
        try Self.withReader { rig, host in
            _ = try host.ask(Self.list)
            try rig.client.fault(.belated(.milliseconds(150)), reader: "beijing/front", count: 1)
            #expect(try host.ask(Self.version, within: .milliseconds(50)) == nil)
            #expect(try host.ask(Self.diagnose)?.prefix(2) == [0x41, 0])
            #expect(try host.answer() == [0x01] + Self.diagnose.dropFirst())
        }
    }

    @Test func `a dripping line gives one byte at a time`() throws {
        try Self.withReader { rig, host in
            try rig.client.fault(.dripping(.milliseconds(20)), reader: "beijing/front", count: 1)
            var echo: [UInt8]?
            let duration = try ContinuousClock().measure { echo = try host.ask(Self.diagnose) }
            #expect(echo?.count == 8)
            #expect(duration >= .milliseconds(16 * 20))
        }
    }

    @Test func `a chip that dies takes the command and says no more until it has power again`() throws {
        try Self.withReader { rig, host in
            try rig.client.fault(.dying, reader: "beijing/front", count: 1)
            #expect(try host.ask(Self.list, within: .milliseconds(50)) == nil)
            try host.write(TestHost.frame(Self.diagnose))
            #expect(try host.acknowledged(within: .milliseconds(50)) == false)
            try rig.client.mendFault("dying", reader: "beijing/front")
            try host.wake()
        }
    }

    @Test func `a silent line has nobody at its end`() throws {
        try Self.withReader { rig, host in
            try rig.client.fault(.silent, reader: "beijing/front")
            try host.write(TestHost.frame(Self.diagnose))
            #expect(try host.acknowledged(within: .milliseconds(50)) == false)
        }
    }

    @Test func `a garbled answer does not add up`() throws {
        try Self.withReader { rig, host in
            try rig.client.fault(.garbled, reader: "beijing/front", count: 1)
            #expect(try host.ask(Self.diagnose) == nil)
            #expect(try host.ask(Self.diagnose) != nil)
        }
    }

    @Test func `a deaf antenna finds nothing and loses what it had`() throws {
        try Self.withReader { rig, host in
            _ = try host.ask(Self.list)
            try rig.client.fault(.deaf, reader: "beijing/front")
            #expect(try host.ask(Self.version) == [0x41, 0x01])
            #expect(try host.ask(Self.list) == [0x4B, 0])
            try rig.client.mendFault("deaf", reader: "beijing/front")
            #expect(try host.ask(Self.list)?.prefix(2) == [0x4B, 1])
        }
    }

    @Test func `an unplugged reader is gone at once and comes back under its name`() throws {
        try Self.withReader { rig, host in
            try rig.client.fault(.unplugged, reader: "beijing/front")
            let path = rig.folder.frontReader("beijing")
            #expect(throws: SerialLineError.self) { try host.read(1, within: .seconds(1)) }
            #expect(throws: SerialLineError.self) { _ = try TestHost(path) }
            try rig.client.mendFault("unplugged", reader: "beijing/front")
            let again = try TestHost(path)
            _ = try again.ask([0x32, 0x05, 0x00, 0x01, 0x02])
            #expect(try again.ask(Self.list)?.prefix(2) == [0x4B, 1])
        }
    }
}
