package import Cryptography

/// The detail of `stateNamed`: what the writer of the log had folded when it wrote this leaf.
///
/// It covers the leaves of this log below its own, and of other logs as far as the pieces say. A map: 0 version, 1 digest
/// of the manifest, 2 the pieces themselves where they are few, so that whoever folds the same leaves can compare.
package struct StateNamed: Canonical, Hashable {
    /// The most pieces that are named one by one.
    package static let pieceCountMax = 16

    /// Which program's way of folding and writing it is.
    package let version: UInt64
    /// ``StateManifest/digest``.
    package let digest: Digest
    /// The pieces of the manifest, or none where there are more than ``pieceCountMax``.
    package let pieces: [StateManifest.Piece]

    /// Names a state.
    package init(_ manifest: StateManifest) {
        version = manifest.version
        digest = manifest.digest
        pieces = manifest.pieces.count <= Self.pieceCountMax ? manifest.pieces : []
    }

    package var canonical: CBOR {
        .map(CBORMap([0: version.canonical, 1: digest.canonical, 2: .list(pieces)]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a state's name")
        version = try fields.value(0)
        digest = try fields.value(1)
        pieces = try fields.list(2, countMax: Self.pieceCountMax)
        try fields.finish()
    }
}

extension RecordKind {
    /// ``StateNamed``.
    package static let stateNamed = RecordKind(rawValue: 110)
}
