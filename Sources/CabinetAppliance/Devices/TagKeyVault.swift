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
    ///
    /// Of several deliveries of one version the first that opens stands: the tag was given that key.
    func key(for tag: TagReference, obeyed: ObeyedLogs) throws -> TagKey? {
        let sets = try opened(tag.uid, tag.keyVersion, obeyed)
        guard let key = sets.lazy.compactMap({ $0.keys[tag.keyNumber] }).first,
            let version = UInt8(exactly: tag.keyVersion)
        else { return nil }
        return TagKey(SecretBytes(key.bytes), version: version)
    }

    /// The tags of which one version of a key was delivered with two values: who holds the service's signing key could let
    /// a copy prove itself.
    func contradicted(_ obeyed: ObeyedLogs) throws -> [Bytes] {
        try obeyed.policy.redelivered(to: cabinet).filter { uid, version in
            let sets = try opened(uid, version, obeyed)
            return (UInt64(0)...4).contains { number in Set(sets.compactMap { $0.keys[number] }).count > 1 }
        }.map { $0.uid }
    }

    /// The deliveries of one version that are the service's and open here.
    private func opened(_ uid: Bytes, _ version: UInt64, _ obeyed: ObeyedLogs) throws -> [TagKeySet] {
        guard let service = obeyed.standing.services else { return [] }
        let serviceKey = try service.tagServiceKey.publicKey()
        return obeyed.policy.deliveries(of: uid, version: version, to: cabinet).compactMap {
            try? $0.opened(with: sealingKey, serviceKey: serviceKey)
        }
    }
}
