package import Authority
package import Cryptography
import Records

/// What a cabinet checks a PIN with, open in memory.
///
/// Sealed to one cabinet with HPKE (RFC 9180), info "signet/pin/v1" ‖ 00, authenticating the ``CredentialBinding`` and the
/// cabinet. Inside, a map: 0 format version, 1 log2 of scrypt's N, 2 salt (16 bytes), 3 pepper (32 bytes, each cabinet its
/// own), 4 two hashes in rising order: HMAC-SHA-256(pepper, "signet/pin/v1" ‖ 00 ‖ scrypt(digits, salt, N, 8, 1)) of the PIN and
/// of its successor, which is the PIN under duress.
///
/// Nothing in the stored form says which hash is which. A typed PIN is right when its hash is among the two, and was typed
/// under duress when its successor's is not; both are computed for each try, so that neither time nor bytes tell.
package struct PINVerifier: Sendable, Equatable {
    /// What a try came to.
    package enum Verdict: Sendable, Hashable {
        /// Not the PIN.
        case wrong
        /// The PIN; under duress when the last digit was counted up by one.
        case right(isDuress: Bool)
    }

    /// The version of the format.
    static let formatVersion: UInt64 = 1
    /// scrypt's N as a power of two for new verifiers: 16 MiB and some 40 ms, twice for each try.
    static let costLog2: UInt64 = 14
    /// The costs that are computed: a verifier from elsewhere cannot take all memory.
    static let costLog2Range: ClosedRange<UInt64> = 14...17
    static let saltByteCount = 16
    static let pepperByteCount = 32

    private let cost: UInt64
    private let salt: [UInt8]
    private let pepper: SecretBytes
    private let hashes: SecretBytes

    /// Verifiers of a PIN that was chosen, one sealed to each cabinet.
    ///
    /// - Throws: `weakPIN`; `cryptography`.
    package static func make(
        _ pin: PIN,
        of binding: CredentialBinding,
        for cabinets: [(name: String, sealingKey: X25519PublicKey)]
    ) throws(IdentityError) -> [SealedForCabinet] {
        guard PINRules.weakness(of: pin) == nil else {
            throw IdentityError(.weakPIN, "this PIN is easy to guess; choose another one")
        }
        do {
            let salt = try SecureRandom.bytes(saltByteCount)
            let stretched = [pin, pin.successor].map { ($0, salt) }
            var keys: [SecretBytes] = []
            for (pin, salt) in stretched { keys.append(try stretch(pin, salt, cost: costLog2)) }
            var sealed: [SealedForCabinet] = []
            for cabinet in cabinets {
                let pepper = try SecretBytes(randomByteCount: pepperByteCount)
                let hashes = keys.map { hash($0, pepper) }.sorted()
                let content = CBORMap([
                    0: formatVersion.canonical, 1: costLog2.canonical, 2: .bytes(salt),
                    3: .bytes(pepper.exposedCopy()), 4: .list(hashes),
                ])
                var plaintext = CBOR.map(content).encoded
                defer { plaintext.wipe() }
                let bytes = try HPKE.seal(
                    plaintext,
                    to: cabinet.sealingKey,
                    info: Domain.pin.prefix,
                    authenticating: binding.bytes(cabinet: cabinet.name)
                )
                sealed.append(SealedForCabinet(cabinet: cabinet.name, sealed: Bytes(bytes)))
            }
            return sealed
        } catch {
            throw IdentityError(error)
        }
    }

    /// Opens what was sealed to this cabinet.
    ///
    /// - Throws: `notForThisCabinet` when person, credential, cabinet or key differ; `malformed`.
    package init(_ sealed: SealedForCabinet, of binding: CredentialBinding, with key: X25519PrivateKey)
        throws(IdentityError)
    {
        var plaintext: [UInt8]
        do {
            plaintext = try HPKE.open(
                sealed.sealed.bytes,
                with: key,
                info: Domain.pin.prefix,
                authenticating: binding.bytes(cabinet: sealed.cabinet)
            )
        } catch {
            throw IdentityError(error)
        }
        defer { plaintext.wipe() }
        do { try self.init(content: plaintext) } catch { throw IdentityError(.malformed, error.message) }
    }

    private init(content: [UInt8]) throws(RecordsError) {
        var fields = try Fields(CBOR(decoding: content), of: "a PIN's verifier")
        let version: UInt64 = try fields.value(0)
        cost = try fields.value(1)
        let salt: Bytes = try fields.value(2)
        let pepper: Bytes = try fields.value(3)
        let hashes: [Digest] = try fields.list(4, countMax: 2)
        try fields.finish()
        guard version == Self.formatVersion, Self.costLog2Range.contains(cost) else {
            throw RecordsError(
                .unknownVersion,
                "a PIN's verifier is of a version or cost that this program does not know"
            )
        }
        guard salt.bytes.count == Self.saltByteCount, pepper.bytes.count == Self.pepperByteCount,
            hashes.count == 2, hashes[0] < hashes[1]
        else { throw RecordsError(.malformed, "a PIN's verifier has other lengths or another order") }
        self.salt = salt.bytes
        self.pepper = SecretBytes(pepper.bytes)
        self.hashes = SecretBytes(hashes[0].bytes + hashes[1].bytes)
    }

    /// Tries a PIN; takes the same time whatever comes out.
    package func verdict(on pin: PIN) throws(IdentityError) -> Verdict {
        do {
            let typed = Self.hash(try Self.stretch(pin, salt, cost: cost), pepper)
            let successor = Self.hash(try Self.stretch(pin.successor, salt, cost: cost), pepper)
            let (isRight, isFollowed) = (isStored(typed), isStored(successor))
            return isRight ? .right(isDuress: !isFollowed) : .wrong
        } catch {
            throw IdentityError(error)
        }
    }

    private func isStored(_ hash: Digest) -> Bool {
        var stored = hashes.exposedCopy()
        defer { stored.wipe() }
        let first = constantTimeEqual(Array(stored.prefix(Digest.byteCount)), hash.bytes)
        let second = constantTimeEqual(Array(stored.suffix(Digest.byteCount)), hash.bytes)
        // Both are computed above, so that `||` skips nothing.
        return first || second
    }

    private static func stretch(_ pin: PIN, _ salt: [UInt8], cost: UInt64) throws(CryptographyError)
        -> SecretBytes
    {
        var password = pin.digits.exposedCopy()
        defer { password.wipe() }
        var key = try Scrypt.derive(
            password: password,
            salt: salt,
            cost: 1 << Int(cost),
            blockSize: 8,
            parallelism: 1,
            byteCount: 32
        )
        return SecretBytes(moving: &key)
    }

    private static func hash(_ stretched: SecretBytes, _ pepper: SecretBytes) -> Digest {
        var message = Domain.pin.prefix + stretched.exposedCopy()
        defer { message.wipe() }
        return HMACSHA256.code(key: pepper, message: message)
    }
}
