import Glibc
import Synchronization

/// Lets another thread, or a signal's handler, end the rig's loop.
package final class LoopWaker: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32
    private let stopped = Atomic<Bool>(false)

    init() throws(RigError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw RigError(.system, "making a pipe: errno \(errno)") }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        _ = close(readEnd)
        _ = close(writeEnd)
    }

    var isStopped: Bool { stopped.load(ordering: .acquiring) }
    var descriptor: Int32 { readEnd }

    /// Ends the loop soon; any number of times, from any thread.
    package func stop() {
        guard !stopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte: UInt8 = 0
        _ = unsafe write(writeEnd, &byte, 1)
    }
}

/// Wakes the loop when its waker was used.
final class WakerPart: RigPart {
    private let waker: LoopWaker

    init(_ waker: LoopWaker) {
        self.waker = waker
    }

    var watched: [WatchedDescriptor] {
        waker.isStopped ? [] : [WatchedDescriptor(descriptor: waker.descriptor)]
    }

    var deadline: ContinuousClock.Instant? { nil }

    func turn(at now: ContinuousClock.Instant) {}
}
