package import Cryptography
package import Enrolment

/// The keys with which a cabinet writes its logs.
package struct CabinetLogKeys: Sendable {
    /// Signs checkpoints of the present epoch of `acts`.
    package let acts: Ed25519PrivateKey
    /// Signs human acts and alarms, in every epoch.
    package let act: Ed25519PrivateKey
    /// The epoch of `acts`, from 1.
    package let epoch: UInt64
    /// The commitment to the next epoch's key; nil where none is kept, and the log cannot be rotated.
    package let nextKey: Digest?
    /// The keys of `telemetry`; nil where that is not written.
    package let telemetry: TelemetryKeys?

    private let rotation: (@Sendable (UInt64) throws -> CabinetLogKeys)?

    /// Keys of a log's first epoch, with no next one.
    package init(acts: Ed25519PrivateKey, act: Ed25519PrivateKey, telemetry: TelemetryKeys? = nil) {
        self.acts = acts
        self.act = act
        self.telemetry = telemetry
        (epoch, nextKey, rotation) = (1, nil, nil)
    }

    /// Keys that lie somewhere else; `rotation` returns those behind an epoch once they lie there as the present ones.
    ///
    /// They may lie there already: an error may have come between that and the next epoch, and the one after would skip it.
    package init(
        acts: LogKey,
        act: Ed25519PrivateKey,
        telemetry: TelemetryKeys?,
        rotation: @escaping @Sendable (UInt64) throws -> CabinetLogKeys
    ) {
        self.acts = acts.privateKey
        self.act = act
        self.telemetry = telemetry
        self.rotation = rotation
        (epoch, nextKey) = (acts.epoch, acts.nextKey)
    }

    /// The keys of a file of secrets; a rotation writes it before the new key signs.
    package init(_ secrets: CabinetSecrets, path: String, under credential: CredentialKey) throws {
        try self.init(LogKeyFile(secrets, path: path, under: credential))
    }

    private init(_ file: LogKeyFile) throws {
        self.init(
            acts: try file.key(.acts),
            act: file.act,
            telemetry: TelemetryKeys(
                present: { try file.key(.telemetry) },
                rotation: { try file.rotate(.telemetry) }
            ),
            rotation: { epoch in
                if try file.key(.acts).epoch == epoch { _ = try file.rotate(.acts) }
                return try CabinetLogKeys(file)
            }
        )
    }

    /// Takes the next key into use: it is on disk, and the one before is gone, when this returns.
    ///
    /// - Throws: ``CabinetError`` `.refused` where none is kept; what the file throws.
    func rotated() throws -> CabinetLogKeys {
        guard let rotation else {
            throw CabinetError(.refused, "this cabinet keeps no next key of its log; enrol it anew")
        }
        return try rotation(epoch)
    }
}
