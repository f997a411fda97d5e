import Authority
import Cryptography
package import FormatVectors
import Records
import Testing

/// What takings carry, made by another implementation: Tests/Vectors/Formats/takings.json.
@Suite struct TakingVectorTests {
    @Test func `takings say every field, and nothing beside them is one`() throws {
        let file = try FormatFile("takings")
        for vector in try file.vectors(of: "count request") {
            #expect(vector.problems(as: CountRequest.self).isEmpty)
        }
        for vector in try file.vectors(of: "person in generation") {
            #expect(vector.problems(as: PersonInGeneration.self).isEmpty)
        }
        for vector in try file.vectors(of: "offline limit") {
            #expect(vector.problems(as: UInt64.self).isEmpty)
        }
        for vector in try file.vectors(of: "subject key") {
            #expect(vector.problems(as: SubjectKeyGiven.self).isEmpty)
        }
        for vector in try file.vectors(of: "subject erased") {
            #expect(vector.problems(as: SubjectErased.self).isEmpty)
        }
        for vector in try file.vectors(of: "tag key set") {
            #expect(vector.problems(as: TagKeySet.self).isEmpty)
        }
    }

    @Test func `a cabinet opens the keys that another implementation sealed to it`() throws {
        for vector in try FormatFile("takings").vectors(of: "tag key delivery") {
            #expect(vector.problems(as: TagKeyDelivery.self).isEmpty)
            let keys = try open(vector.bytes, vector)
            #expect(JSONValue(showing: keys) == vector.row["keys"])
        }
    }

    @Test func `keys with one bit of the signature or the seal changed do not open`() throws {
        let vector = try #require(FormatFile("takings").vectors(of: "tag key delivery").first)
        // The signature is the last field of the map.
        for bit in (vector.bytes.count - 64) * 8..<vector.bytes.count * 8 {
            #expect(throws: AuthorityError(.signatureInvalid, ""), "bit \(bit)") {
                try open(vector.bytes.flipping(bit: bit), vector)
            }
        }
        let delivery = try TagKeyDelivery(decoding: vector.bytes)
        let service = try Ed25519PrivateKey()
        for bit in 0..<delivery.sealed.bytes.count * 8 {
            // Signed anew, so that the seal itself has to notice.
            func changed(signature: [UInt8]) -> TagKeyDelivery {
                TagKeyDelivery(
                    cabinet: delivery.cabinet,
                    uid: delivery.uid,
                    keyVersion: delivery.keyVersion,
                    job: delivery.job,
                    sealed: Bytes(delivery.sealed.bytes.flipping(bit: bit)),
                    signature: Bytes(signature)
                )
            }
            let signature = try service.signature(
                for: Domain.tagJob.prefix + changed(signature: []).signedBytes
            )
            // X25519 ignores the highest bit of the last byte of a public key (RFC 7748 §5), but the key schedule does not.
            #expect(throws: AuthorityError(.malformed, ""), "bit \(bit)") {
                try changed(signature: signature).opened(
                    with: X25519PrivateKey(bytes: vector.row.bytes("sealingKey")),
                    serviceKey: service.publicKey
                )
            }
        }
    }

    private func open(_ bytes: [UInt8], _ vector: FormatVector) throws -> TagKeySet {
        try TagKeyDelivery(decoding: bytes).opened(
            with: X25519PrivateKey(bytes: vector.row.bytes("sealingKey")),
            serviceKey: Ed25519PublicKey(bytes: vector.row.bytes("serviceKey"))
        )
    }
}

extension TagKeySet: ShownInVectors {
    package var shown: JSONValue { JSONValue(showing: keys) }
}
