import Cryptography
import Records

/// A log's key as it is written into sealed secrets, and nowhere else.
struct StoredLogKey: Canonical {
    let key: LogKey

    init(_ key: LogKey) { self.key = key }

    /// For sealing only: the seed in clear.
    var canonical: CBOR {
        .array([
            key.log.canonical, key.epoch.canonical, .bytes(key.privateKey.seed), key.nextKey.canonical,
        ])
    }

    init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 4, case .bytes(var seed) = parts[2] else {
            throw RecordsError(.malformed, "a log's key is a name, an epoch, a seed and a digest")
        }
        let epoch = try UInt64(canonical: parts[1])
        guard epoch >= 1, let privateKey = try? Ed25519PrivateKey(seed: SecretBytes(moving: &seed)) else {
            throw RecordsError(.malformed, "a log's key has an epoch from 1 and a seed of 32 bytes")
        }
        key = LogKey(
            log: try String(canonical: parts[0]),
            epoch: epoch,
            privateKey: privateKey,
            nextKey: try Digest(canonical: parts[3])
        )
    }

    static func == (left: StoredLogKey, right: StoredLogKey) -> Bool {
        left.key.log == right.key.log && left.key.epoch == right.key.epoch
            && left.key.nextKey == right.key.nextKey
            && left.key.privateKey.secretSeed == right.key.privateKey.secretSeed
    }
}
