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

    /// The moment in milliseconds since 1970.
    package var milliseconds: Int64 { Int64(clamping: min(seconds, UInt64(Int64.max / 1_000))) * 1_000 }

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
    /// How many single leaves are proved; nil where every leaf from the first to the head is here.
    package let singleCount: Int?
    /// The number of leaves under the head.
    package let size: UInt64
    /// The root over them.
    package let root: Digest
    /// Who cosigned, besides the log's own key.
    package let cosignatures: [ShownCosignature]

    init(_ log: any CheckedRecords, _ cosignatures: [ShownCosignature]) {
        origin = log.origin
        first = log.first
        singleCount = log.isWhole ? nil : log.records.count
        size = log.end
        root = log.checkpoints.last?.head.root ?? TreeHash.emptyRoot
        self.cosignatures = cosignatures
    }
}
