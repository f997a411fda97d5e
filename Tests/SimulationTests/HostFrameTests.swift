import Cryptography
import Testing

@testable import Simulation

@Suite struct HostFrameTests {
    /// UM0701-02, 7.2.2: the example of GetFirmwareVersion.
    static let firmwareCommand = "0000ff02fed4022a00"
    static let firmwareAnswer = "0000ff06fad50332010607e800"

    @Test func `the manual's example of a command and its answer`() throws {
        var parser = HostFrameParser()
        let found = parser.take(try #require(Hex.decode(Self.firmwareCommand)))
        #expect(found == [.init(frame: .command([0x02]), leadingByteCount: 1)])
        var chip = PN532()
        guard case .answer(let answer, _) = chip.execute([0x02]) else {
            Issue.record("no answer")
            return
        }
        #expect(Hex.encode(HostFrame.encode(answer: answer)) == Self.firmwareAnswer)
    }

    @Test func `frames are found in whatever pieces they come`() throws {
        let command = try #require(Hex.decode(Self.firmwareCommand))
        let stream = [0x55, 0x55, 0x00] + command + HostFrame.acknowledgeBytes + [0x00] + command
        for size in 1...stream.count {
            var parser = HostFrameParser()
            var frames: [HostFrame] = []
            for start in stride(from: 0, to: stream.count, by: size) {
                frames += parser.take(Array(stream[start..<min(start + size, stream.count)])).map(\.frame)
            }
            #expect(frames == [.command([0x02]), .acknowledge, .command([0x02])])
        }
    }

    @Test func `an extended frame carries what a normal one cannot`() {
        // What nfcpy sends as its line test: 262 bytes after the command code.
        let command = [UInt8](repeating: 0x00, count: 2) + (0..<262).map { UInt8($0 & 0xFF) }
        let content = [HostFrame.hostIdentifier] + command
        let checksum = UInt8(truncatingIfNeeded: -content.reduce(0) { $0 + Int($1) })
        let frame: [UInt8] = [0x00, 0x00, 0xFF, 0xFF, 0xFF, 0x01, 0x09, 0xF6] + content + [checksum, 0x00]
        var parser = HostFrameParser()
        #expect(parser.take(frame).map(\.frame) == [.command(command)])
        #expect(
            HostFrame.encode(answer: [UInt8](repeating: 1, count: 255)).prefix(6) == [0, 0, 255, 255, 255, 1]
        )
        #expect(HostFrame.encode(answer: [UInt8](repeating: 1, count: 254)).prefix(5) == [0, 0, 255, 255, 1])
    }

    @Test(arguments: 3..<8)
    func `a frame with a wrong checksum is dropped and the next one heard`(place: Int) throws {
        let command = try #require(Hex.decode(Self.firmwareCommand))
        var broken = command
        broken[place] ^= 0x40
        var parser = HostFrameParser()
        // Enough filler that a length that was misread is over before the next frame.
        let filler = [UInt8](repeating: 0x55, count: 300)
        #expect(parser.take(broken + filler + command).map(\.frame) == [.command([0x02])])
    }

    @Test func `what is no command to the chip is seen as such`() {
        var parser = HostFrameParser()
        #expect(
            parser.take([0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD5, 0x02, 0x29, 0x00]).map(\.frame) == [.unknown]
        )
        #expect(parser.take([0x00, 0xFF, 0xFF, 0x00, 0x00]).map(\.frame) == [.notAcknowledge])
    }

    @Test func `no bytes make it stumble or remember without end`() {
        var generator = SeededGenerator(seed: 13)
        var parser = HostFrameParser()
        for _ in 0..<2000 {
            var bytes = generator.bytes(Int.random(in: 0...300, using: &generator))
            for index in bytes.indices where Int.random(in: 0..<3, using: &generator) == 0 {
                bytes[index] = [0x00, 0xFF][Int.random(in: 0...1, using: &generator)]
            }
            _ = parser.take(bytes)
        }
        parser.reset()
        #expect(parser.take([0, 0, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2A]).map(\.frame) == [.command([2])])
    }
}
