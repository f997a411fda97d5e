import Cryptography

/// One value of a format: bytes, what they mean, and what must be refused beside them.
package struct FormatVector: Sendable {
    /// What the value is.
    package let name: String
    /// The name of its format.
    package let format: String
    /// The bytes that must be read.
    package let bytes: [UInt8]
    /// All fields, by the names of the product.
    package let fields: JSONValue
    /// Everything that the file says of it.
    package let row: JSONValue
    /// Encodings beside it that must be refused.
    package let refusals: [FormatRefusal]

    /// Reads a row of `vectors`.
    init(_ row: JSONValue) throws {
        self.row = row
        name = try row.string("name")
        format = row["format"]?.text ?? ""
        let bytes = try row.bytes("bytes")
        self.bytes = bytes
        fields = row["fields"] ?? .object([:])
        refusals = try (row["refusals"]?.elements ?? []).map { try FormatRefusal($0, beside: bytes) }
        if let digest = row["sha256"] {
            guard digest == .text(SHA256.hash(bytes).description) else {
                throw FormatFile.Unreadable(what: name)
            }
        }
    }
}

/// Bytes that must be refused.
package struct FormatRefusal: Sendable {
    /// What is wrong with them.
    package let why: String
    /// The code of the refusal.
    package let code: String
    /// The bytes.
    package let bytes: [UInt8]
    /// Everything that the file says of it.
    package let row: JSONValue

    /// Reads a row of `refusals`; without `bytes` of its own it is a replacement in those of a vector.
    init(_ row: JSONValue, beside base: [UInt8] = []) throws {
        self.row = row
        why = try row.string("why")
        code = try row.string("refuse")
        var filled: [UInt8] = []
        if let times = row["times"]?.integer {
            let fill = try row.bytes("fill")
            for _ in 0..<times { filled += fill }
            filled += try row.bytes("then")
        }
        guard row["bytes"] == nil else {
            bytes = try row.bytes("bytes") + filled
            return
        }
        guard let at = row["at"]?.integer, let cut = row["cut"]?.integer, at >= 0, cut >= 0,
            Int(at + cut) <= base.count
        else { throw FormatFile.Unreadable(what: why) }
        bytes = try base[..<Int(at)] + row.bytes("put") + filled + base[Int(at + cut)...]
    }
}

extension JSONValue {
    /// The text of a field.
    package func string(_ name: String) throws -> String {
        guard let text = self[name]?.text else { throw FormatFile.Unreadable(what: name) }
        return text
    }

    /// The bytes of a field, which holds them in hexadecimal.
    package func bytes(_ name: String) throws -> [UInt8] {
        guard let bytes = Hex.decode(try string(name)) else { throw FormatFile.Unreadable(what: name) }
        return bytes
    }

    /// The number of a field.
    package func number(_ name: String) throws -> Int64 {
        guard let number = self[name]?.integer else { throw FormatFile.Unreadable(what: name) }
        return number
    }

    /// The bytes of each element of a field.
    package func list(_ name: String) throws -> [[UInt8]] {
        try (self[name]?.elements ?? []).map { element in
            guard let bytes = element.text.flatMap({ Hex.decode($0) }) else {
                throw FormatFile.Unreadable(what: name)
            }
            return bytes
        }
    }
}

extension [UInt8] {
    /// The bytes with one bit changed, counted from the highest bit of the first byte.
    package func flipping(bit: Int) -> [UInt8] {
        var bytes = self
        bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
        return bytes
    }
}
