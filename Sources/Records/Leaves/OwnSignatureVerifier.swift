package import Cryptography

/// Verifies own signatures of one log over the bytes of leaves as they lie there.
///
/// A leaf is canonical, so that what was signed can be cut out of it: the map without its last field. That spares a verifier of a million
/// leaves to write each header anew.
package struct OwnSignatureVerifier: Sendable {
    /// Key 9, and a byte string of 64 bytes: two bytes of head and the signature.
    private static let fieldByteCount = 67

    private let prefix: [UInt8]

    /// Of the log with this origin, which each signature covers.
    package init(of origin: Origin) { self.init(ofText: origin.text) }

    init(ofText origin: String) { prefix = Domain.act.prefix + Array(origin.utf8) + [0] }

    /// Whether a decoded leaf bears a signature by `key`; `leafBytes` are the bytes that it was decoded from.
    package func isValid(on leaf: Leaf, _ leafBytes: [UInt8], by key: Ed25519PublicKey) -> Bool {
        guard let signature = leaf.signature, let message = message(of: leafBytes) else { return false }
        return key.isValid(signature, for: message)
    }

    /// What the signature on a leaf covers; nil for bytes that are no map with such a field at its end.
    package func message(of leafBytes: [UInt8]) -> [UInt8]? {
        // A map of at most ten fields has its count in the five low bits of its first byte.
        guard let head = leafBytes.first, head & 0xE0 == 0xA0, head > 0xA0,
            leafBytes.count > Self.fieldByteCount + 1
        else { return nil }
        var message: [UInt8] = []
        message.reserveCapacity(prefix.count + leafBytes.count - Self.fieldByteCount)
        message += prefix
        message.append(head - 1)
        message += leafBytes[1..<(leafBytes.count - Self.fieldByteCount)]
        return message
    }
}
