import Authority
import FormatVectors
import Records
import Testing

/// Freshness notes made by another implementation: Tests/Vectors/Formats/freshness.json.
@Suite struct FreshNoteVectorTests {
    @Test func `notes say every field, and nothing beside them is one`() throws {
        for vector in try FormatFile("freshness").vectors(of: "fresh note") {
            #expect(vector.problems(as: FreshNote.self).isEmpty)
        }
    }

    @Test func `a note counts by its key, for its cabinet and for its nonce alone`() throws {
        for vector in try FormatFile("freshness").vectors(of: "signed fresh note") {
            #expect(vector.problems(as: SignedFreshNote.self).isEmpty)
            if let refusal = vector.row["refuse"]?.text {
                let error = #expect(throws: AuthorityError.self, "\(vector.name)") {
                    try verified(vector.bytes, vector)
                }
                #expect(error?.code == Self.codes[refusal], "\(vector.name)")
            } else {
                #expect(try verified(vector.bytes, vector).cabinet == vector.row.string("cabinet"))
            }
        }
    }

    @Test func `a note with one bit of its signature changed counts for nothing`() throws {
        let vector = try #require(FormatFile("freshness").vectors(of: "signed fresh note").first)
        for bit in (vector.bytes.count - 64) * 8..<vector.bytes.count * 8 {
            #expect(throws: AuthorityError(.signatureInvalid, ""), "bit \(bit)") {
                try verified(vector.bytes.flipping(bit: bit), vector)
            }
        }
    }

    @Test func `the interval is the one that the page's formula gives`() throws {
        let rows = try FormatFile("freshness").row["intervals"]?.elements ?? []
        #expect(rows.count == 8)
        for row in rows {
            var time = AuthorisingTime()
            let (asked, answered) = (try row.number("asked"), try row.number("answered"))
            let refusal = time.take(
                noteTime: try row.number("time"),
                asked: UInt64(asked),
                answered: UInt64(answered)
            )
            time.renewContact(asked: UInt64(asked))
            let now = UInt64(try row.number("now"))
            #expect(refusal == nil)
            #expect(try time.interval(atMonotonic: now)?.low == row.number("low"), "\(row)")
            #expect(try time.interval(atMonotonic: now)?.high == row.number("high"), "\(row)")
            #expect(
                try time.contactAgeSeconds(atMonotonic: now) == UInt64(row.number("contactAgeSeconds")),
                "\(row)"
            )
        }
    }

    private static let codes: [String: AuthorityError.Code] = [
        "signatureInvalid": .signatureInvalid, "notFresh": .notFresh,
        "otherOrganisation": .otherOrganisation,
        "malformed": .malformed,
    ]

    private func verified(_ bytes: [UInt8], _ vector: FormatVector) throws -> FreshNote {
        try SignedFreshNote(decoding: bytes).verified(
            notesKey: vector.row.bytes("notesKey"),
            organisation: vector.row.string("organisation"),
            cabinet: vector.row.string("cabinet"),
            nonce: vector.row.bytes("nonce")
        )
    }
}
