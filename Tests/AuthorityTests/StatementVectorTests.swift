import Authority
import Cryptography
import FormatVectors
import Records
import Testing

/// Statements and their signatures made by another implementation: Tests/Vectors/Formats/statements.json.
@Suite struct StatementVectorTests {
    @Test(
        arguments: [
            RootStatement.self, ServicesStatement.self, OfficersStatement.self, RulesStatement.self,
            WitnessPolicyStatement.self, SiteStatement.self, CabinetStatement.self, ApproverStatement.self,
            LockMapStatement.self, PersonStatement.self, CredentialStatement.self, SealStatement.self,
            TagJobStatement.self, EpochStatement.self, LogEpochsStatement.self,
        ] as [any Statement.Type]
    )
    func `a statement says every field, and nothing beside it is one`(type: any Statement.Type) throws {
        let name = Self.names[type.kind] ?? type.title
        for vector in try FormatFile("statements").vectors(of: name) {
            #expect(vector.problems(as: type, written: ["kind", "formatVersion"]).isEmpty)
        }
    }

    @Test func `no kind of statement is without vectors`() throws {
        let written = Set(try FormatFile("statements").vectors.map(\.format))
        #expect(written.count == 16)
        #expect(written.contains("signed statement"))
    }

    @Test func `a statement stands for no other kind`() throws {
        let vectors = try FormatFile("statements").vectors.filter { $0.format != "signed statement" }
        for vector in vectors where vector.format != "root" {
            #expect(throws: RecordsError(.malformed, "")) { try RootStatement(decoding: vector.bytes) }
        }
        for vector in vectors where vector.format != "seal" {
            #expect(throws: RecordsError(.malformed, "")) { try SealStatement(decoding: vector.bytes) }
        }
    }

    @Test func `signed statements say every field, and those who validly signed are counted once`() throws {
        for vector in try FormatFile("statements").vectors(of: "signed statement") {
            #expect(vector.problems(as: SignedStatement.self).isEmpty)
            let statement = try SignedStatement(decoding: vector.bytes)
            let valid = statement.validSigners(among: try vector.row.list("asked"))
            #expect(try valid == Set(vector.row.list("validSigners")), "\(vector.name)")
        }
    }

    @Test
    func `with one bit of a signature changed its signer is not counted, and with one of the text nobody`()
        throws
    {
        let vector = try #require(
            FormatFile("statements").vectors(of: "signed statement").first { $0.name.contains("seal") }
        )
        let statement = try SignedStatement(decoding: vector.bytes)
        let asked = try vector.row.list("asked")
        let first = try #require(statement.signatures.first)
        #expect(statement.validSigners(among: asked).count == 2)
        // The last 64 bytes are the last signature.
        for bit in (vector.bytes.count - 64) * 8..<vector.bytes.count * 8 {
            let changed = try SignedStatement(decoding: vector.bytes.flipping(bit: bit))
            #expect(changed.validSigners(among: asked) == [first.key], "bit \(bit)")
        }
        for bit in 0..<statement.bytes.count * 8 {
            let changed = SignedStatement(
                bytes: statement.bytes.flipping(bit: bit),
                signatures: statement.signatures
            )
            #expect(changed.validSigners(among: asked).isEmpty, "bit \(bit)")
        }
    }

    /// Where the file has another name than the title.
    private static let names: [RecordKind: String] = [.services: "services"]
}
