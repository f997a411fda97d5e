import FoundationEssentials
import Glibc
import SerialLines
import Testing

@testable import Simulation

/// A rig in a folder of its own; stopped and removed afterwards.
func withRig(
    _ cabinets: [RigConfiguration.Cabinet] = [.init(name: "beijing")],
    radioMilliseconds: Int = 0,
    isPaced: Bool = false,
    _ body: (RunningRig) throws -> Void
) throws {
    try withFolder { folder in
        let configuration = RigConfiguration(
            cabinets: cabinets,
            radioMilliseconds: radioMilliseconds,
            isPaced: isPaced
        )
        let rig = try RunningRig(configuration, folder: folder)
        defer { try? rig.stop() }
        try body(rig)
    }
}

func withFolder(_ body: (RigFolder) throws -> Void) throws {
    let name = "signet-rig-\(UInt64.random(in: 0 ... .max))"
    let path = FileManager.default.temporaryDirectory.appending(path: name).path()
    defer { removeFolder(path) }
    try body(RigFolder(path: path))
}

/// Removes a rig's folder; again while a board's thread still takes its own link away.
func removeFolder(_ path: String) {
    _ = eventually {
        try? FileManager.default.removeItem(atPath: path)
        return !FileManager.default.fileExists(atPath: path)
    }
}

/// Asks again until it is so, or the time is over.
func eventually(within limit: Duration = .seconds(5), _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try condition() { return true }
        _ = usleep(2000)
    }
    return try condition()
}

/// A host on a reader's line that speaks as libnfc does.
final class TestHost {
    private var line: SerialLine
    private static let wakeUp: [UInt8] = [0x55, 0x55] + [UInt8](repeating: 0, count: 14)

    init(_ path: String) throws {
        line = try SerialLine(path: path, baud: .baud115200)
        try wake()
    }

    /// Wakes the chip and has its answer, as after it got power.
    func wake() throws {
        try line.discardInput()
        try write(Self.wakeUp + Self.frame([0x14, 0x01]))
        let isHeard = try acknowledged()
        let isReady = try answer() == [0x15]
        try #require(isHeard && isReady)
    }

    /// The answer's bytes from its code on; nil when none came whole within the time.
    func ask(_ command: [UInt8], within limit: Duration = .seconds(2)) throws -> [UInt8]? {
        try write(Self.frame(command))
        guard try acknowledged() else { return nil }
        return try answer(within: limit)
    }

    func write(_ bytes: [UInt8]) throws {
        try line.write(bytes, until: .now + .seconds(2))
    }

    func acknowledged(within limit: Duration = .milliseconds(500)) throws -> Bool {
        try read(6, within: limit) == HostFrame.acknowledgeBytes
    }

    func answer(within limit: Duration = .seconds(2)) throws -> [UInt8]? {
        guard let head = try read(5, within: limit), head.prefix(3) == [0, 0, 0xFF] else { return nil }
        var count = Int(head[3])
        if head[3] == 0xFF, head[4] == 0xFF {
            guard let length = try read(3, within: limit) else { return nil }
            count = Int(length[0]) << 8 | Int(length[1])
        }
        guard let rest = try read(count + 2, within: limit), rest.dropLast().reduce(0, &+) == 0 else {
            return nil
        }
        return Array(rest[1..<count])
    }

    func read(_ count: Int, within limit: Duration) throws -> [UInt8]? {
        do {
            return try line.read(count: count, until: .now + limit)
        } catch let error where error.code == .timedOut {
            return nil
        }
    }

    static func frame(_ command: [UInt8]) -> [UInt8] {
        let content = [HostFrame.hostIdentifier] + command
        let checksum = UInt8(truncatingIfNeeded: -content.reduce(0) { $0 + Int($1) })
        let count = UInt8(content.count)
        return [0, 0, 0xFF, count, 0 &- count] + content + [checksum, 0]
    }
}
