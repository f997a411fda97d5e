import Glibc

/// Sockets on this machine that do not block: TCP by number, and Unix sockets by path.
enum LocalSocket {
    private static let backlog: Int32 = 16
    private static let flags =
        Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)

    /// An address of the form 127.0.0.1:7001.
    struct Address: Equatable {
        let text: String
        fileprivate let value: sockaddr_in

        init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let port = UInt16(parts[1]) else { return nil }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            guard unsafe inet_pton(AF_INET, String(parts[0]), &address.sin_addr) == 1 else { return nil }
            self.text = text
            value = address
        }

        static func == (left: Address, right: Address) -> Bool { left.text == right.text }
    }

    static func listen(at address: Address) throws(RigError) -> OpenDescriptor {
        let socket = try make(AF_INET)
        var yes: Int32 = 1
        _ = unsafe setsockopt(
            socket.value,
            SOL_SOCKET,
            SO_REUSEADDR,
            &yes,
            socklen_t(MemoryLayout<Int32>.size)
        )
        let result = unsafe withPointer(to: address.value) { unsafe bind(socket.value, $0, $1) }
        guard result == 0, Glibc.listen(socket.value, backlog) == 0 else {
            throw failure("listening at \(address.text)")
        }
        return socket
    }

    /// The port that a listening socket has (getsockname(2)).
    static func port(of socket: OpenDescriptor) -> Int? {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isKnown = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe getsockname(socket.value, generic, &size) == 0
            }
        }
        return isKnown ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }

    /// A socket that is connecting; whether it arrived shows when it can be written.
    static func connect(to address: Address) throws(RigError) -> OpenDescriptor {
        let socket = try make(AF_INET)
        var yes: Int32 = 1
        _ = unsafe setsockopt(
            socket.value,
            Int32(IPPROTO_TCP),
            TCP_NODELAY,
            &yes,
            socklen_t(MemoryLayout<Int32>.size)
        )
        let result = unsafe withPointer(to: address.value) { unsafe Glibc.connect(socket.value, $0, $1) }
        guard result == 0 || errno == EINPROGRESS else { throw failure("connecting to \(address.text)") }
        return socket
    }

    /// Listens at a path that only this user may open; takes the place of a socket that nobody listens at.
    static func listen(atPath path: String) throws(RigError) -> OpenDescriptor {
        let address = try unixAddress(path)
        let socket = try make(AF_UNIX)
        if (try? connect(toPath: path)) != nil {
            throw RigError(.nameTaken, "another rig answers at \(path); stop it or give another folder")
        }
        _ = unsafe unlink(path)
        let result = unsafe withPointer(to: address) { unsafe bind(socket.value, $0, $1) }
        guard result == 0, unsafe chmod(path, S_IRUSR | S_IWUSR) == 0,
            Glibc.listen(socket.value, backlog) == 0
        else { throw failure("listening at \(path)") }
        return socket
    }

    static func connect(toPath path: String) throws(RigError) -> OpenDescriptor {
        let address = try unixAddress(path)
        let socket = try make(AF_UNIX)
        let result = unsafe withPointer(to: address) { unsafe Glibc.connect(socket.value, $0, $1) }
        guard result == 0 else { throw failure("connecting to \(path)") }
        return socket
    }

    /// The next connection that waits, or nil.
    static func accept(_ listener: OpenDescriptor) -> OpenDescriptor? {
        guard let accepted = OpenDescriptor(Glibc.accept(listener.value, nil, nil)) else { return nil }
        // accept4(2) is hidden from Swift; the flags are set one by one.
        guard setFlags(accepted.value) else { return nil }
        return accepted
    }

    /// The error that a connecting socket met, zero for none.
    static func pendingError(_ socket: OpenDescriptor) -> Int32 {
        var number: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return unsafe getsockopt(socket.value, SOL_SOCKET, SO_ERROR, &number, &size) == 0 ? number : errno
    }

    /// Whether a connecting socket has arrived (getpeername(2)).
    static func isConnected(_ socket: OpenDescriptor) -> Bool {
        var address = sockaddr_in()
        return unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                var size = socklen_t(MemoryLayout<sockaddr_in>.size)
                return unsafe getpeername(socket.value, generic, &size) == 0
            }
        }
    }

    /// Makes the close of this socket a reset, as of a line that is torn.
    static func resetOnClose(_ socket: OpenDescriptor) {
        var choice = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(
            socket.value,
            SOL_SOCKET,
            SO_LINGER,
            &choice,
            socklen_t(MemoryLayout<linger>.size)
        )
    }

    static func shutdownWriting(_ socket: OpenDescriptor) {
        _ = shutdown(socket.value, Int32(SHUT_WR))
    }
}

extension LocalSocket {
    private static func make(_ family: Int32) throws(RigError) -> OpenDescriptor {
        guard let socket = OpenDescriptor(socket(family, flags, 0)) else { throw failure("making a socket") }
        return socket
    }

    private static func setFlags(_ descriptor: Int32) -> Bool {
        fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0
            && fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
    }

    private static func unixAddress(_ path: String) throws(RigError) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard bytes.count < room else {
            throw RigError(
                .outOfRange,
                "the path \(path) is longer than a socket's may be (\(room - 1) bytes)"
            )
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        return address
    }

    private static func withPointer<Value>(
        to value: Value,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var value = value
        return unsafe withUnsafePointer(to: &value) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe body(address, socklen_t(MemoryLayout<Value>.size))
            }
        }
    }

    private static func failure(_ doing: String) -> RigError {
        let number = errno
        return RigError(.system, "\(doing): errno \(number) (\(unsafe String(cString: strerror(number))))")
    }
}
