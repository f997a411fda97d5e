import Replication

/// How much may wait where.
///
/// What is full slows the sender down; nothing is thrown away.
package struct TransportLimits: Sendable {
    /// The greatest frame, in bytes; at most `LinkLimits.frameByteCountMax`.
    package var frameByteCountMax = LinkLimits.frameByteCountMax
    /// Messages in each of libzmq's queues, per connection and direction: the queue of the house is SQLite.
    package var highWaterMark: Int32 = 8
    /// What the kernel may hold per connection and direction, in bytes (it doubles this, socket(7)).
    package var kernelBufferByteCount: Int32 = 256 * 1024
    /// Frames that wait on our side for libzmq to take them, per connection.
    package var outboxFrameCountMax = 16
    /// Frames that wait for the reader of the events, over all connections.
    package var inboxFrameCountMax = 256
    /// Bytes of such frames.
    package var inboxByteCountMax = 8 * 1024 * 1024
    /// Connections of a hub, with those whose handshake is not over.
    ///
    /// Further ones are ended at once.
    package var connectionCountMax = 8192
    /// Bytes that one connection may bring without completing a message.
    ///
    /// libzmq counts whole messages only, so that a message of endless parts would fill the memory.
    package var incompleteByteCountMax: UInt64 = 4 * 1024 * 1024

    /// The limits of a line that carries frames of 32 to 64 KiB.
    package static let standard = TransportLimits()

    /// The limits of the door for enrolment, where anybody may knock: few connections, small frames.
    package static let enrolment: TransportLimits = {
        var limits = TransportLimits()
        limits.frameByteCountMax = 32 * 1024
        limits.highWaterMark = 2
        limits.kernelBufferByteCount = 64 * 1024
        limits.outboxFrameCountMax = 4
        limits.inboxFrameCountMax = 64
        limits.inboxByteCountMax = 1024 * 1024
        limits.connectionCountMax = 256
        limits.incompleteByteCountMax = 512 * 1024
        return limits
    }()

    /// What CURVE puts around a frame on the wire: command name, nonce, box and flags
    /// (RFC 26: 8 + 8 + 16 + 1 bytes).
    static let curveOverheadByteCount = 33
    /// The first handshake messages are small, but must fit whatever the frames are (RFC 26, INITIATE).
    static let handshakeByteCountMax = 1024

    /// ZMQ_MAXMSGSIZE counts what is on the wire.
    var wireByteCountMax: Int {
        max(frameByteCountMax + Self.curveOverheadByteCount, Self.handshakeByteCountMax)
    }
}
