/// Options that both ends of a line have in common.
extension ZeroMQSocket {
    /// Bounds what libzmq and the kernel keep.
    func limit(_ limits: TransportLimits) throws(ZeroMQError) {
        try set(.sendHighWaterMark, limits.highWaterMark)
        try set(.receiveHighWaterMark, limits.highWaterMark)
        try set(.sendBufferByteCount, limits.kernelBufferByteCount)
        try set(.receiveBufferByteCount, limits.kernelBufferByteCount)
        try setMessageByteCountMax(limits.wireByteCountMax)
    }

    /// Bounds how long silence lasts, and drops what is unsent at the end.
    func pace(_ times: TransportTimes) throws(ZeroMQError) {
        try set(.linger, 0)
        try set(.ipv6, 1)
        try set(.handshakeInterval, times.handshake.optionMilliseconds)
        try set(.heartbeatInterval, times.heartbeatInterval.optionMilliseconds)
        try set(.heartbeatTimeout, times.heartbeatTimeout.optionMilliseconds)
        // The other side also gives up when our probes stop coming.
        try set(.heartbeatLifetime, (times.heartbeatInterval + times.heartbeatTimeout).optionMilliseconds)
    }
}
