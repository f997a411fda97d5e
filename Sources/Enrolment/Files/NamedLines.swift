/// Text of a first line that names the format and lines `name: value` in a fixed order.
struct NamedLines {
    private let format: String
    private var lines: ArraySlice<Substring>

    /// Takes the text apart; `format` must be its first line.
    ///
    /// - Throws: `malformed` for text that is not UTF-8 or does not end with a line feed, `unknownKind` for another format.
    init(_ bytes: [UInt8], format: String) throws(EnrolmentError) {
        guard let text = String(validating: bytes, as: UTF8.self), bytes.last == UInt8(ascii: "\n") else {
            throw EnrolmentError(
                .malformed,
                "the file is no text of format \(format) that ends with a line feed"
            )
        }
        self.format = format
        // By byte: a carriage return and a line feed are one Character.
        lines =
            text.utf8.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { Substring($0) }[...]
        guard lines.popFirst() == format[...] else {
            throw EnrolmentError(.unknownKind, "the file is not of format \(format)")
        }
    }

    /// The value of the next line, which must have this name.
    mutating func value(_ name: String) throws(EnrolmentError) -> String {
        guard let line = lines.popFirst(), line.utf8.starts(with: "\(name): ".utf8) else {
            throw EnrolmentError(
                .malformed,
                "the line «\(name)» is not in its place in a file of format \(format)"
            )
        }
        return String(line.utf8.dropFirst(name.utf8.count + 2)) ?? ""
    }

    /// Refuses lines that nobody asked for.
    func finish() throws(EnrolmentError) {
        guard lines.isEmpty else {
            throw EnrolmentError(
                .malformed,
                "a file of format \(format) has \(lines.count) unknown lines at its end"
            )
        }
    }
}
