import Cryptography
import Testing

@testable import Records

/// Anchors outside the house on their way through bytes.
@Suite struct AnchorStateTests {
    @Test func `anchors are the same after they were written and read`() throws {
        var anchors = OutsideAnchors()
        #expect(try OutsideAnchors(decoding: anchors.encoded) == anchors)
        let signer = try CheckpointSigner(
            origin: Origin("seals.example/hq/receipts/e1"),
            privateKey: Ed25519PrivateKey(seed: [UInt8](repeating: 1, count: 32))
        )
        let note = try signer.sign(.empty)
        anchors.timestamp = .init(
            index: 7,
            milliseconds: 9,
            anchor: try HeadTimestamped(
                canonical: .map(
                    CBORMap([0: .bytes(note.bytes), 1: .bytes([1, 2, 3]), 2: .text("time.example.net")])
                )
            )
        )
        anchors.cosignatures[signer.origin] = .init(
            index: 8,
            milliseconds: 10,
            anchor: HeadCosignedOutside(note: note, witnesses: [signer.verifierKey])
        )
        #expect(try OutsideAnchors(decoding: anchors.encoded) == anchors)
    }

    @Test func `every field of the anchors is written`() {
        #expect(
            Mirror(reflecting: OutsideAnchors()).children.compactMap(\.label) == [
                "timestamp", "cosignatures",
            ]
        )
    }
}
