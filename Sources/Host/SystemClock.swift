import Glibc

/// The clocks of Linux: CLOCK_REALTIME and CLOCK_BOOTTIME (clock_gettime(2)).
package struct SystemClock: HostClock {
    /// The machine's clocks.
    package init() {}

    package var wallMilliseconds: Int64 { read(CLOCK_REALTIME) }

    package var bootMilliseconds: UInt64 { UInt64(max(0, read(CLOCK_BOOTTIME))) }

    private func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // Fails only for clocks that the kernel lacks; both exist since Linux 2.6.39.
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
