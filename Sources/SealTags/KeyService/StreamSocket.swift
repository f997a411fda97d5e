import Glibc

/// One end of a Unix stream socket, closed when the last owner lets go.
package final class StreamSocket: Sendable {
    /// The descriptor, for poll(2).
    package let descriptor: Int32

    private static let backlog: Int32 = 8
    private static let readByteCount = 64 << 10

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { _ = close(descriptor) }

    /// Reaches whoever listens at a path.
    ///
    /// - Throws: `.unreachable`.
    package static func connected(to path: String) throws(KeyServiceError) -> StreamSocket {
        let address = try address(path)
        let socket = try make()
        guard unsafe withPointer(to: address, { unsafe connect(socket.descriptor, $0, $1) }) == 0 else {
            throw failure("nobody answers at \(path); is signet-hq-keys running?")
        }
        return socket
    }

    /// Listens at a path that owner and group may open; takes the place of a socket at which nobody listens.
    ///
    /// - Throws: `.unreachable` where the path cannot be had, also when somebody else listens there.
    package static func listening(at path: String) throws(KeyServiceError) -> StreamSocket {
        let address = try address(path)
        if (try? connected(to: path)) != nil {
            throw KeyServiceError(.unreachable, "another service listens at \(path); stop it first")
        }
        let socket = try make()
        // Only a socket is put aside: a mistyped path must not cost a file.
        var status = stat()
        if unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK { _ = unsafe unlink(path) }
        guard unsafe withPointer(to: address, { unsafe bind(socket.descriptor, $0, $1) }) == 0,
            unsafe chmod(path, S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) == 0,
            listen(socket.descriptor, backlog) == 0
        else { throw failure("cannot listen at \(path)") }
        return socket
    }

    /// The next connection that waits, nil for none.
    package func accepted() -> StreamSocket? {
        let descriptor = accept(descriptor, nil, nil)
        guard descriptor >= 0 else { return nil }
        // accept4(2) is hidden from Swift; the flag is set by itself.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return StreamSocket(descriptor)
    }

    /// What has come, without waiting; nil when the other end is gone.
    package func received() -> [UInt8]? {
        var isEnded = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.readByteCount) { buffer, count in
            let received = unsafe recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            isEnded = received == 0 || (received < 0 && errno != EAGAIN && errno != EINTR)
            count = max(0, received)
        }
        return isEnded ? nil : bytes
    }

    /// Sends all bytes, waiting for room until the deadline.
    ///
    /// - Throws: `.unreachable`; what was sent then is part of a frame, so the connection is of no more use.
    package func send(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws(KeyServiceError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    descriptor,
                    buffer.baseAddress,
                    buffer.count,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
                )
            }
            if sent > 0 {
                rest = rest.dropFirst(sent)
                continue
            }
            guard errno == EAGAIN || errno == EINTR else { throw Self.failure("the connection ended") }
            try wait(for: Int16(POLLOUT), until: deadline)
        }
    }

    /// Waits until something can be read or written.
    ///
    /// - Throws: `.unreachable` when the deadline passed.
    package func wait(for events: Int16, until deadline: ContinuousClock.Instant) throws(KeyServiceError) {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else {
                throw KeyServiceError(.unreachable, "the other end of the socket was silent for too long")
            }
            var question = pollfd(fd: descriptor, events: events, revents: 0)
            if unsafe poll(&question, 1, left.milliseconds) > 0 { return }
        }
    }
}

extension StreamSocket {
    private static func make() throws(KeyServiceError) -> StreamSocket {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw failure("cannot make a socket") }
        return StreamSocket(descriptor)
    }

    private static func address(_ path: String) throws(KeyServiceError) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let characters = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard !characters.isEmpty, characters.count < room, !characters.contains(0) else {
            throw KeyServiceError(
                .invalidArgument,
                "the path of a socket has 1 to \(room - 1) bytes; give a shorter folder than \(path)"
            )
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: characters) }
        return address
    }

    private static func withPointer(
        to address: sockaddr_un,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe body(generic, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private static func failure(_ what: String) -> KeyServiceError {
        let number = errno
        return KeyServiceError(.unreachable, "\(what) (\(unsafe String(cString: strerror(number))))")
    }
}
