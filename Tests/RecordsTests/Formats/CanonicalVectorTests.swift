import Cryptography
import FormatVectors
import Records
import Testing

/// Canonical bytes made by another implementation: Tests/Vectors/Formats/canonical.json.
@Suite struct CanonicalVectorTests {
    @Test func `values are read as they are meant and written as they came`() throws {
        let vectors = try FormatFile("canonical").vectors
        #expect(vectors.count == 30)
        for vector in vectors {
            let value = try CBOR(decoding: vector.bytes)
            #expect(try Self.diagnostic(value) == vector.row.string("diagnostic"), "\(vector.name)")
            #expect(value.encoded == vector.bytes, "\(vector.name)")
        }
    }

    @Test func `everything else is refused, and the code says why`() throws {
        let refusals = try FormatFile("canonical").refusals
        #expect(refusals.count == 45)
        for refusal in refusals {
            let error = #expect(throws: RecordsError.self, "\(refusal.why)") {
                try CBOR(decoding: refusal.bytes)
            }
            #expect(error?.code.vectorName == refusal.code, "\(refusal.why)")
        }
    }

    /// Diagnostic notation as the file writes it (RFC 8949 §8, texts as their bytes).
    private static func diagnostic(_ value: CBOR) -> String {
        switch value {
        case .integer(let integer): return "\(integer)"
        case .boolean(let boolean): return "\(boolean)"
        case .bytes(let bytes): return "h'\(Hex.encode(bytes))'"
        case .text(let text): return "t'\(Hex.encode(Array(text.utf8)))'"
        case .array(let elements): return "[\(elements.map(diagnostic).joined(separator: ", "))]"
        case .map(let map):
            return "{\(map.entries.map { "\($0.key): \(diagnostic($0.value))" }.joined(separator: ", "))}"
        }
    }
}
