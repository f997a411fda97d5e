import CZeroMQ

/// Options of zmq_setsockopt(3) that take an integer of 32 bits.
struct SocketOption {
    let code: Int32

    static let linger = SocketOption(code: ZMQ_LINGER)
    static let sendHighWaterMark = SocketOption(code: ZMQ_SNDHWM)
    static let receiveHighWaterMark = SocketOption(code: ZMQ_RCVHWM)
    static let sendBufferByteCount = SocketOption(code: ZMQ_SNDBUF)
    static let receiveBufferByteCount = SocketOption(code: ZMQ_RCVBUF)
    static let immediate = SocketOption(code: ZMQ_IMMEDIATE)
    static let reconnectInterval = SocketOption(code: ZMQ_RECONNECT_IVL)
    static let connectTimeout = SocketOption(code: ZMQ_CONNECT_TIMEOUT)
    static let handshakeInterval = SocketOption(code: ZMQ_HANDSHAKE_IVL)
    static let heartbeatInterval = SocketOption(code: ZMQ_HEARTBEAT_IVL)
    static let heartbeatTimeout = SocketOption(code: ZMQ_HEARTBEAT_TIMEOUT)
    static let heartbeatLifetime = SocketOption(code: ZMQ_HEARTBEAT_TTL)
    static let backlog = SocketOption(code: ZMQ_BACKLOG)
    static let ipv6 = SocketOption(code: ZMQ_IPV6)
    static let routerMandatory = SocketOption(code: ZMQ_ROUTER_MANDATORY)
    static let routerHandover = SocketOption(code: ZMQ_ROUTER_HANDOVER)
    static let curveServer = SocketOption(code: ZMQ_CURVE_SERVER)
}

/// Options of zmq_setsockopt(3) that take bytes.
struct SocketByteOption {
    let code: Int32

    static let routingID = SocketByteOption(code: ZMQ_ROUTING_ID)
    static let zapDomain = SocketByteOption(code: ZMQ_ZAP_DOMAIN)
    static let curvePublicKey = SocketByteOption(code: ZMQ_CURVE_PUBLICKEY)
    static let curveSecretKey = SocketByteOption(code: ZMQ_CURVE_SECRETKEY)
    static let curveServerKey = SocketByteOption(code: ZMQ_CURVE_SERVERKEY)
}
