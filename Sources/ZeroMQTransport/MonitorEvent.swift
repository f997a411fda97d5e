import CZeroMQ

/// One event of a socket's monitor (zmq_socket_monitor(3), version 1).
struct MonitorEvent: Equatable {
    enum Kind: Equatable {
        case connected
        case accepted
        case acceptFailed
        case closed
        case disconnected
        case handshakeSucceeded
        /// Closed, or timed out, before the handshake was over.
        case handshakeFailedNoDetail
        case handshakeFailedProtocol
        /// The ZAP handler refused; the value is its status, 300 to 500.
        case handshakeFailedAuthentication
        case other
    }

    let kind: Kind
    /// A descriptor, an error number or a status, as the kind says.
    let value: Int32

    /// The number of bytes of the first part: 16 bits of event and 32 bits of value in native order.
    private static let byteCount = 6

    /// Reads the first part of an event's message.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        let (event, value) = unsafe bytes.withUnsafeBytes { bytes in
            unsafe (
                Int32(bytes.loadUnaligned(fromByteOffset: 0, as: UInt16.self)),
                bytes.loadUnaligned(fromByteOffset: 2, as: Int32.self)
            )
        }
        self.value = value
        kind =
            switch event {
            case ZMQ_EVENT_CONNECTED: .connected
            case ZMQ_EVENT_ACCEPTED: .accepted
            case ZMQ_EVENT_ACCEPT_FAILED: .acceptFailed
            case ZMQ_EVENT_CLOSED: .closed
            case ZMQ_EVENT_DISCONNECTED: .disconnected
            case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: .handshakeSucceeded
            case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL: .handshakeFailedNoDetail
            case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL: .handshakeFailedProtocol
            case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: .handshakeFailedAuthentication
            default: .other
            }
    }

    private static let handshakeFailures =
        ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
        | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH

    /// What a cabinet's end watches.
    static let ofLink =
        ZMQ_EVENT_CONNECTED | ZMQ_EVENT_CLOSED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED
        | handshakeFailures

    /// What headquarters' end watches.
    static let ofHub =
        ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_ACCEPT_FAILED | ZMQ_EVENT_DISCONNECTED
        | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | handshakeFailures
}
