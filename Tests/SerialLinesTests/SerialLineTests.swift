import CTerminal
import Foundation
import Glibc
import Testing

@testable import SerialLines

/// A moment that a healthy pair of ends never needs.
private func soon() -> ContinuousClock.Instant { .now.advanced(by: .seconds(5)) }

@Suite struct SerialLineTests {
    @Test func `every byte value crosses unchanged in both directions`() throws {
        let far = try PseudoTerminal()
        var line = try SerialLine(path: far.path, baud: .baud115200)
        let bytes = [UInt8](0...255)
        try line.write(bytes, until: soon())
        var heard: [UInt8] = []
        while heard.count < bytes.count { heard += try far.readSome(countMax: 300, until: soon()) }
        #expect(heard == bytes)
        try far.write(bytes, until: soon())
        #expect(try line.read(count: 256, until: soon()) == bytes)
        try line.close()
    }

    @Test func `a second open is refused until the first is closed`() throws {
        let far = try PseudoTerminal()
        let line = try SerialLine(path: far.path, baud: .baud9600)
        let error = #expect(throws: SerialLineError.self) { try openAndClose(far.path) }
        #expect(error?.code == .inUse)
        #expect(error?.message.contains(far.path) == true)
        #expect(error?.message.contains("EWOULDBLOCK") == true || error?.message.contains("EAGAIN") == true)
        try line.close()
        try openAndClose(far.path)
    }

    @Test func `another process without the lock is refused as well`() throws {
        let far = try PseudoTerminal()
        let line = try SerialLine(path: far.path, baud: .baud9600)
        // flock(1) of util-linux: exit status 1 when the lock is taken.
        #expect(try run(["/usr/bin/flock", "-n", far.path, "true"]) == 1)
        try line.close()
        #expect(try run(["/usr/bin/flock", "-n", far.path, "true"]) == 0)
    }

    @Test func `an open line is exclusive and a closed one is not`() throws {
        let far = try PseudoTerminal()
        let other = unsafe open(far.path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(other) }
        let line = try SerialLine(path: far.path, baud: .baud9600)
        #expect(signet_ioctl_get(other, exclusiveFlag) == 1)
        #expect(fcntl(line.descriptor, F_GETFD) & FD_CLOEXEC != 0)
        try line.close()
        #expect(signet_ioctl_get(other, exclusiveFlag) == 0)
    }

    @Test func `what a killed user left exclusive is released, what a living one holds is not`() throws {
        let far = try PseudoTerminal()
        let dead = unsafe open(far.path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        _ = signet_ioctl_none(dead, UInt(TIOCEXCL))
        close(dead)
        let watcher = unsafe open(far.path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(watcher) }
        #expect(signet_ioctl_get(watcher, exclusiveFlag) == 1)
        #expect(try far.readSome(countMax: 1, until: .now) == [])
        #expect(signet_ioctl_get(watcher, exclusiveFlag) == 0)
        let line = try SerialLine(path: far.path, baud: .baud9600)
        #expect(try far.readSome(countMax: 1, until: .now) == [])
        #expect(signet_ioctl_get(watcher, exclusiveFlag) == 1)
        try line.close()
    }

    @Test(arguments: [
        ("/dev/no-such-line", SerialLineError.Code.notFound, "ENOENT"),
        ("/dev/null", .notATerminal, "ENOTTY"),
    ])
    func `a path that is no serial line is refused by name`(
        path: String,
        code: SerialLineError.Code,
        name: String
    ) {
        let error = #expect(throws: SerialLineError.self) { try openAndClose(path) }
        #expect(error?.code == code)
        #expect(error?.message.contains(name) == true)
    }

    @Test(.timeLimit(.minutes(1))) func `the deadline holds for the whole answer, not for each byte`() throws
    {
        let far = try PseudoTerminal()
        var line = try SerialLine(path: far.path, baud: .baud9600)
        try far.write([1, 2, 3], until: soon())
        let begun = ContinuousClock.now
        let error = #expect(throws: SerialLineError.self) {
            _ = try line.read(count: 5, until: begun.advanced(by: .milliseconds(80)))
        }
        #expect(error?.code == .timedOut)
        #expect(error?.received == [1, 2, 3])
        #expect(ContinuousClock.now - begun >= .milliseconds(80))
        try line.close()
    }

    @Test func `input that is thrown away is not read later`() throws {
        let far = try PseudoTerminal()
        var line = try SerialLine(path: far.path, baud: .baud9600)
        try far.write([9, 9, 9], until: soon())
        #expect(try line.read(count: 1, until: soon()) == [9])
        try line.discardInput()
        try far.write([1], until: soon())
        #expect(try line.readSome(countMax: 8, until: soon()) == [1])
        try line.close()
    }

    @Test func `frames keep their distance, counted from the end of the last on the wire`() throws {
        let far = try PseudoTerminal()
        var line = try SerialLine(path: far.path, baud: .baud9600, gap: .milliseconds(30))
        let begun = ContinuousClock.now
        try line.write([1, 2, 3, 4, 5], until: soon())
        try line.write([6], until: soon())
        // Twice the gap, and five bytes of ten bits at 9,600 baud between.
        #expect(ContinuousClock.now - begun >= .microseconds(60_000 + 5_208))
        try line.drain(until: soon())
        let error = #expect(throws: SerialLineError.self) { try line.write([7], until: .now) }
        #expect(error?.code == .timedOut)
        try line.close()
    }

    @Test func `a write that nobody takes ends at its deadline`() throws {
        let far = try PseudoTerminal()
        var line = try SerialLine(path: far.path, baud: .baud115200)
        let error = #expect(throws: SerialLineError.self) {
            try line.write([UInt8](repeating: 0, count: 1 << 20), until: .now.advanced(by: .milliseconds(50)))
        }
        #expect(error?.code == .timedOut)
        #expect(far.path == line.path)
        try line.close()
    }

    @Test func `a line whose far end is gone says so`() throws {
        let path: String
        var line: SerialLine
        do {
            let far = try PseudoTerminal()
            path = far.path
            line = try SerialLine(path: path, baud: .baud9600)
        }
        let error = #expect(throws: SerialLineError.self) { _ = try line.read(count: 1, until: soon()) }
        #expect(error?.code == .disconnected)
    }
}

@Suite struct PseudoTerminalTests {
    @Test func `a link leads to the device, moves to a newer pair and goes with its own`() throws {
        let link = "/tmp/signet-line-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        do {
            let first = try PseudoTerminal(link: link)
            try openAndClose(link)
            let second = try PseudoTerminal(link: link)
            try openAndClose(link)
            #expect(first.path != second.path)
            #expect(first.link == second.link)
        }
        #expect(unsafe access(link, F_OK) != 0)
    }

    @Test func `a file of that name is left alone`() throws {
        let file = "/tmp/signet-file-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        close(unsafe open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600))
        defer { _ = unsafe unlink(file) }
        let error = #expect(throws: SerialLineError.self) {
            let far = try PseudoTerminal(link: file)
            #expect(far.link == nil)
        }
        #expect(error?.code == .linkRefused)
        #expect(unsafe access(file, F_OK) == 0)
    }
}

@Suite struct BaudRateTests {
    @Test(arguments: [(BaudRate.baud9600, 960), (.baud115200, 11_520), (.baud57600, 5760)])
    func `ten bits to a byte`(baud: BaudRate, bytesPerSecond: Int) {
        #expect(baud.duration(ofBytes: bytesPerSecond) == .seconds(1))
    }
}

/// TIOCGEXCL of tty_ioctl(4).
private let exclusiveFlag: UInt = 0x8004_5440

private func openAndClose(_ path: String) throws(SerialLineError) {
    try SerialLine(path: path, baud: .baud9600).close()
}

/// The exit status of a program that ends by itself.
private func run(_ words: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
}
