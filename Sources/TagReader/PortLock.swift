import Glibc

/// Our claim on a serial port, since libnfc lets two processes open the same one.
///
/// flock(2) on the device itself, as our other drivers of serial lines do, so that they exclude each other.
struct PortLock: ~Copyable {
    private let descriptor: Int32

    /// Why there is no claim.
    enum Failure: Error {
        case noPort
        case busy
    }

    /// Claims the device that the path leads to now; a reader that was plugged in anew is another device.
    init(port: String) throws(Failure) {
        // O_NONBLOCK: a line without carrier must not hang the open. O_NOCTTY: it must not become our terminal.
        let descriptor = unsafe open(port, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == EBUSY ? .busy : .noPort }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            _ = close(descriptor)
            throw .busy
        }
        self.descriptor = descriptor
    }

    deinit { _ = close(descriptor) }
}
