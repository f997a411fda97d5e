import Glibc

/// How many bytes have come in on this process's connections to one of its own ports.
///
/// They are counted by the kernel as payload of TCP: with what ZMTP and CURVE put around the frames, without TCP's own headers.
struct WireMeter {
    /// `tcpi_bytes_received` of struct tcp_info in linux/tcp.h, whose layout only grows at its end.
    private static let bytesReceivedOffset = 128
    /// More descriptors than a measurement opens.
    private static let descriptorMax: Int32 = 8_192

    private let port: UInt16

    /// A meter for the port of `tcp://ADDRESS:PORT`.
    init(address: String) throws(MeasureError) {
        guard let port = address.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw MeasureError("\(address) names no port")
        }
        self.port = port
    }

    /// The bytes that have come in so far on the connections that stand now.
    var receivedByteCount: UInt64 {
        (0..<Self.descriptorMax).reduce(0) { $0 + (isAccepted($1) ? Self.received($1) : 0) }
    }

    /// Whether a descriptor is this side's end of a connection to the port.
    private func isAccepted(_ descriptor: Int32) -> Bool {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = unsafe withUnsafeMutableBytes(of: &address) { buffer in
            unsafe getsockname(descriptor, buffer.baseAddress?.assumingMemoryBound(to: sockaddr.self), &size)
        }
        let family = Int32(address.ss_family)
        guard status == 0, family == AF_INET || family == AF_INET6 else { return false }
        // The port stands behind the family in both (sockaddr_in(7), sockaddr_in6(7)).
        return unsafe withUnsafeBytes(of: &address) { buffer in
            unsafe UInt16(bigEndian: buffer.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) == port
        }
    }

    private static func received(_ descriptor: Int32) -> UInt64 {
        var info = [UInt8](repeating: 0, count: bytesReceivedOffset + MemoryLayout<UInt64>.size)
        var size = socklen_t(info.count)
        guard unsafe getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &info, &size) == 0 else { return 0 }
        return unsafe info.withUnsafeBytes { buffer in
            unsafe buffer.loadUnaligned(fromByteOffset: bytesReceivedOffset, as: UInt64.self)
        }
    }
}
