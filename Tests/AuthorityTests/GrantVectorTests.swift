import Authority
import Cryptography
import FormatVectors
import Records
import Testing

/// Grants and approvals made by another implementation: Tests/Vectors/Formats/grants.json.
@Suite struct GrantVectorTests {
    @Test func `grants say every field, and nothing beside them is one`() throws {
        for vector in try FormatFile("grants").vectors(of: "grant") {
            let problems = vector.problems(as: GrantStatement.self, written: ["kind", "formatVersion"])
            #expect(problems.isEmpty)
            #expect(try ApprovedGrant(bytes: vector.bytes).checkCode == vector.row.string("checkCode"))
        }
    }

    @Test func `approvals say every field, and only the approver's own key makes one`() throws {
        for vector in try FormatFile("grants").vectors(of: "approval") {
            #expect(vector.problems(as: Approval.self).isEmpty)
            let approval = try Approval(decoding: vector.bytes)
            let grant = try vector.row.bytes("grant")
            let key = try Ed25519PublicKey(bytes: vector.row.bytes("key"))
            let challenge = Approval.challenge(grantBytes: grant, approver: approval.approver)
            #expect(try challenge.description == vector.row.string("challenge"))
            let grade = approval.grade(for: grant, key: key)
            #expect((grade == .ownKey) == (vector.row["isByOwnKey"] == .boolean(true)), "\(vector.name)")
        }
    }

    @Test func `an approval with one bit of its signature changed counts for nothing`() throws {
        let vector = try #require(FormatFile("grants").vectors(of: "approval").first)
        let key = try Ed25519PublicKey(bytes: vector.row.bytes("key"))
        // The signature is the last field of the map.
        for bit in (vector.bytes.count - 64) * 8..<vector.bytes.count * 8 {
            let changed = try Approval(decoding: vector.bytes.flipping(bit: bit))
            #expect(try changed.grade(for: vector.row.bytes("grant"), key: key) == nil, "bit \(bit)")
        }
    }

    @Test func `approved grants say every field`() throws {
        for vector in try FormatFile("grants").vectors(of: "approved grant") {
            #expect(vector.problems(as: ApprovedGrant.self).isEmpty)
            let grant = try ApprovedGrant(decoding: vector.bytes)
            #expect(try grant.statement().encoded == grant.bytes)
            #expect(try grant.checkCode == vector.row.string("checkCode"))
        }
    }
}
