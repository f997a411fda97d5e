import Authority
package import Cryptography
import Records
import SealTags

/// The masters of a house, one for each duty, and the key that signs what is delivered.
///
/// Whoever has them can make a twin of every tag.
package struct MasterKeys: Sendable {
    /// The duties that have a master.
    static let numbers: [KeyNumber] = [.administration, .presence, .tamperLoop, .keyService]

    /// Signs deliveries; its public key stands in the owners' statement.
    package let signingKey: Ed25519PrivateKey
    private let masters: [KeyNumber: SecretBytes]

    /// Fresh masters.
    package init() throws(CryptographyError) {
        var masters: [KeyNumber: SecretBytes] = [:]
        for number in Self.numbers { masters[number] = try SecretBytes(randomByteCount: TagKey.byteCount) }
        self.masters = masters
        signingKey = try Ed25519PrivateKey()
    }

    /// The keys of one tag by number, each out of its own master.
    func keySet(
        _ numbers: [KeyNumber],
        uid: TagUID,
        version: UInt8,
        organisation: String
    ) throws(KeyServiceError) -> TagKeySet {
        var keys: [UInt64: Bytes] = [:]
        for number in numbers {
            guard let master = masters[number] else {
                throw KeyServiceError(.invalidArgument, "there is no master for key \(number)")
            }
            do {
                let key = try KeyDiversification.key(
                    master: master,
                    uid: uid,
                    number: number,
                    version: version,
                    organisation: organisation
                )
                keys[UInt64(number.rawValue)] = Bytes(key.secret.exposedCopy())
            } catch { throw KeyServiceError(.cryptography, error.message) }
        }
        return TagKeySet(keys: keys)
    }
}

extension MasterKeys {
    /// The secrets in clear, a map from 0 (masters by number) and 1 (seed): only ever sealed.
    var exposed: [UInt8] {
        var map = CBORMap()
        for (number, master) in masters { map[number.rawValue] = .bytes(master.exposedCopy()) }
        return CBOR.map(CBORMap([0: .map(map), 1: .bytes(signingKey.seed)])).encoded
    }

    /// Reads what ``exposed`` wrote.
    init(exposed bytes: [UInt8]) throws {
        var fields = try Fields(CBOR(decoding: bytes), of: "the keys of the tag-key service")
        var list = try Fields(fields.value(0), of: "the masters")
        var masters: [KeyNumber: SecretBytes] = [:]
        for number in Self.numbers {
            let master: Bytes = try list.value(number.rawValue)
            guard master.bytes.count == TagKey.byteCount else {
                throw RecordsError(.malformed, "master \(number) has \(master.bytes.count) bytes")
            }
            masters[number] = SecretBytes(master.bytes)
        }
        try list.finish()
        let seed: Bytes = try fields.value(1)
        try fields.finish()
        self.masters = masters
        signingKey = try Ed25519PrivateKey(seed: seed.bytes)
    }
}
