package import Cryptography

/// An AES-128 key of a tag with its version; never shows its bytes in text.
package struct TagKey: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// 16 bytes.
    package let secret: SecretBytes
    /// The version that the tag shows to anyone, 0 to 255.
    package let version: UInt8

    /// The bytes in a key.
    package static let byteCount = 16
    /// What every key of a new tag is: zeros, version 0 (NT4H2421Gx, 8.2.4).
    package static let factory = Self(known: SecretBytes([UInt8](repeating: 0, count: byteCount)), version: 0)

    /// Takes 16 bytes, or returns nil.
    package init?(_ secret: SecretBytes, version: UInt8) {
        guard secret.count == Self.byteCount else { return nil }
        self.init(known: secret, version: version)
    }

    private init(known secret: SecretBytes, version: UInt8) {
        self.secret = secret
        self.version = version
    }

    /// The version alone.
    package var description: String { "key of version \(version)" }

    /// Hides the bytes from `dump` and from failed expectations.
    package var customMirror: Mirror { Mirror(self, children: ["version": version]) }
}
