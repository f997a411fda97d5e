import Cryptography
import FoundationEssentials
import GRDB
import Records

/// What a row holds, read as foreign bytes.
///
/// The schema forbids wrong types and negative sizes to those who write through SQLite. A disk that fails and a hand on
/// the file do not ask the schema, and a subscript of GRDB ends the process where a value does not convert.
extension Row {
    /// A size of a log or an index in it.
    func size(_ column: String) throws -> UInt64 {
        guard let size = UInt64(exactly: try integer(column)) else { throw damaged(column) }
        return size
    }

    func integer(_ column: String) throws -> Int64 { try value(column) }

    func flag(_ column: String) throws -> Bool { try value(column) }

    func text(_ column: String) throws -> String { try value(column) }

    func bytes(_ column: String) throws -> [UInt8] { [UInt8](try value(column, as: Data.self)) }

    func digest(_ column: String) throws -> Digest {
        guard let digest = Digest(try bytes(column)) else { throw damaged(column) }
        return digest
    }

    /// Digests that stand one behind the other.
    func digests(_ column: String) throws -> [Digest] {
        let bytes = try bytes(column)
        guard bytes.count.isMultiple(of: Digest.byteCount) else { throw damaged(column) }
        return stride(from: 0, to: bytes.count, by: Digest.byteCount).compactMap { start in
            Digest(bytes.span.extracting(start..<start + Digest.byteCount))
        }
    }

    /// The records of one row of `bundle`.
    func bundle() throws -> RecordBundle {
        try RecordBundle(leaves: bytes("leaves"), bodies: bytes("bodies"))
    }

    private func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ column: String,
        as type: Value.Type = Value.self
    ) throws -> Value {
        do { return try decode(type, forColumn: column) } catch { throw damaged(column) }
    }

    private func damaged(_ column: String) -> RecordsError {
        RecordsError(.mismatch, "a stored \(column) is damaged; restore the file from a backup")
    }
}
