import Cryptography
package import FormatVectors
import Testing

@testable import Records

/// Leaves, bodies and records made by another implementation: Tests/Vectors/Formats/leaves.json.
@Suite struct LeafVectorTests {
    @Test func `leaves say every field, and nothing beside them is a leaf`() throws {
        for vector in try FormatFile("leaves").vectors(of: "leaf") {
            #expect(vector.problems(as: Leaf.self, written: ["version"]).isEmpty)
            #expect(try TreeHash.leaf(vector.bytes).description == vector.row.string("leafHash"))
        }
    }

    @Test func `a device's own signature holds for its log, and with one bit changed for none`() throws {
        let signed = try FormatFile("leaves").vectors(of: "leaf").filter { $0.row["origin"] != nil }
        #expect(signed.count == 2)
        for vector in signed {
            let leaf = try Leaf(decoding: vector.bytes)
            let key = try Ed25519PublicKey(bytes: vector.row.bytes("actKey"))
            let origin = try vector.row.string("origin")
            #expect(leaf.isSigned(by: key, origin: origin))
            #expect(!leaf.isSigned(by: key, origin: origin + "0"))
            // The signature is the last field of the map.
            for bit in (vector.bytes.count - 64) * 8..<vector.bytes.count * 8 {
                let changed = try Leaf(decoding: vector.bytes.flipping(bit: bit))
                #expect(!changed.isSigned(by: key, origin: origin), "bit \(bit)")
            }
        }
    }

    @Test func `the device makes the bytes of the vectors from their fields`() throws {
        let vectors = try FormatFile("leaves").vectors(of: "leaf")
        let unsigned = try #require(vectors.first)
        let header = try Leaf(decoding: unsigned.bytes).header
        #expect(Leaf(header).encoded == unsigned.bytes)
        #expect(
            header.commitments
                == (try Body(decoding: FormatFile("leaves").vectors(of: "body")[0].bytes).commitments)
        )
    }

    @Test func `bodies say every group, and their commitments are those of the vectors`() throws {
        for vector in try FormatFile("leaves").vectors(of: "body") {
            #expect(vector.problems(as: Body.self).isEmpty)
            let commitments = try Body(decoding: vector.bytes).commitments
            let expected = vector.row["commitments"]?.fields ?? [:]
            #expect(commitments.count == expected.count)
            for (group, digest) in commitments {
                #expect(expected["\(group.rawValue)"] == .text(digest.description))
            }
        }
    }

    @Test func `kinds, actors and subjects say every field`() throws {
        let file = try FormatFile("leaves")
        for vector in try file.vectors(of: "kind") { #expect(vector.problems(as: KindContent.self).isEmpty) }
        for vector in try file.vectors(of: "actor") { #expect(vector.problems(as: Actor.self).isEmpty) }
        for vector in try file.vectors(of: "subject") { #expect(vector.problems(as: Subject.self).isEmpty) }
    }

    @Test func `records open, erased and closed groups too`() throws {
        let rows = try FormatFile("leaves").row["records"]?.elements ?? []
        #expect(rows.count == 7)
        for row in rows {
            let record = Record(leafBytes: try row.bytes("leaf"), bodyBytes: try row.bytes("body"))
            let opened = try record.opened()
            #expect(
                opened.body.completes(opened.leaf)
                    == (row["name"]?.text?.contains("erased") != true
                        && row["name"]?.text?.contains("closed") != true)
            )
            _ = try (opened.kind(), opened.actor(), opened.subject())
        }
    }

    @Test func `a group sealed by another implementation opens under its person's key`() throws {
        let row = try #require(
            FormatFile("leaves").row["records"]?.elements.first { $0["key"] != nil }
        )
        let person = try #require(Identifier<Person>(try row.bytes("person")))
        let key = try #require(SubjectKey(subject: person, bytes: Bytes(try row.bytes("key"))))
        let record = Record(leafBytes: try row.bytes("leaf"), bodyBytes: try row.bytes("body"))
        let opened = try record.opened().unsealed { $0 == person ? key : nil }
        #expect(opened.body.completes(opened.leaf))
        #expect(try opened.body[.detail]?.bytes == row.bytes("detail"))
    }

    @Test func `a body that the leaf does not commit to is refused`() throws {
        let rows = try FormatFile("leaves").row["refusedRecords"]?.elements ?? []
        #expect(rows.count == 9)
        for row in rows {
            let record = Record(leafBytes: try row.bytes("leaf"), bodyBytes: try row.bytes("body"))
            let error = #expect(throws: RecordsError.self) { try record.opened() }
            #expect(try error?.code.vectorName == row.string("refuse"))
        }
    }

    @Test func `one bit changed in a body is noticed`() throws {
        let row = try #require(FormatFile("leaves").row["records"]?.elements.first)
        let (leaf, body) = (try row.bytes("leaf"), try row.bytes("body"))
        for bit in 0..<body.count * 8 {
            #expect(throws: RecordsError.self, "bit \(bit)") {
                try Record(leafBytes: leaf, bodyBytes: body.flipping(bit: bit)).opened()
            }
        }
    }

    @Test func `a body over its limit is refused before it is read`() throws {
        let row = try #require(FormatFile("leaves").row["records"]?.elements.first)
        let body = Body([
            .kind: try #require(
                GroupContent(
                    salt: [UInt8](repeating: 0, count: 32),
                    bytes: [UInt8](repeating: 0, count: Body.byteCountMax)
                )
            )
        ])
        #expect(throws: RecordsError(.tooLarge, "")) {
            try Record(leafBytes: row.bytes("leaf"), bodyBytes: body.encoded).opened()
        }
    }
}

extension Body: ShownInVectors {
    package var shown: JSONValue {
        var groups: [String: JSONValue] = [:]
        for group in Group.allCases {
            if let content = self[group] { groups["\(group.rawValue)"] = JSONValue(showing: content) }
            if let part = sealed[group] { groups["\(group.rawValue)"] = JSONValue(showing: part) }
        }
        return .object(groups)
    }
}
