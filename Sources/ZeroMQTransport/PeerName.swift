import Glibc

/// The address and port at the far end of a TCP connection, as the kernel tells them.
struct PeerName: Hashable {
    private let bytes: [UInt8]

    /// Asks the kernel; nil when the descriptor is closed or no connection.
    init?(of descriptor: Int32) {
        var storage = [UInt8](repeating: 0, count: MemoryLayout<sockaddr_storage>.size)
        var byteCount = socklen_t(storage.count)
        let status = unsafe storage.withUnsafeMutableBytes { storage in
            guard let start = storage.baseAddress else { return Int32(-1) }
            return unsafe getpeername(descriptor, start.assumingMemoryBound(to: sockaddr.self), &byteCount)
        }
        guard status == 0 else { return nil }
        bytes = Array(storage.prefix(Int(byteCount)))
    }

    /// Ends the connection behind a descriptor of libzmq, if it still is the one of this name.
    ///
    /// libzmq has no call to end one connection of a ROUTER. shutdown(2) leaves the descriptor to libzmq, which
    /// sees the end of the stream. Should the descriptor be closed and used again between the question and the
    /// call, another line is ended that comes back by itself.
    func endConnection(_ descriptor: Int32) {
        guard PeerName(of: descriptor) == self else { return }
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}
