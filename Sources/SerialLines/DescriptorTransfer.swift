import Glibc

/// Transfers on a non-blocking descriptor, each with one deadline for the whole of it.
enum DescriptorTransfer {
    /// One poll(2) waits no longer than this, so that a far deadline still fits its milliseconds.
    private static let pollWaitMax: Int32 = 60_000

    /// The next bytes, at most `countMax`; empty when the deadline passed without any.
    static func readSome(
        _ descriptor: Int32,
        countMax: Int,
        until deadline: ContinuousClock.Instant
    ) throws(SerialLineError) -> [UInt8] {
        while try wait(descriptor, for: POLLIN, until: deadline) {
            var number: Int32 = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: countMax) { buffer, count in
                let result = unsafe Glibc.read(descriptor, buffer.baseAddress, countMax)
                number = result < 0 ? errno : 0
                count = max(0, result)
            }
            if number == EAGAIN || number == EINTR { continue }
            guard number == 0 else { throw SerialLineError("reading", errno: number) }
            // A terminal that answers with no bytes has hung up (read(2), termios(3)).
            guard !bytes.isEmpty else { throw SerialLineError("reading", errno: EIO) }
            return bytes
        }
        return []
    }

    /// Exactly `count` bytes.
    static func read(
        _ descriptor: Int32,
        count: Int,
        until deadline: ContinuousClock.Instant
    ) throws(SerialLineError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try readSome(descriptor, countMax: count - bytes.count, until: deadline)
            guard !more.isEmpty else {
                throw SerialLineError(
                    .timedOut,
                    "\(bytes.count) of \(count) bytes came in time; check cable, power and address",
                    received: bytes
                )
            }
            bytes += more
        }
        return bytes
    }

    /// All of `bytes`, in order.
    static func write(
        _ descriptor: Int32,
        _ bytes: [UInt8],
        until deadline: ContinuousClock.Instant
    ) throws(SerialLineError) {
        var sent = 0
        while sent < bytes.count {
            guard try wait(descriptor, for: POLLOUT, until: deadline) else {
                throw SerialLineError(
                    .timedOut,
                    "\(sent) of \(bytes.count) bytes left in time; the line is stuck"
                )
            }
            let result = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: sent), bytes.count - sent)
            }
            if result >= 0 {
                sent += result
            } else if errno != EAGAIN && errno != EINTR {
                throw SerialLineError("writing", errno: errno)
            }
        }
    }

    /// Blocks this thread until `instant`.
    static func pause(until instant: ContinuousClock.Instant) {
        while true {
            let left = ContinuousClock.now.duration(to: instant)
            guard left > .zero else { return }
            let parts = left.components
            var wanted = timespec(
                tv_sec: Int(parts.seconds),
                tv_nsec: Int(parts.attoseconds / 1_000_000_000)
            )
            // Interrupted early: the loop looks at the clock again.
            _ = unsafe nanosleep(&wanted, nil)
        }
    }
}

extension DescriptorTransfer {
    /// True when the descriptor is ready; false when the deadline passed first.
    ///
    /// A deadline in the past still looks once.
    private static func wait(
        _ descriptor: Int32,
        for events: Int32,
        until deadline: ContinuousClock.Instant
    ) throws(SerialLineError) -> Bool {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            var question = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            let result = unsafe poll(&question, 1, milliseconds(left))
            if result > 0 {
                let answered = Int32(question.revents)
                if answered & events != 0 { return true }
                throw SerialLineError("waiting", errno: answered & POLLNVAL != 0 ? EBADF : EIO)
            }
            if result < 0 && errno != EINTR { throw SerialLineError("waiting", errno: errno) }
            if result == 0 && left <= .zero { return false }
        }
    }

    /// Rounded up: rounding down would spin through the last millisecond.
    private static func milliseconds(_ duration: Duration) -> Int32 {
        guard duration > .zero else { return 0 }
        let (seconds, attoseconds) = duration.components
        guard seconds < Int64(pollWaitMax / 1000) else { return pollWaitMax }
        return Int32(seconds) * 1000 + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
