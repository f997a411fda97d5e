import Cryptography
import Records
import Testing

/// An own signature over the bytes of a leaf is judged as the one over its header is.
struct OwnSignatureTests {
    @Test func `what is cut out of a leaf's bytes is what was signed, with and without cited heads`() throws {
        let key = try Ed25519PrivateKey()
        let origin = try LogNames.acts("example.org", cabinet: "c1", epoch: 1)
        let signature = OwnSignatureVerifier(of: origin)
        let heads = ObeyedHeads(authority: (1, 70_000, SHA256.hash([])), policy: (1, 3, SHA256.hash([1])))
        for (sequence, heads) in [(UInt64(0), nil), (23, heads), (24, nil), (70_000, heads)] {
            var generator = SystemRandomNumberGenerator()
            let header = LeafHeader(
                recordClass: .custody,
                sequence: sequence,
                time: HybridTime(milliseconds: 1_800_000_000_000),
                clockQuality: .unknown,
                boot: Identifier(using: &generator),
                monotonicMilliseconds: 5,
                obeyedHeads: heads,
                commitments: [.kind: SHA256.hash([2])]
            )
            let leaf = try Leaf(header, origin: origin.text, signedBy: key)
            let bytes = leaf.encoded
            #expect(leaf.isSigned(by: key.publicKey, origin: origin.text))
            #expect(signature.isValid(on: leaf, bytes, by: key.publicKey))
            #expect(
                !OwnSignatureVerifier(of: try Origin("example.org/other")).isValid(
                    on: leaf,
                    bytes,
                    by: key.publicKey
                )
            )
            #expect(!signature.isValid(on: Leaf(header), Leaf(header).encoded, by: key.publicKey))
            for place in stride(from: 0, to: bytes.count, by: 7) {
                var changed = bytes
                changed[place] ^= 1
                guard let other = try? Leaf(decoding: changed) else { continue }
                #expect(!signature.isValid(on: other, changed, by: key.publicKey))
            }
        }
    }

    @Test(arguments: [[], [0xA0], [0xA1], [0x80, 1, 2], [UInt8](repeating: 0xA9, count: 68)])
    func `bytes that can hold no signature have no message`(bytes: [UInt8]) throws {
        #expect(OwnSignatureVerifier(of: try Origin("example.org/log")).message(of: bytes) == nil)
    }
}
