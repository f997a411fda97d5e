package import Cryptography
import Records

/// The key of one epoch of one log, and the promise of the next.
package struct LogKey: Sendable {
    /// The log, as the owner of the key calls it: `acts`, `telemetry`, `authority`, `receipts`, `policy/SITE`; a later
    /// epoch of headquarters' logs with the epoch behind it, `receipts/e2`.
    package let log: String
    /// The epoch whose checkpoints the key signs, from 1.
    package let epoch: UInt64
    /// The key.
    package let privateKey: Ed25519PrivateKey
    /// SHA-256("signet/next-key/v1" ‖ 00 ‖ public key of the next epoch).
    package let nextKey: Digest

    /// The key of an epoch, and the promise of the next.
    package init(log: String, epoch: UInt64, privateKey: Ed25519PrivateKey, nextKey: Digest) {
        self.log = log
        self.epoch = epoch
        self.privateKey = privateKey
        self.nextKey = nextKey
    }

    static func commitment(to next: Ed25519PrivateKey) -> Digest {
        SHA256.hash(parts: [Domain.nextKey.prefix, next.publicKey.bytes])
    }
}
