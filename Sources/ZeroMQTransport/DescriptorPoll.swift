import Glibc

/// Waits for descriptors with poll(2).
struct DescriptorPoll {
    private var entries: [pollfd]

    init(_ descriptors: [Int32]) {
        entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    }

    /// Waits until one is readable or the time is over; nil waits without end.
    ///
    /// A signal ends the wait too.
    mutating func wait(_ duration: Duration?) {
        _ = unsafe poll(&entries, nfds_t(entries.count), Self.milliseconds(duration))
    }

    /// Rounded up, so that a wait never ends just before its deadline and is repeated for the rest.
    private static func milliseconds(_ duration: Duration?) -> Int32 {
        guard let duration else { return -1 }
        guard duration > .zero else { return 0 }
        let (seconds, attoseconds) = duration.components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflows else { return Int32.max }
        return Int32(clamping: whole + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
