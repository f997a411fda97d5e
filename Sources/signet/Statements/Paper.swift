import Authority
import Enrolment
import Records

/// A file that holds a paper: text in armour, or the bare bytes of a statement.
struct Paper {
    let kind: PaperKind
    let bytes: [UInt8]

    init(path: String) throws {
        let content = try ProtectedFile.read(path, readers: .anyone, byteCountMax: Armor.textByteCountMax)
        // A statement is a CBOR map, whose first byte is no text.
        if let first = content.first, first >> 5 == 5 {
            (kind, bytes) = (.statement, content)
        } else {
            let armor = try Armor(content)
            (kind, bytes) = (armor.kind, armor.bytes)
        }
    }

    /// The bytes of the statement in it, whatever signatures it has already.
    func statementBytes() throws -> [UInt8] {
        switch kind {
        case .statement: bytes
        case .signedStatement: try SignedStatement(decoding: bytes).bytes
        case .approvedGrant: try ApprovedGrant(decoding: bytes).bytes
        default: throw Failure.data("«\(kind.rawValue)» is nothing that people sign")
        }
    }

    /// Writes a paper where no file is yet.
    static func write(_ kind: PaperKind, _ bytes: [UInt8], to path: String) throws {
        try ProtectedFile.create(path, Array(Armor(kind, bytes).text.utf8), readers: .anyone)
    }
}
