package import Records

/// The three keys with which headquarters cosigns, under their names: `ORG/hq/witness`, `/mirror`, `/safe`.
package struct HeadquartersCosigners: Sendable, Hashable {
    /// Consistent with all heads before.
    package let witness: NoteVerifierKey
    /// Every leaf and body lies at headquarters, on disk.
    package let mirror: NoteVerifierKey
    /// In a backup that was read back.
    package let safe: NoteVerifierKey

    /// The cosigners that the owners named.
    package init(services: ServicesStatement, organisation: String) throws(RecordsError) {
        witness = try Self.key(services.witnessKey, Self.name(.witness, organisation))
        mirror = try Self.key(services.mirrorKey, Self.name(.mirror, organisation))
        safe = try Self.key(services.safeKey, Self.name(.safe, organisation))
    }

    /// A cosigner of headquarters.
    package enum Role: String, Sendable {
        /// ``HeadquartersCosigners/witness``.
        case witness
        /// ``HeadquartersCosigners/mirror``.
        case mirror
        /// ``HeadquartersCosigners/safe``.
        case safe
    }

    /// The name in a cosigner's signature lines.
    package static func name(_ role: Role, _ organisation: String) throws(RecordsError) -> NoteKeyName {
        try NoteKeyName("\(organisation)/hq/\(role.rawValue)")
    }

    private static func key(_ bytes: Bytes, _ name: NoteKeyName) throws(RecordsError) -> NoteVerifierKey {
        NoteVerifierKey(name: name, algorithm: .cosignature, publicKey: try bytes.publicKey())
    }
}
