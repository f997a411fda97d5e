/// The public key by which one end of a line is known: 32 bytes of Curve25519.
///
/// It protects the line only. It signs nothing, and no other key of the house is used for lines.
package struct TransportKey: Hashable, Sendable {
    /// The number of bytes in a key.
    package static let byteCount = 32

    /// The 32 bytes.
    package let bytes: [UInt8]

    /// Takes 32 bytes, or returns nil when there are more or fewer.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Takes the 40 characters of `text`, or returns nil when they do not say 32 bytes.
    package init?(text: some StringProtocol) {
        guard let bytes = Z85.decode(text) else { return nil }
        self.init(bytes)
    }

    /// The key as 40 characters of Z85, as configuration files and slips show it.
    package var text: String {
        // 32 is divisible by four, so that there always is a text.
        Z85.encode(bytes) ?? ""
    }
}

extension TransportKey: CustomStringConvertible {
    package var description: String { text }
}
