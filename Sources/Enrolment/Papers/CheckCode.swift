import Authority
import Cryptography

/// What people compare between paper, tool and screen: 8 Crockford characters of SHA-256, as `XXXX-XXXX`.
///
/// Forty bits find slips and mistakes, not forgeries: what authorises is a signature over all bytes.
package struct CheckCode: Hashable, Sendable, CustomStringConvertible {
    /// The nine characters.
    package let description: String

    /// The code of a paper's bytes; that of a grant is the one which ``ApprovedGrant/checkCode`` gives.
    package init(of bytes: [UInt8]) {
        let text = CrockfordBase32.encode(Array(SHA256.hash(bytes).bytes.prefix(5)))
        description = "\(text.prefix(4))-\(text.suffix(4))"
    }
}
