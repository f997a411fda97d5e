import Glibc

/// The socket to the supervisor: whole messages, one at a time.
struct SupervisorSocket: ~Copyable {
    let descriptor: Int32

    /// The first descriptor that a service manager hands over (sd_listen_fds(3)).
    private static let firstHandedOver: Int32 = 3
    /// Above the largest request.
    private static let byteCountMax = 512

    /// Takes the socket that the options or the environment name; waits for a supervisor where it listens.
    init(_ options: ReaderOptions) throws(TagReaderExit) {
        let given: Int32
        if let descriptor = options.descriptor { given = descriptor } else { given = try Self.handedOver() }
        var kind: Int32 = 0
        var listens: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(given, SOL_SOCKET, SO_TYPE, &kind, &size) == 0,
            kind == Int32(SOCK_SEQPACKET.rawValue),
            unsafe getsockopt(given, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0
        else { throw .noSupervisor }
        guard listens == 1 else {
            Self.closeAll(but: given)
            descriptor = given
            return
        }
        // A socket unit with Accept=no: one supervisor, then this process ends and the manager listens on.
        let accepted = accept(given, nil, nil)
        guard accepted >= 0 else { throw .noSupervisor }
        Self.closeAll(but: accepted)
        descriptor = accepted
    }

    deinit { _ = close(descriptor) }

    /// The next request, or nil when the supervisor hung up.
    func receive() -> [UInt8]? {
        while true {
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCountMax) { buffer, count in
                count = unsafe max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
            }
            if !bytes.isEmpty { return bytes }
            if errno != EINTR { return nil }
        }
    }

    /// Sends an answer; false when the supervisor hung up.
    func send(_ bytes: [UInt8]) -> Bool {
        unsafe Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// Closes what was inherited: a serial descriptor of 1024 or more would make libnfc end this process.
    private static func closeAll(but kept: Int32) {
        for descriptor in firstHandedOver..<max(kept, firstHandedOver) { _ = close(descriptor) }
        closefrom(kept + 1)
    }

    private static func handedOver() throws(TagReaderExit) -> Int32 {
        guard variable("LISTEN_PID") == getpid(), variable("LISTEN_FDS") == 1 else { throw .noSupervisor }
        return firstHandedOver
    }

    private static func variable(_ name: String) -> Int32? {
        guard let text = unsafe getenv(name) else { return nil }
        return unsafe Int32(String(cString: text))
    }
}
