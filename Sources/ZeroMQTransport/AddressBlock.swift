import Glibc

/// What counts as one address when handshakes of strangers are limited.
///
/// Whoever has one IPv6 address usually has 2⁶⁴ of them, so that those of one /64 count as one (RFC 6177).
struct AddressBlock: Hashable {
    private let bytes: [UInt8]

    /// Takes a numeric address; text that is none is a block of its own.
    init(_ address: String) {
        var ipv6 = [UInt8](repeating: 0, count: MemoryLayout<in6_addr>.size)
        // A zone (fe80::1%eth0) is not part of the address.
        let text = address.prefix { $0 != "%" }
        guard unsafe inet_pton(AF_INET6, String(text), &ipv6) == 1, !Self.isIPv4(ipv6) else {
            bytes = Array(address.utf8)
            return
        }
        bytes = Array(ipv6.prefix(8))
    }

    /// An IPv4 address on an IPv6 socket (RFC 4291 §2.5.5.2) stays whole.
    private static func isIPv4(_ ipv6: [UInt8]) -> Bool {
        ipv6.prefix(10).allSatisfy { $0 == 0 } && ipv6[10] == 0xFF && ipv6[11] == 0xFF
    }
}
