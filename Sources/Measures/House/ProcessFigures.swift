import Glibc

/// What the kernel says of this process.
enum ProcessFigures {
    /// Seconds of processor time of all threads so far.
    static var processorSeconds: Double {
        var usage = rusage()
        guard unsafe getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return 0 }
        return [usage.ru_utime, usage.ru_stime].reduce(0) {
            $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1_000_000
        }
    }
}
