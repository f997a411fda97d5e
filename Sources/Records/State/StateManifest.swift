package import Cryptography

/// The pieces of one folded state by name and digest: what a record `stateNamed` stands for.
///
/// A map: 0 version, 1 pieces [[name, digest]] in the order of their names.
package struct StateManifest: Canonical, Hashable {
    /// Headquarters keeps one piece for each cabinet and site.
    package static let pieceCountMax = 65_536

    /// One piece.
    package struct Piece: Canonical, Hashable {
        /// What it is.
        package let name: String
        /// SHA-256 of its bytes.
        package let digest: Digest

        /// A piece by its digest.
        package init(name: String, digest: Digest) {
            self.name = name
            self.digest = digest
        }

        package var canonical: CBOR { .array([name.canonical, digest.canonical]) }

        package init(canonical: CBOR) throws(RecordsError) {
            guard case .array(let parts) = canonical, parts.count == 2 else {
                throw RecordsError(.malformed, "a piece of a state is a name and a digest")
            }
            name = try String(canonical: parts[0])
            digest = try Digest(canonical: parts[1])
        }
    }

    /// Which program's way of folding and writing it is: another number means that the state is made anew from leaves.
    package let version: UInt64
    /// The pieces, by name.
    package let pieces: [Piece]

    /// A manifest of pieces in any order.
    package init(version: UInt64, pieces: [Piece]) {
        self.version = version
        self.pieces = pieces.sorted { $0.name < $1.name }
    }

    /// SHA-256("signet/state/v1" ‖ 00 ‖ the manifest): what the log's writer signs.
    package var digest: Digest { SHA256.hash(parts: [Domain.state.prefix, encoded]) }

    package var canonical: CBOR { .map(CBORMap([0: version.canonical, 1: .list(pieces)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a state's manifest")
        version = try fields.value(0)
        pieces = try fields.list(1, countMax: Self.pieceCountMax)
        try fields.finish()
        guard zip(pieces, pieces.dropFirst()).allSatisfy({ $0.name < $1.name }) else {
            throw RecordsError(
                .notCanonical,
                "the pieces of a state stand in the order of their names, each once"
            )
        }
    }
}
