import Glibc
import SealTags

/// Ends the service's wait from another thread.
final class ServiceWaker: Sendable {
    let descriptor: Int32
    private let writeEnd: Int32

    init() throws(KeyServiceError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw SecretFile.failure("cannot make a pipe") }
        (descriptor, writeEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        _ = close(descriptor)
        _ = close(writeEnd)
    }

    /// Any number of times; the byte is never read, so the wait ends for good.
    func stop() {
        var byte: UInt8 = 0
        _ = unsafe write(writeEnd, &byte, 1)
    }
}
