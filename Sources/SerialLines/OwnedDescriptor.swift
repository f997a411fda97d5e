import Glibc

/// A file descriptor that is closed exactly once.
struct OwnedDescriptor: ~Copyable {
    let value: Int32

    /// Takes over the answer of open(2) or its like; reads errno when it is negative.
    init(_ value: Int32, orFail doing: @autoclosure () -> String) throws(SerialLineError) {
        let number = errno
        guard value >= 0 else { throw SerialLineError(doing(), errno: number) }
        self.value = value
    }

    deinit { _ = Glibc.close(value) }

    /// Closes, and says so when the kernel could not; the descriptor is gone either way (close(2)).
    consuming func close() throws(SerialLineError) {
        let result = Glibc.close(value)
        let number = errno
        discard self
        guard result == 0 || number == EINTR else {
            throw SerialLineError("closing the line", errno: number)
        }
    }
}
