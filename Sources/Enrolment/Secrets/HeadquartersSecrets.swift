package import Cryptography
package import Records

/// The private keys that headquarters' own processes use; none of them can give.
///
/// One file, sealed like a cabinet's. The tag-key service keeps its own key in its own process.
package struct HeadquartersSecrets: Sendable {
    /// Headquarters' logs.
    package typealias Log = HeadquartersLog

    private enum Name {
        static let notes = "notes"
        static let witness = "witness"
        static let mirror = "mirror"
        static let safe = "safe"
        static let transport = "transport"
        static let enrolment = "enrolment"
    }

    /// Signs slips, freshness notes and tag jobs that add nothing.
    package let notes: Ed25519PrivateKey
    /// Cosigns what is consistent.
    package let witness: Ed25519PrivateKey
    /// Cosigns what is here completely and synced.
    package let mirror: Ed25519PrivateKey
    /// Cosigns what is in a backup that was read back.
    package let safe: Ed25519PrivateKey
    /// The secret of the replication endpoint (CurveZMQ, ZeroMQ RFC 26).
    package let transport: X25519PrivateKey
    /// The secret of the enrolment endpoint.
    package let enrolment: X25519PrivateKey

    private var ring: KeyRing

    /// Fresh keys without any site, all logs in epoch 1.
    package init(making credential: CredentialKey) throws(EnrolmentError) {
        let secrets = try withCryptography { () throws(CryptographyError) in
            [
                NamedSecret(name: Name.notes, secret: try Ed25519PrivateKey().secretSeed),
                NamedSecret(name: Name.witness, secret: try Ed25519PrivateKey().secretSeed),
                NamedSecret(name: Name.mirror, secret: try Ed25519PrivateKey().secretSeed),
                NamedSecret(name: Name.safe, secret: try Ed25519PrivateKey().secretSeed),
                NamedSecret(name: Name.transport, secret: try X25519PrivateKey().secretBytes),
                NamedSecret(name: Name.enrolment, secret: try X25519PrivateKey().secretBytes),
            ]
        }
        let logs: [Log] = [.authority, .acts, .receipts]
        try self.init(
            KeyRing(owner: .headquarters, logs: logs.map(\.name), secrets: secrets, under: credential)
        )
    }

    /// Opens the bytes of a file.
    ///
    /// - Throws: `wrongKey` under another machine's credential, `malformed`.
    package init(_ bytes: [UInt8], under credential: CredentialKey) throws(EnrolmentError) {
        try self.init(KeyRing(bytes, owner: .headquarters, under: credential))
    }

    /// Reads the file, or makes keys and writes it where there is none.
    package static func readOrMake(path: String, under credential: CredentialKey) throws(EnrolmentError)
        -> HeadquartersSecrets
    {
        do {
            let bytes = try ProtectedFile.read(path, readers: .ownerOnly, byteCountMax: fileByteCountMax)
            return try HeadquartersSecrets(bytes, under: credential)
        } catch  where error.code == .notFound {
            let secrets = try HeadquartersSecrets(making: credential)
            try ProtectedFile.create(path, secrets.sealed(under: credential), readers: .ownerOnly)
            return secrets
        }
    }

    /// The bytes of the file.
    package func sealed(under credential: CredentialKey) throws(EnrolmentError) -> [UInt8] {
        try ring.sealed(under: credential)
    }

    /// Writes the file in place of the one before: the old or the new one survives a power cut, whole.
    package func write(to path: String, under credential: CredentialKey) throws(EnrolmentError) {
        try ProtectedFile.replace(path, sealed(under: credential), readers: .ownerOnly)
    }

    /// The key of one epoch of a log.
    ///
    /// - Throws: `notFound` for a site that was never added, and for an epoch of which the key was not made here.
    package func logKey(_ log: Log, epoch: UInt64 = 1) throws(EnrolmentError) -> LogKey {
        guard let key = ring.log(Self.name(log, epoch)) else {
            throw EnrolmentError(
                .notFound,
                "headquarters has no key for epoch \(epoch) of the log \(log.name)"
            )
        }
        return key
    }

    /// Makes the policy key of a new site; write the file before owners sign the site.
    ///
    /// - Throws: `alreadyThere`.
    package mutating func addPolicy(site: String, under credential: CredentialKey) throws(EnrolmentError) {
        try ring.add(log: Log.policy(site: site).name, under: credential)
    }

    /// Makes the key of a later epoch of a log, where there is none yet; write the file before owners sign it.
    ///
    /// It is the one that the epoch before promised, where that one's keys are here; what they sign stays readable.
    package mutating func addEpoch(_ epoch: UInt64, of log: Log, under credential: CredentialKey)
        throws(EnrolmentError)
    {
        let name = Self.name(log, epoch)
        guard ring.log(name) == nil else { return }
        if epoch > 1, ring.log(Self.name(log, epoch - 1)) != nil {
            try ring.add(log: name, epoch: epoch, behind: Self.name(log, epoch - 1), under: credential)
        } else {
            try ring.add(log: name, epoch: epoch, under: credential)
        }
    }

    /// What owners need for the root and the statement of services.
    package func publicKeys() throws(EnrolmentError) -> HeadquartersKeys {
        HeadquartersKeys(
            authority: try logKey(.authority).privateKey.publicKey,
            acts: try logKey(.acts).privateKey.publicKey,
            receipts: try logKey(.receipts).privateKey.publicKey,
            notes: notes.publicKey,
            witness: witness.publicKey,
            mirror: mirror.publicKey,
            safe: safe.publicKey,
            transport: transport.publicKey,
            enrolment: enrolment.publicKey
        )
    }
}

extension HeadquartersSecrets {
    /// Each epoch has an entry of its own: owners decide which of them is in force, and an earlier one is still asked for.
    private static func name(_ log: Log, _ epoch: UInt64) -> String {
        epoch == 1 ? log.name : "\(log.name)/e\(epoch)"
    }

    /// Room for the keys of 10,000 sites, about 200 bytes each.
    private static let fileByteCountMax = 8 << 20

    private init(_ ring: KeyRing) throws(EnrolmentError) {
        let seeds = (
            notes: try ring.secret(Name.notes), witness: try ring.secret(Name.witness),
            mirror: try ring.secret(Name.mirror), safe: try ring.secret(Name.safe),
            transport: try ring.secret(Name.transport), enrolment: try ring.secret(Name.enrolment)
        )
        self.ring = ring
        do {
            notes = try Ed25519PrivateKey(seed: seeds.notes)
            witness = try Ed25519PrivateKey(seed: seeds.witness)
            mirror = try Ed25519PrivateKey(seed: seeds.mirror)
            safe = try Ed25519PrivateKey(seed: seeds.safe)
            transport = try X25519PrivateKey(bytes: seeds.transport)
            enrolment = try X25519PrivateKey(bytes: seeds.enrolment)
        } catch {
            throw EnrolmentError(error)
        }
    }
}
