import Cryptography
import Records

extension KeyFile {
    /// What it costs to try one passphrase.
    package struct Cost: Hashable, Sendable {
        /// scrypt's N as a power of two.
        package let log2: Int

        /// The cheapest that is written or read: 16 MiB (RFC 7914's interactive use).
        package static let least = Cost(unchecked: 14)
        /// What new keys get: 128 MiB (OWASP password storage cheat sheet: N = 2^17, r = 8, p = 1).
        package static let standard = Cost(unchecked: 17)
        /// The dearest that is read: 256 MiB, so that a hostile file cannot take all memory.
        package static let most = Cost(unchecked: 18)

        private init(unchecked log2: Int) { self.log2 = log2 }

        /// A cost from ``least`` to ``most``, else nil.
        package init?(log2: Int) {
            guard (Self.least.log2...Self.most.log2).contains(log2) else { return nil }
            self.log2 = log2
        }
    }

    /// The lines that are authenticated with the sealed seed.
    struct Header: Sendable, Equatable {
        /// scrypt's r and p, which only ever had these values.
        private static let blockSize = 8
        private static let parallelism = 1

        let role: KeyRole
        let person: Identifier<Person>
        let publicKey: Ed25519PublicKey
        let hasPassphrase: Bool
        let cost: Cost
        let salt: [UInt8]
        let nonce: [UInt8]

        var bytes: [UInt8] {
            let numbers = "\(cost.log2) \(Self.blockSize) \(Self.parallelism)"
            return Array(
                """
                \(KeyFile.magic)
                role: \(role.rawValue)
                person: \(person)
                public: \(publicKey)
                passphrase: \(hasPassphrase ? "yes" : "none")
                scrypt: \(numbers) \(Hex.encode(salt)) \(Hex.encode(nonce))

                """.utf8
            )
        }

        func sealingKey(_ passphrase: Passphrase) throws(CryptographyError) -> SecretBytes {
            var password = passphrase.secret.exposedCopy()
            defer { password.wipe() }
            var key = try Scrypt.derive(
                password: password,
                salt: salt,
                cost: 1 << cost.log2,
                blockSize: Self.blockSize,
                parallelism: Self.parallelism,
                byteCount: 32
            )
            return SecretBytes(moving: &key)
        }
    }
}

extension KeyFile.Header {
    init(_ lines: inout NamedLines) throws(EnrolmentError) {
        let roleName = try lines.value("role")
        guard let role = KeyRole(rawValue: roleName) else {
            throw EnrolmentError(.unknownKind, "the role in the key file is not owner, officer or approver")
        }
        guard let person = Identifier<Person>(hexadecimal: try lines.value("person")) else {
            throw EnrolmentError(.malformed, "the line «person» of the key file is no id of 16 bytes")
        }
        guard let keyBytes = Hex.decode(try lines.value("public")),
            let publicKey = try? Ed25519PublicKey(bytes: keyBytes)
        else { throw EnrolmentError(.malformed, "the line «public» of the key file is no Ed25519 key") }
        let hasPassphrase: Bool
        switch try lines.value("passphrase") {
        case "yes": hasPassphrase = true
        case "none": hasPassphrase = false
        default: throw EnrolmentError(.malformed, "the line «passphrase» of the key file is not yes or none")
        }
        let parts = try lines.value("scrypt").split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 5, let cost = Int(parts[0]).flatMap(KeyFile.Cost.init(log2:)),
            parts[1] == "\(Self.blockSize)", parts[2] == "\(Self.parallelism)",
            let salt = Hex.decode(parts[3]), salt.count == KeyFile.saltByteCount,
            let nonce = Hex.decode(parts[4]), nonce.count == AESGCM.nonceByteCount
        else {
            throw EnrolmentError(
                .malformed,
                "the line «scrypt» of the key file is not what this program writes"
            )
        }
        self.init(
            role: role,
            person: person,
            publicKey: publicKey,
            hasPassphrase: hasPassphrase,
            cost: cost,
            salt: salt,
            nonce: nonce
        )
    }
}
