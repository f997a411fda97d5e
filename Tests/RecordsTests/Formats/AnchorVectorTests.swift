import FormatVectors
import Records
import Testing

/// Records of `receipts` about those outside the house, made by another implementation: Tests/Vectors/Formats/anchors.json.
@Suite struct AnchorVectorTests {
    @Test(
        arguments: [
            ("head timestamped", HeadTimestamped.self), ("head cosigned outside", HeadCosignedOutside.self),
        ] as [(String, any Canonical.Type)]
    )
    func `an anchor says every field, and nothing beside it is one`(format: String, type: any Canonical.Type)
        throws
    {
        for vector in try FormatFile("anchors").vectors(of: format) {
            #expect(vector.problems(as: type).isEmpty)
        }
    }

    @Test func `cosignatures from outside are verified under the keys beside them`() throws {
        let vector = try #require(FormatFile("anchors").vectors(of: "head cosigned outside").first)
        let anchor = try HeadCosignedOutside(decoding: vector.bytes)
        let seconds = try anchor.cosignedAtSeconds()
        #expect(seconds.count == 2 && Set(seconds.values) == [1_767_240_000])
        #expect(try anchor.checkpoint().head.size == 5)
    }

    @Test func `a time stamp over another head than the one beside it is refused`() throws {
        let vector = try #require(FormatFile("anchors").vectors(of: "head timestamped").first)
        let anchor = try HeadTimestamped(decoding: vector.bytes)
        #expect(try anchor.checkpoint().head.size == 5)
        let error = #expect(throws: RecordsError.self) { try anchor.stamp() }
        #expect(error?.code == .mismatch)
    }
}
