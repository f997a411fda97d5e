package import Cryptography

/// The random value in a browser's cookie.
///
/// The server keeps its SHA-256 and never the value, so that a copy of its memory or store lets nobody in.
package struct VisitToken: Sendable, Hashable {
    /// Bytes of a token: 256 bits (OWASP ASVS 5.0, 7.2.3 asks for 128).
    package static let byteCount = 32

    /// The bytes, as they travel in the cookie in hexadecimal.
    let bytes: [UInt8]

    /// A fresh token.
    package init() throws(ScreensError) {
        do {
            bytes = try SecureRandom.bytes(Self.byteCount)
        } catch {
            throw ScreensError(.randomness, "The system gave no random bytes for a visit: \(error.message)")
        }
    }

    /// The token of a cookie; nil when it is none.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == Self.byteCount * 2, let bytes = Hex.decode(text) else { return nil }
        self.bytes = bytes
    }

    /// What the cookie carries.
    package var text: String { Hex.encode(bytes) }

    /// What the server keeps.
    package var digest: Digest { SHA256.hash(bytes) }
}

extension VisitToken: CustomStringConvertible {
    /// Never the token: descriptions end in logs.
    package var description: String { "a visit's token" }
}
