import CZeroMQ

/// The place into which libzmq receives; used again for each part.
///
/// It lies on the heap, because a `zmq_msg_t` must not move while libzmq knows it (zmq_msg_init(3)).
@safe struct MessageSlot: ~Copyable {
    private let message: UnsafeMutablePointer<zmq_msg_t>

    init() {
        unsafe message = .allocate(capacity: 1)
        unsafe message.initialize(to: zmq_msg_t())
        _ = unsafe zmq_msg_init(message)
    }

    deinit {
        _ = unsafe zmq_msg_close(message)
        unsafe message.deallocate()
    }

    /// Receives without waiting; false when nothing is there or the socket refuses (zmq_errno says which).
    func receive(from socket: UnsafeMutableRawPointer) -> Bool {
        unsafe zmq_msg_recv(message, socket, ZMQ_DONTWAIT) >= 0
    }

    /// What was received last.
    var part: MessagePart {
        let byteCount = unsafe zmq_msg_size(message)
        let start = unsafe zmq_msg_data(message)
        return MessagePart(
            bytes: unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: byteCount)),
            hasMore: unsafe zmq_msg_more(message) != 0
        )
    }

    /// What libzmq knows of the connection that brought it; nil on sockets without connections.
    func origin() -> MessageOrigin? {
        let descriptor = unsafe zmq_msg_get(message, ZMQ_SRCFD)
        guard descriptor >= 0, let userID = property("User-Id"), let address = property("Peer-Address")
        else { return nil }
        return MessageOrigin(userID: userID, address: address, descriptor: descriptor)
    }

    private func property(_ name: String) -> String? {
        unsafe zmq_msg_gets(message, name).map { unsafe String(cString: $0) }
    }
}
