import Authority
import Cryptography
import Records
import SealTags

/// Opens the keys of this cabinet's tags when they are needed; nothing is kept open between two looks.
struct TagKeyVault: Sendable {
    private let cabinet: String
    private let sealingKey: X25519PrivateKey

    init(cabinet: String, sealingKey: X25519PrivateKey) {
        self.cabinet = cabinet
        self.sealingKey = sealingKey
    }

    /// The key that proves a tag, nil where none was delivered to this cabinet.
    func key(for tag: TagReference, obeyed: ObeyedLogs) throws -> TagKey? {
        guard let delivery = obeyed.policy.tagKeys[tag.uid]?[cabinet], delivery.keyVersion == tag.keyVersion,
            let service = obeyed.standing.services
        else { return nil }
        let keys = try delivery.opened(with: sealingKey, serviceKey: service.tagServiceKey.publicKey())
        guard let key = keys.keys[tag.keyNumber], let version = UInt8(exactly: tag.keyVersion) else {
            return nil
        }
        return TagKey(SecretBytes(key.bytes), version: version)
    }
}
