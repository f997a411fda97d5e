import CZeroMQ

/// A libzmq socket, closed when its owner lets it go.
@safe struct ZeroMQSocket: ~Copyable, @unchecked Sendable {
    // @unchecked: zmq_socket(3) lets a socket migrate between threads behind a full fence; as the value
    // cannot be copied and its users change it in place, there is one thread at a time.
    private let pointer: UnsafeMutableRawPointer
    private let slot = MessageSlot()
    private let context: ZeroMQContext

    /// What a non-blocking send came to.
    enum SendResult {
        case sent
        case wouldBlock
        case unreachable
    }

    /// What the socket is ready for.
    struct Readiness {
        let canReceive: Bool
        let canSend: Bool
    }

    init(_ kind: SocketKind, in context: ZeroMQContext) throws(ZeroMQError) {
        guard let pointer = unsafe zmq_socket(context.pointer, kind.code) else {
            throw .last("Making a ZeroMQ socket")
        }
        unsafe self.pointer = pointer
        self.context = context
    }

    deinit {
        _ = unsafe zmq_close(pointer)
    }

    func set(_ option: SocketOption, _ value: Int32) throws(ZeroMQError) {
        let status = unsafe withUnsafePointer(to: value) { value in
            unsafe zmq_setsockopt(pointer, option.code, value, MemoryLayout<Int32>.size)
        }
        guard status == 0 else { throw .last("Setting ZeroMQ option \(option.code)") }
    }

    func set(_ option: SocketByteOption, _ bytes: [UInt8]) throws(ZeroMQError) {
        guard unsafe zmq_setsockopt(pointer, option.code, bytes, bytes.count) == 0 else {
            throw .last("Setting ZeroMQ option \(option.code)")
        }
    }

    /// The greatest message that is taken in, as it is on the wire; a greater one ends its connection.
    func setMessageByteCountMax(_ byteCount: Int) throws(ZeroMQError) {
        let status = unsafe withUnsafePointer(to: Int64(byteCount)) { value in
            unsafe zmq_setsockopt(pointer, ZMQ_MAXMSGSIZE, value, MemoryLayout<Int64>.size)
        }
        guard status == 0 else { throw .last("Limiting ZeroMQ messages") }
    }

    func bind(to address: String) throws(ZeroMQError) {
        guard unsafe zmq_bind(pointer, address) == 0 else { throw .last("Listening at \(address)") }
    }

    func connect(to address: String) throws(ZeroMQError) {
        guard unsafe zmq_connect(pointer, address) == 0 else { throw .last("Connecting to \(address)") }
    }

    /// Where the socket really listens, when port 0 or `*` was asked for.
    func boundAddress() throws(ZeroMQError) -> String {
        var characters = [CChar](repeating: 0, count: 256)
        var count = characters.count
        guard unsafe zmq_getsockopt(pointer, ZMQ_LAST_ENDPOINT, &characters, &count) == 0 else {
            throw .last("Asking for the bound address")
        }
        // The count includes the terminating zero.
        return String(
            decoding: characters.prefix(max(0, count - 1)).map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
    }

    /// The descriptor to poll for reading.
    ///
    /// It says that something changed, not what: `readiness` does.
    func descriptor() throws(ZeroMQError) -> Int32 {
        var descriptor: Int32 = -1
        var size = MemoryLayout<Int32>.size
        guard unsafe zmq_getsockopt(pointer, ZMQ_FD, &descriptor, &size) == 0 else {
            throw .last("Asking for a socket's descriptor")
        }
        return descriptor
    }

    /// Handles what the I/O threads sent and says what can be done now.
    ///
    /// To be asked before each wait on `descriptor`, which is edge-triggered (zmq_getsockopt(3), ZMQ_FD).
    func readiness() throws(ZeroMQError) -> Readiness {
        var events: Int32 = 0
        var size = MemoryLayout<Int32>.size
        while unsafe zmq_getsockopt(pointer, ZMQ_EVENTS, &events, &size) != 0 {
            guard zmq_errno() == EINTR else { throw .last("Asking what a socket is ready for") }
        }
        return Readiness(canReceive: events & ZMQ_POLLIN != 0, canSend: events & ZMQ_POLLOUT != 0)
    }

    /// Sends one part without waiting.
    func send(_ bytes: [UInt8], hasMore: Bool = false) throws(ZeroMQError) -> SendResult {
        let flags = hasMore ? ZMQ_DONTWAIT | ZMQ_SNDMORE : ZMQ_DONTWAIT
        while unsafe zmq_send(pointer, bytes, bytes.count, flags) < 0 {
            switch zmq_errno() {
            case EINTR: continue
            case EAGAIN: return .wouldBlock
            case EHOSTUNREACH: return .unreachable
            default: throw .last("Sending")
            }
        }
        return .sent
    }

    /// Receives one part without waiting; nil when nothing is there.
    mutating func receive() throws(ZeroMQError) -> MessagePart? {
        while unsafe !slot.receive(from: pointer) {
            switch zmq_errno() {
            case EINTR: continue
            case EAGAIN: return nil
            default: throw .last("Receiving")
            }
        }
        return slot.part
    }

    /// Where the part that was received last came from.
    func origin() -> MessageOrigin? { slot.origin() }

    /// Receives what is left of a message and forgets it, one part at a time.
    mutating func discardRest() throws(ZeroMQError) {
        while let part = try receive(), part.hasMore {}
    }

    /// Receives one message; nil when none is there, and no parts when it has more than `partCountMax`.
    mutating func receiveParts(partCountMax: Int) throws(ZeroMQError) -> [[UInt8]]? {
        guard var part = try receive() else { return nil }
        var parts = [part.bytes]
        while part.hasMore, let next = try receive() {
            part = next
            guard parts.count < partCountMax else {
                try discardRest(after: part)
                return []
            }
            parts.append(part.bytes)
        }
        return parts
    }

    /// Starts to report the chosen events at an inproc address (zmq_socket_monitor(3)).
    func startMonitor(at address: String, events: Int32) throws(ZeroMQError) {
        guard unsafe zmq_socket_monitor(pointer, address, events) == 0 else {
            throw .last("Watching a socket")
        }
    }

    /// Stops it.
    ///
    /// To be called before the reading end is closed: an I/O thread waits while no one reads.
    func stopMonitor() {
        _ = unsafe zmq_socket_monitor(pointer, nil, 0)
    }
}

extension ZeroMQSocket {
    private mutating func discardRest(after part: MessagePart) throws(ZeroMQError) {
        if part.hasMore { try discardRest() }
    }
}
