/// What a form sends: values, and perhaps a file.
struct WebForm: Sendable {
    private static let boundary = "signet-7d0f4a52c1b94e39"

    var values: [(name: String, value: String)] = []
    var file: File?

    /// A file that goes along.
    struct File: Sendable {
        let field: String
        let name: String
        let bytes: [UInt8]
    }

    var contentType: String {
        file == nil ? "application/x-www-form-urlencoded" : "multipart/form-data; boundary=\(Self.boundary)"
    }

    /// The body: percent-encoded (URL Standard, section 5.2), or in parts (RFC 7578).
    var body: [UInt8] {
        guard let file else {
            let pairs = values.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
            return Array(pairs.joined(separator: "&").utf8)
        }
        var bytes: [UInt8] = []
        for (name, value) in values {
            bytes += Array(
                "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
                    .utf8
            )
        }
        let disposition = "form-data; name=\"\(file.field)\"; filename=\"\(file.name)\""
        bytes += Array(
            "--\(Self.boundary)\r\nContent-Disposition: \(disposition)\r\nContent-Type: application/octet-stream\r\n\r\n"
                .utf8
        )
        return bytes + file.bytes + Array("\r\n--\(Self.boundary)--\r\n".utf8)
    }

    private static func encoded(_ text: String) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._".utf8)
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { text, byte in
            if plain.contains(byte) {
                text.append(Character(Unicode.Scalar(byte)))
            } else {
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
