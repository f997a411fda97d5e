import Glibc

/// Gives each part its turn when one of its descriptors or its time has come; one thread, asleep otherwise.
final class RigLoop {
    /// The longest sleep; a part that a deadline was not enough for is seen again after it.
    private static let sleepMax = Duration.seconds(60)
    /// What poll(2) counts in; what is left below it is slept exactly, so that a wire keeps its pace.
    private static let pollGrain = Duration.milliseconds(1)

    private var parts: [any RigPart] = []

    func add(_ part: some RigPart) {
        parts.append(part)
    }

    /// Waits for the next thing to happen and lets it happen.
    func step() {
        var questions: [pollfd] = []
        var owners: [Int] = []
        var earliest = ContinuousClock.now + Self.sleepMax
        for (index, part) in parts.enumerated() {
            for watch in part.watched {
                var events: Int32 = 0
                if watch.wantsRead { events |= POLLIN }
                if watch.wantsWrite { events |= POLLOUT }
                guard events != 0 else { continue }
                questions.append(pollfd(fd: watch.descriptor, events: Int16(events), revents: 0))
                owners.append(index)
            }
            if let deadline = part.deadline { earliest = min(earliest, deadline) }
        }
        wait(&questions, until: earliest)
        let now = ContinuousClock.now
        let ready = Set(zip(questions, owners).filter { $0.0.revents != 0 }.map(\.1))
        for (index, part) in parts.enumerated() {
            let isDue = part.deadline.map { $0 <= now } ?? false
            if isDue || ready.contains(index) { part.turn(at: now) }
        }
    }

    private func wait(_ questions: inout [pollfd], until instant: ContinuousClock.Instant) {
        let left = ContinuousClock.now.duration(to: instant)
        let whole = left > .zero ? Int32(left / Self.pollGrain) : 0
        if unsafe poll(&questions, nfds_t(questions.count), whole) > 0 { return }
        let rest = ContinuousClock.now.duration(to: instant)
        guard rest > .zero, rest < Self.pollGrain else { return }
        var time = timespec(tv_sec: 0, tv_nsec: Int(rest.components.attoseconds / 1_000_000_000))
        _ = unsafe nanosleep(&time, nil)
        _ = unsafe poll(&questions, nfds_t(questions.count), 0)
    }
}
