/// How long each wait may last.
package struct TransportTimes: Sendable {
    /// From the TCP connection to the end of the handshake.
    package var handshake: Duration = .seconds(5)
    /// From the start of an attempt to its TCP connection.
    package var connect: Duration = .seconds(10)
    /// A quiet connection is probed this often.
    package var heartbeatInterval: Duration = .seconds(10)
    /// A probe without an answer for this long ends the connection.
    ///
    /// A reader that takes no frames for this long looks the same: libzmq reads the answers in their order
    /// among the frames.
    package var heartbeatTimeout: Duration = .seconds(20)
    /// How long the other side of a connection that is dismissed may take to read the last frame and close.
    package var farewell: Duration = .seconds(2)

    /// What a branch office's line needs.
    package static let standard = TransportTimes()

    /// The whole attempt: name resolution, TCP connection and handshake.
    var attempt: Duration { connect + handshake }
}

extension Duration {
    /// Whole milliseconds for libzmq's options, at least one.
    var optionMilliseconds: Int32 {
        Int32(clamping: max(1, Int64((self / .milliseconds(1)).rounded())))
    }
}
