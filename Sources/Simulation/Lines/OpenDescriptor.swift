import Glibc

/// A file descriptor that is closed when nobody holds it any more.
final class OpenDescriptor {
    let value: Int32

    /// Takes over the answer of socket(2) or its like; nil when it is negative.
    init?(_ value: Int32) {
        guard value >= 0 else { return nil }
        self.value = value
    }

    deinit { _ = close(value) }

    /// What a transfer came to.
    enum Transfer: Equatable {
        case bytes([UInt8])
        /// Nothing now; later perhaps.
        case nothing
        /// The other side has said its last.
        case end
        case failed
    }

    /// The next bytes of a descriptor that does not block.
    func read(countMax: Int) -> Transfer {
        var number: Int32 = 0
        var result = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: countMax) { buffer, count in
            result = unsafe Glibc.read(value, buffer.baseAddress, countMax)
            number = errno
            count = max(0, result)
        }
        if result > 0 { return .bytes(bytes) }
        if result == 0 { return .end }
        return number == EAGAIN || number == EINTR ? .nothing : .failed
    }

    /// Hands over what it takes of `bytes` without waiting; how many, or nil when the other side is gone.
    func write(_ bytes: [UInt8]) -> Int? {
        guard !bytes.isEmpty else { return 0 }
        let result = unsafe bytes.withUnsafeBytes { buffer in
            // Without the flag a peer that went away would end this process (send(2), EPIPE).
            unsafe send(value, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        }
        if result >= 0 { return result }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }
}
