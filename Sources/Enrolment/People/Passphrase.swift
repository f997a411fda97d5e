import Cryptography

/// What a person types to open a key file: bytes as typed, UTF-8, not normalised.
package struct Passphrase: Sendable {
    /// The fewest bytes of a passphrase that is chosen (NIST SP 800-63B, section 3.1.1.2).
    package static let byteCountMin = 8
    /// The most bytes.
    package static let byteCountMax = 1_024

    let secret: SecretBytes

    /// No passphrase: whoever has the file has the key, so this must be asked for by name.
    package static let empty = Passphrase(secret: SecretBytes([]))

    private init(secret: SecretBytes) { self.secret = secret }

    /// A passphrase as typed; the caller's bytes are overwritten.
    ///
    /// - Throws: `refused` for none, or for more than ``byteCountMax`` bytes.
    package init(moving typed: inout [UInt8]) throws(EnrolmentError) {
        guard !typed.isEmpty else {
            throw EnrolmentError(
                .refused,
                "the passphrase is empty; a key without one must be asked for by name"
            )
        }
        guard typed.count <= Self.byteCountMax else {
            typed.wipe()
            throw EnrolmentError(.refused, "the passphrase has more than \(Self.byteCountMax) bytes")
        }
        secret = SecretBytes(moving: &typed)
    }

    /// Whether it is ``empty``.
    package var isEmpty: Bool { secret.count == 0 }

    /// Whether both are the same, for a passphrase that is typed twice.
    package func matches(_ other: Passphrase) -> Bool { secret == other.secret }
}
