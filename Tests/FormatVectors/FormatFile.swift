package import Foundation
package import Records

/// A file of Tests/Vectors/Formats; its README says what stands in it.
package struct FormatFile: Sendable {
    /// Something that should be in a file is not there.
    package struct Unreadable: Error {
        /// What.
        package let what: String
    }

    /// Tests/Vectors/Formats.
    package static var folder: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Vectors/Formats")
    }

    /// Everything in the file.
    package let row: JSONValue
    /// The values that must be read.
    package let vectors: [FormatVector]
    /// Bytes of their own that must be refused.
    package let refusals: [FormatRefusal]

    /// Reads a file by its name without ending.
    package init(_ name: String) throws {
        let data = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
        row = try JSONDecoder().decode(JSONValue.self, from: data)
        vectors = try (row["vectors"]?.elements ?? []).map { try FormatVector($0) }
        refusals = try (row["refusals"]?.elements ?? []).map { try FormatRefusal($0) }
    }

    /// The values of a format; none is a mistake in the test or in the file.
    package func vectors(of format: String) throws -> [FormatVector] {
        let found = vectors.filter { $0.format == format }
        guard !found.isEmpty else { throw Unreadable(what: format) }
        return found
    }
}

extension FormatVector {
    /// What a type does otherwise than this vector says, one sentence each.
    ///
    /// The bytes are read, every field is compared (but those `written`, which the type does not keep because they
    /// have one value only), the value is written again; every beginning of the bytes and every refusal is refused,
    /// with its code.
    package func problems<Value: Canonical>(as type: Value.Type, written: Set<String> = []) -> [String] {
        problems(
            written: written,
            read: { try Value(decoding: $0) },
            write: \.encoded,
            code: { ($0 as? RecordsError)?.code.vectorName }
        )
    }

    /// The same for a type that reads, writes and refuses in its own way.
    package func problems<Value>(
        written: Set<String> = [],
        read: ([UInt8]) throws -> Value,
        write: (Value) -> [UInt8],
        code: (any Error) -> String?
    ) -> [String] {
        var problems: [String] = []
        do {
            let value = try read(bytes)
            let shown = JSONValue(showing: value)
            let expected = JSONValue.objectOrSelf(fields, without: written)
            if shown != expected { problems.append("\(name): reads \(shown), not \(expected)") }
            if write(value) != bytes { problems.append("\(name): writes other bytes") }
        } catch { problems.append("\(name): refused, \(error)") }
        for count in bytes.indices {
            problems += Self.problem(
                "\(name), the first \(count) bytes",
                Array(bytes[..<count]),
                "malformed",
                read,
                code
            )
        }
        for refusal in refusals {
            problems += Self.problem("\(name): \(refusal.why)", refusal.bytes, refusal.code, read, code)
        }
        return problems
    }

    private static func problem<Value>(
        _ what: String,
        _ bytes: [UInt8],
        _ expected: String,
        _ read: ([UInt8]) throws -> Value,
        _ code: (any Error) -> String?
    ) -> [String] {
        do {
            _ = try read(bytes)
            return ["\(what) is taken, and must be \(expected)"]
        } catch {
            let found = code(error) ?? "\(error)"
            return found == expected ? [] : ["\(what) is \(found) (\(error)), and must be \(expected)"]
        }
    }
}

extension JSONValue {
    fileprivate static func objectOrSelf(_ value: JSONValue, without names: Set<String>) -> JSONValue {
        guard case .object(let fields) = value else { return value }
        return .object(fields.filter { !names.contains($0.key) })
    }
}

extension RecordsError.Code {
    /// The name of the code in the vectors.
    package var vectorName: String? {
        let names: [RecordsError.Code: String] = [
            .malformed: "malformed", .notCanonical: "notCanonical", .tooLarge: "tooLarge",
            .unknownVersion: "unknownVersion", .mismatch: "mismatch", .refused: "refused",
        ]
        return names[self]
    }
}
