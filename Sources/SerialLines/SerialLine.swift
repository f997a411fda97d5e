import CTerminal
import Glibc

/// A serial line that is ours alone: 8N1, raw, with deadlines.
///
/// Its calls block; use it on an actor with a `BlockingExecutor`.
package struct SerialLine: ~Copyable {
    /// The path it was opened by.
    package let path: String
    /// Its speed.
    package let baud: BaudRate
    /// The shortest silence before a frame of ours, counted from the end of the last bytes of either side.
    package let gap: Duration

    private let owned: OwnedDescriptor
    private var quietSince: ContinuousClock.Instant

    /// Opens, claims and sets the line.
    ///
    /// The claim is flock(2), which refuses every other user of this type in any process, and TIOCEXCL
    /// (tty_ioctl(4)), which refuses programs that do not know flock. flock comes first: whoever sees the exclusive
    /// flag without the lock looks at what a killed process left behind.
    package init(path: String, baud: BaudRate, gap: Duration = .zero) throws(SerialLineError) {
        // O_NONBLOCK: a line without carrier must not hang the open, and every wait goes through poll(2).
        let flags = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
        let owned = try unsafe OwnedDescriptor(Glibc.open(path, flags), orFail: "opening \(path)")
        guard isatty(owned.value) == 1 else { throw SerialLineError("opening \(path)", errno: ENOTTY) }
        guard flock(owned.value, LOCK_EX | LOCK_NB) == 0 else {
            throw SerialLineError("claiming \(path)", errno: errno)
        }
        guard signet_ioctl_none(owned.value, UInt(TIOCEXCL)) == 0 else {
            throw SerialLineError("claiming \(path)", errno: errno)
        }
        do throws(SerialLineError) {
            try TerminalSettings.makeRaw(owned.value, baud: baud)
        } catch {
            _ = signet_ioctl_none(owned.value, UInt(TIOCNXCL))
            throw error
        }
        self.path = path
        self.baud = baud
        self.gap = gap
        self.owned = owned
        quietSince = .now
    }

    /// The descriptor, for a C library that reads and writes by itself; it must not close it.
    package var descriptor: Int32 { owned.value }

    /// Exactly `count` bytes, or `timedOut` with those that came: one deadline for the whole answer, however slowly it drips.
    package mutating func read(
        count: Int,
        until deadline: ContinuousClock.Instant
    ) throws(SerialLineError) -> [UInt8] {
        defer { quietSince = .now }
        return try DescriptorTransfer.read(owned.value, count: count, until: deadline)
    }

    /// The next bytes, at most `countMax`; empty when the deadline passed without any.
    package mutating func readSome(
        countMax: Int,
        until deadline: ContinuousClock.Instant
    ) throws(SerialLineError) -> [UInt8] {
        let bytes = try DescriptorTransfer.readSome(owned.value, countMax: countMax, until: deadline)
        if !bytes.isEmpty { quietSince = .now }
        return bytes
    }

    /// Waits for the line's gap, then hands all bytes to the kernel; `drain` waits until they are out.
    package mutating func write(
        _ bytes: [UInt8],
        until deadline: ContinuousClock.Instant
    ) throws(SerialLineError) {
        let start = quietSince.advanced(by: gap)
        guard start <= deadline else {
            throw SerialLineError(.timedOut, "the line's gap ends after the deadline; allow more time")
        }
        pause(until: start)
        let begun = ContinuousClock.now
        defer { quietSince = max(.now, begun.advanced(by: baud.duration(ofBytes: bytes.count))) }
        try DescriptorTransfer.write(owned.value, bytes, until: deadline)
    }

    /// Waits until the kernel has handed every byte to the wire.
    package func drain(until deadline: ContinuousClock.Instant) throws(SerialLineError) {
        while true {
            let waiting = signet_ioctl_get(owned.value, UInt(TIOCOUTQ))
            guard waiting >= 0 else { throw SerialLineError("draining", errno: errno) }
            if waiting == 0 { break }
            guard ContinuousClock.now < deadline else {
                throw SerialLineError(.timedOut, "\(waiting) bytes did not leave in time; the line is stuck")
            }
            pause(until: min(deadline, .now.advanced(by: baud.duration(ofBytes: Int(waiting)))))
        }
        // What is left is the chip's own buffer, a few bytes: this wait has the hardware's bound.
        guard tcdrain(owned.value) == 0 || errno == EINTR else {
            throw SerialLineError("draining", errno: errno)
        }
    }

    /// Throws away what came in and was not read, such as an answer after its deadline.
    package func discardInput() throws(SerialLineError) {
        guard tcflush(owned.value, TCIFLUSH) == 0 else { throw SerialLineError("flushing", errno: errno) }
    }

    /// Notes bytes that a C library moved over `descriptor`, so that the gap counts from them.
    package mutating func noteTraffic() { quietSince = .now }

    /// Blocks until the gap since the last bytes is over: for a C library that writes by itself.
    package func waitForGap() { pause(until: quietSince.advanced(by: gap)) }

    /// Blocks this thread until `instant`.
    package func pause(until instant: ContinuousClock.Instant) { DescriptorTransfer.pause(until: instant) }

    /// Gives the line back.
    package consuming func close() throws(SerialLineError) {
        _ = signet_ioctl_none(owned.value, UInt(TIOCNXCL))
        try owned.close()
    }
}
