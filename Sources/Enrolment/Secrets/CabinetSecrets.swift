package import Authority
package import Cryptography
import Records

/// Every private key of a cabinet, made on board and never sent anywhere.
///
/// One file, sealed under the machine's ``CredentialKey``; the next keys of the logs are sealed in it apart and stay sealed
/// until a rotation.
package struct CabinetSecrets: Sendable {
    /// The cabinet's logs.
    package enum Log: String, CaseIterable, Sendable {
        /// What people and the cabinet did.
        case acts
        /// Sensor values that may be shed.
        case telemetry
    }

    private enum Name {
        static let act = "act"
        static let witness = "witness"
        static let device = "device"
        static let sealing = "sealing"
        static let transport = "transport"
        static let data = "data"
    }

    /// Own signatures on human acts and alarms.
    package let act: Ed25519PrivateKey
    /// Cosignatures on heads of headquarters' logs.
    package let witness: Ed25519PrivateKey
    /// The device key, which signs the enrolment; in the field a TPM may hold one like it.
    package let device: P256PrivateKey
    /// Opens what is sealed to this cabinet.
    package let sealing: X25519PrivateKey
    /// The secret of the line (CurveZMQ, ZeroMQ RFC 26): a private key on Curve25519.
    package let transport: X25519PrivateKey
    /// What the cabinet's own files are sealed under: tag keys, templates.
    package let dataKey: SecretBytes

    private var ring: KeyRing

    /// Fresh keys, all logs in epoch 1.
    package init(making credential: CredentialKey) throws(EnrolmentError) {
        let secrets = try withCryptography { () throws(CryptographyError) in
            [
                NamedSecret(name: Name.act, secret: try Ed25519PrivateKey().secretSeed),
                NamedSecret(name: Name.witness, secret: try Ed25519PrivateKey().secretSeed),
                NamedSecret(name: Name.device, secret: try P256PrivateKey().secretScalar),
                NamedSecret(name: Name.sealing, secret: try X25519PrivateKey().secretBytes),
                NamedSecret(name: Name.transport, secret: try X25519PrivateKey().secretBytes),
                NamedSecret(name: Name.data, secret: try SecretBytes(randomByteCount: NamedSecret.byteCount)),
            ]
        }
        try self.init(
            KeyRing(owner: .cabinet, logs: Log.allCases.map(\.rawValue), secrets: secrets, under: credential)
        )
    }

    /// Opens the bytes of a file.
    ///
    /// - Throws: `wrongKey` under another machine's credential, `malformed`, `unknownKind`.
    package init(_ bytes: [UInt8], under credential: CredentialKey) throws(EnrolmentError) {
        try self.init(KeyRing(bytes, owner: .cabinet, under: credential))
    }

    /// Reads the file, or makes keys and writes it where there is none.
    package static func readOrMake(path: String, under credential: CredentialKey) throws(EnrolmentError)
        -> CabinetSecrets
    {
        do {
            return try CabinetSecrets(ProtectedFile.read(path, readers: .ownerOnly), under: credential)
        } catch  where error.code == .notFound {
            let secrets = try CabinetSecrets(making: credential)
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

    /// The key of a log in its present epoch.
    package func logKey(_ log: Log) throws(EnrolmentError) -> LogKey {
        guard let key = ring.log(log.rawValue) else {
            throw EnrolmentError(.malformed, "the cabinet's secrets lack the key of its log \(log.rawValue)")
        }
        return key
    }

    /// Takes the next key of a log into use; write the file before the key signs.
    package mutating func rotate(_ log: Log, under credential: CredentialKey) throws(EnrolmentError) {
        try ring.rotate(log: log.rawValue, under: credential)
    }

    /// Lets fresh keys of the logs sign the epochs with which this machine's record begins; writes the file where that changes it.
    ///
    /// - Throws: `refused` for keys that have signed another epoch.
    package mutating func begin(
        behind replacement: Replacement,
        path: String,
        under credential: CredentialKey
    ) throws(EnrolmentError) {
        var changed = self
        try changed.ring.begin(log: Log.acts.rawValue, at: replacement.actsEpoch)
        try changed.ring.begin(log: Log.telemetry.rawValue, at: replacement.telemetryEpoch)
        guard changed.ring.logs.map(\.epoch) != ring.logs.map(\.epoch) else { return }
        try changed.write(to: path, under: credential)
        self = changed
    }

    /// What two officers sign into `authority`.
    package func publicKeys() throws(EnrolmentError) -> CabinetKeys {
        let acts = try logKey(.acts)
        return CabinetKeys(
            acts: Bytes(acts.privateKey.publicKey.bytes),
            telemetry: Bytes(try logKey(.telemetry).privateKey.publicKey.bytes),
            act: Bytes(act.publicKey.bytes),
            witness: Bytes(witness.publicKey.bytes),
            device: Bytes(device.publicKey.bytes),
            transport: Bytes(transport.publicKey.bytes),
            sealing: Bytes(sealing.publicKey.bytes),
            nextActs: Bytes(acts.nextKey.bytes)
        )
    }
}

extension CabinetSecrets {
    private init(_ ring: KeyRing) throws(EnrolmentError) {
        let seeds = (
            act: try ring.secret(Name.act), witness: try ring.secret(Name.witness),
            device: try ring.secret(Name.device), sealing: try ring.secret(Name.sealing),
            transport: try ring.secret(Name.transport)
        )
        self.ring = ring
        dataKey = try ring.secret(Name.data)
        do {
            act = try Ed25519PrivateKey(seed: seeds.act)
            witness = try Ed25519PrivateKey(seed: seeds.witness)
            device = try P256PrivateKey(scalar: seeds.device)
            sealing = try X25519PrivateKey(bytes: seeds.sealing)
            transport = try X25519PrivateKey(bytes: seeds.transport)
        } catch {
            throw EnrolmentError(error)
        }
    }
}
