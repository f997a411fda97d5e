import CZeroMQ
import Glibc

/// Wakes the thread that owns the sockets, from any other (eventfd(2)).
final class Wakeup: Sendable {
    let descriptor: Int32

    init() throws(ZeroMQError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard descriptor >= 0 else { throw .of(errno, "Making an eventfd") }
    }

    deinit {
        close(descriptor)
    }

    /// Makes the descriptor readable.
    ///
    /// It fails only when it is so already.
    func signal() {
        _ = eventfd_write(descriptor, 1)
    }

    /// Makes it unreadable again.
    func drain() {
        var count: eventfd_t = 0
        _ = unsafe eventfd_read(descriptor, &count)
    }
}
