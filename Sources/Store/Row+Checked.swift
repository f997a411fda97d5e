import Cryptography
import FoundationEssentials
import GRDB
import Records

/// What a row holds, read as foreign bytes.
///
/// The schema forbids wrong types and negative sizes to those who write through SQLite. A disk that fails and a hand on
/// the file do not ask the schema, and a subscript of GRDB ends the process where a value does not convert. What is read at each
/// step names its column's place too: by name the library looks without regard to case, which costs more than the value.
extension Row {
    /// A size of a log or an index in it.
    func size(_ column: String, at place: Int? = nil) throws -> UInt64 {
        guard let size = UInt64(exactly: try integer(column, at: place)) else { throw damaged(column) }
        return size
    }

    func integer(_ column: String, at place: Int? = nil) throws -> Int64 {
        guard let place else { return try value(column, at: nil) }
        // Where a row is read in place SQLite would convert what is of another type, and a text would be 0.
        let stored: DatabaseValue = self[place]
        guard case .int64(let value) = stored.storage else { throw damaged(column) }
        return value
    }

    func flag(_ column: String, at place: Int? = nil) throws -> Bool { try integer(column, at: place) != 0 }

    func text(_ column: String, at place: Int? = nil) throws -> String { try value(column, at: place) }

    func bytes(_ column: String, at place: Int? = nil) throws -> [UInt8] {
        guard let place else { return [UInt8](try value(column, at: nil, as: Data.self)) }
        do {
            guard let bytes = try withUnsafeData(atIndex: place, { $0.map { [UInt8]($0) } }) else {
                throw damaged(column)
            }
            return bytes
        } catch {
            throw damaged(column)
        }
    }

    func digest(_ column: String, at place: Int? = nil) throws -> Digest {
        guard let digest = Digest(try bytes(column, at: place)) else { throw damaged(column) }
        return digest
    }

    /// Digests that stand one behind the other.
    func digests(_ column: String, at place: Int? = nil) throws -> [Digest] {
        let bytes = try bytes(column, at: place)
        guard bytes.count.isMultiple(of: Digest.byteCount) else { throw damaged(column) }
        return stride(from: 0, to: bytes.count, by: Digest.byteCount).compactMap { start in
            Digest(bytes.span.extracting(start..<start + Digest.byteCount))
        }
    }

    /// The records of one row of `bundle`; `place` is that of the leaves, behind which the bodies stand.
    func bundle(at place: Int? = nil) throws -> RecordBundle {
        try RecordBundle(
            leaves: bytes("leaves", at: place),
            bodies: bytes("bodies", at: place.map { $0 + 1 })
        )
    }

    private func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ column: String,
        at place: Int?,
        as type: Value.Type = Value.self
    ) throws -> Value {
        do {
            guard let place else { return try decode(type, forColumn: column) }
            return try decode(type, atIndex: place)
        } catch {
            throw damaged(column)
        }
    }

    private func damaged(_ column: String) -> RecordsError {
        RecordsError(.mismatch, "a stored \(column) is damaged; restore the file from a backup")
    }
}

extension Statement {
    /// What a body makes of the first row; nil where there is none.
    ///
    /// The row is read where SQLite holds it, so that what is large is copied once. The statement is free again when this returns.
    func first<Result>(_ arguments: StatementArguments, _ body: (Row) throws -> Result) throws -> Result? {
        let rows = try Row.fetchCursor(self, arguments: arguments)
        return try withExtendedLifetime(rows) { try rows.next().map(body) }
    }
}
