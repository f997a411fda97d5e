import Cryptography
import Records
import Testing

/// What a state is made of, by name and digest.
@Suite struct StateManifestTests {
    private let pieces = ["b", "a", "c"].map {
        StateManifest.Piece(name: $0, digest: SHA256.hash(Array($0.utf8)))
    }

    @Test func `pieces stand in the order of their names, whatever order they came in`() throws {
        let manifest = StateManifest(version: 1, pieces: pieces)
        #expect(manifest.pieces.map(\.name) == ["a", "b", "c"])
        #expect(manifest.digest == StateManifest(version: 1, pieces: pieces.reversed()).digest)
        #expect(manifest.digest != StateManifest(version: 2, pieces: pieces).digest)
        #expect(try StateManifest(decoding: manifest.encoded) == manifest)
    }

    @Test func `pieces out of order or twice are refused`() throws {
        for order in [[0, 1], [1, 1]] {
            let list = CBOR.array(order.map { pieces[$0].canonical })
            #expect(throws: RecordsError(.notCanonical, "")) {
                try StateManifest(canonical: .map(CBORMap([0: .integer(1), 1: list])))
            }
        }
    }

    @Test func `the digest covers the domain and the manifest`() {
        let manifest = StateManifest(version: 1, pieces: pieces)
        #expect(manifest.digest == SHA256.hash(Array("signet/state/v1".utf8) + [0] + manifest.encoded))
    }

    @Test func `a name lists few pieces, and of many the digest alone`() throws {
        let few = StateNamed(StateManifest(version: 1, pieces: pieces))
        #expect(few.pieces.count == 3)
        let many = (0..<17).map { StateManifest.Piece(name: "\($0)", digest: SHA256.hash([UInt8($0)])) }
        let named = StateNamed(StateManifest(version: 1, pieces: many))
        #expect(named.pieces.isEmpty)
        #expect(try StateNamed(decoding: named.encoded) == named)
    }
}
