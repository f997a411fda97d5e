import Glibc

/// Stands in for a service manager: the datagram socket at which a daemon says how it is (sd_notify(3)).
package final class SimulatedServiceManager: Sendable {
    /// The most bytes of one message: what systemd takes.
    private static let messageByteCountMax = 4_096
    private static let lookPause = Duration.milliseconds(5)

    private let descriptor: Int32
    private let name: String

    /// Listens at a path of the file system, or for `@NAME` at an abstract name (unix(7)).
    ///
    /// - Throws: ``RigError`` `.outOfRange` for a name that is no socket's, `.system` where it cannot be had.
    package init(at name: String) throws(RigError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 } else { bytes.append(0) }
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard (2...room).contains(bytes.count) else {
            throw RigError(.outOfRange, "the name \(name) of a socket has 1 to \(room - 1) bytes")
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.name = name
        let isBound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length) == 0
            }
        }
        guard isBound else {
            let number = errno
            throw RigError(.system, "listening at \(name): \(unsafe String(cString: strerror(number)))")
        }
    }

    deinit { _ = close(descriptor) }

    /// What a daemon is started with, so that it speaks to this manager.
    ///
    /// With a `watchdog` it wants a sign of life at least that often.
    package func environment(watchdog: Duration? = nil) -> [String: String] {
        var environment = ["NOTIFY_SOCKET": name]
        if let watchdog { environment["WATCHDOG_USEC"] = String(Int64(watchdog / .microseconds(1))) }
        return environment
    }

    /// The next message, such as `READY=1`.
    ///
    /// - Throws: ``RigError`` `.timedOut` where none came in time, `.system` where the socket broke.
    package func message(within limit: Duration) async throws -> String {
        let deadline = ContinuousClock.now + limit
        while true {
            var buffer = [UInt8](repeating: 0, count: Self.messageByteCountMax)
            let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count >= 0 { return String(decoding: buffer.prefix(count), as: UTF8.self) }
            let number = errno
            guard number == EAGAIN || number == EINTR else {
                throw RigError(.system, "receiving at \(name): \(unsafe String(cString: strerror(number)))")
            }
            guard .now < deadline else {
                throw RigError(.timedOut, "nothing was said at \(name) within \(limit)")
            }
            try await Task.sleep(for: Self.lookPause)
        }
    }
}
