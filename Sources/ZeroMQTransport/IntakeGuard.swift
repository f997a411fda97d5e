import Glibc

/// Finds connections that bring bytes but never a whole message.
///
/// libzmq's high-water marks count whole messages, and the parts of an unfinished one are kept in memory without
/// limit. So the kernel is asked how much each connection has brought since it last delivered something.
struct IntakeGuard {
    private struct Intake {
        var byteCount: UInt64
        var hasDelivered: Bool
    }

    private let byteCountMax: UInt64
    private var intakes: [Int32: Intake] = [:]

    /// How often to look.
    static let interval: Duration = .seconds(1)

    init(byteCountMax: UInt64) {
        self.byteCountMax = byteCountMax
    }

    var isEmpty: Bool { intakes.isEmpty }

    mutating func opened(_ descriptor: Int32) {
        intakes[descriptor] = Intake(byteCount: 0, hasDelivered: false)
    }

    mutating func closed(_ descriptor: Int32) {
        intakes[descriptor] = nil
    }

    mutating func delivered(_ descriptor: Int32) {
        intakes[descriptor]?.hasDelivered = true
    }

    /// The connections that brought more than the limit since they last delivered.
    mutating func overdue(received: (Int32) -> UInt64? = Self.receivedByteCount) -> [Int32] {
        var overdue: [Int32] = []
        for (descriptor, intake) in intakes {
            guard let byteCount = received(descriptor) else { continue }
            if intake.hasDelivered {
                intakes[descriptor] = Intake(byteCount: byteCount, hasDelivered: false)
            } else if byteCount > intake.byteCount, byteCount - intake.byteCount > byteCountMax {
                overdue.append(descriptor)
            }
        }
        return overdue
    }

    /// `tcpi_bytes_received` of struct tcp_info in linux/tcp.h, whose layout only grows at its end.
    ///
    /// The header cannot be imported beside Glibc's older netinet/tcp.h.
    private static let bytesReceivedOffset = 128

    /// How many bytes of payload a TCP connection has brought since it began (tcp(7), TCP_INFO).
    private static func receivedByteCount(_ descriptor: Int32) -> UInt64? {
        let end = bytesReceivedOffset + MemoryLayout<UInt64>.size
        var info = [UInt8](repeating: 0, count: end)
        var byteCount = socklen_t(end)
        guard unsafe getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &info, &byteCount) == 0,
            Int(byteCount) == end
        else { return nil }
        return unsafe info.withUnsafeBytes { info in
            unsafe info.loadUnaligned(fromByteOffset: bytesReceivedOffset, as: UInt64.self)
        }
    }
}
