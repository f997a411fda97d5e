package import Cryptography
package import Records

/// A cosignature on a head.
package struct ShownCosignature: Sendable, Equatable {
    /// The cosigner's name.
    package let name: String
    /// When, in seconds since 1970 by the cosigner's clock.
    package let seconds: UInt64
    /// The number of leaves under the head that it cosigned.
    package let size: UInt64

    /// The cosignatures among verified signatures, by name.
    static func list(_ found: [NoteVerifierKey: NoteSignature], size: UInt64) -> [ShownCosignature] {
        found.compactMap { key, signature in
            guard let cosignature = try? Cosignature(signature.bytes) else { return nil }
            return ShownCosignature(name: key.name.text, seconds: cosignature.seconds, size: size)
        }.sorted { $0.name < $1.name }
    }
}

/// A head under which records are shown.
package struct ShownHead: Sendable, Equatable {
    /// The log.
    package let origin: Origin
    /// The first leaf in the file.
    package let first: UInt64
    /// The number of leaves under the head.
    package let size: UInt64
    /// The root over them.
    package let root: Digest
    /// Who cosigned, besides the log's own key.
    package let cosignatures: [ShownCosignature]
}
