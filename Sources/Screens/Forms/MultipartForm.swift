/// Reads `multipart/form-data` (RFC 7578) as browsers write it: entries and at most one file.
package enum MultipartForm {
    /// Most characters of a boundary, RFC 2046 section 5.1.1.
    package static let boundaryByteCountMax = 70
    /// Most bytes of one part's head.
    package static let headByteCountMax = 2 * 1024

    /// The boundary of a content type; nil when it has none or an impossible one.
    package static func boundary(ofContentType field: String) -> [UInt8]? {
        for parameter in field.split(separator: ";").dropFirst() {
            let parameter = parameter.trimmingBlanks()
            guard parameter.lowercased().hasPrefix("boundary=") else { continue }
            var value = parameter.dropFirst("boundary=".count)
            if value.count >= 2, value.first == "\"", value.last == "\"" {
                value = value.dropFirst().dropLast()
            }
            let bytes = Array(value.utf8)
            guard (1...boundaryByteCountMax).contains(bytes.count),
                bytes.allSatisfy({ (0x20...0x7E).contains($0) })
            else {
                return nil
            }
            return bytes
        }
        return nil
    }

    /// The entries and the file of a body.
    package static func read(_ body: [UInt8], boundary: [UInt8], limits: FormLimits) throws(ScreensError)
        -> FormData
    {
        let delimiter = Array("--".utf8) + boundary
        guard body.starts(with: delimiter) else { throw Self.malformed }
        var form = FormData()
        var rest = body[delimiter.count...]
        while !rest.starts(with: "--".utf8) {
            guard rest.starts(with: lineEnd) else { throw Self.malformed }
            let head = try head(of: rest.dropFirst(lineEnd.count))
            let content = head.rest
            guard let end = content.firstRange(of: lineEnd + delimiter) else { throw Self.malformed }
            try take(content[..<end.lowerBound], under: head.fields, into: &form, limits: limits)
            rest = content[end.upperBound...]
        }
        return form
    }

    private static let lineEnd: [UInt8] = [0x0D, 0x0A]
    private static let malformed = ScreensError(
        .form,
        "The form's parts are not framed as RFC 7578 asks; send the page's own form."
    )

    private static func head(
        of bytes: ArraySlice<UInt8>
    ) throws(ScreensError) -> (fields: [String: String], rest: ArraySlice<UInt8>) {
        var fields: [String: String] = [:]
        var rest = bytes
        let limit = bytes.startIndex + headByteCountMax
        while true {
            guard let end = rest.prefix(headByteCountMax).firstRange(of: lineEnd), end.upperBound <= limit
            else {
                throw Self.malformed
            }
            let line = rest[..<end.lowerBound]
            rest = rest[end.upperBound...]
            if line.isEmpty { return (fields, rest) }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
                let name = String(validating: line[..<colon], as: UTF8.self),
                let value = String(validating: line[(colon + 1)...], as: UTF8.self)
            else { throw Self.malformed }
            fields[name.lowercased()] = String(value[...].trimmingBlanks())
        }
    }

    private static func take(
        _ content: ArraySlice<UInt8>,
        under fields: [String: String],
        into form: inout FormData,
        limits: FormLimits
    ) throws(ScreensError) {
        guard let disposition = fields["content-disposition"],
            disposition.lowercased().hasPrefix("form-data"),
            let name = parameter("name", of: disposition)
        else { throw Self.malformed }
        guard let fileName = parameter("filename", of: disposition) else {
            try form.append(name: name.utf8, value: content, limits: limits)
            return
        }
        // A file field that was left empty comes as a file without name and content.
        if fileName.isEmpty, content.isEmpty { return }
        guard name.utf8.count <= limits.nameByteCountMax, fileName.utf8.count <= fileNameByteCountMax else {
            throw ScreensError(
                .form,
                "The name of the file is longer than \(fileNameByteCountMax) bytes; rename it."
            )
        }
        let lastComponent = fileName.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        let file = FormData.File(
            fieldName: try FormData.text(name.utf8),
            fileName: try FormData.text(lastComponent.utf8),
            mediaType: try FormData.text((fields["content-type"] ?? "application/octet-stream").utf8),
            bytes: Array(content)
        )
        try form.take(file, limits: limits)
    }

    private static let fileNameByteCountMax = 512

    /// A quoted parameter.
    ///
    /// Browsers write `"`, CR and LF in names as percent codes and know no backslash escapes (HTML,
    /// "multipart form data").
    private static func parameter(_ wanted: String, of disposition: String) -> String? {
        var rest = disposition[...]
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].trimmingBlanks()
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let name = rest[..<equals]
            rest = rest[rest.index(after: equals)...]
            guard rest.first == "\"" else { return nil }
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(of: "\"") else { return nil }
            if name.lowercased() == wanted { return unescaped(rest[..<end]) }
            rest = rest[rest.index(after: end)...]
        }
        return nil
    }

    private static func unescaped(_ text: Substring) -> String {
        var unescaped = ""
        var rest = text
        while let character = rest.popFirst() {
            switch character {
            case "%" where rest.hasPrefix("22"):
                unescaped.append("\"")
                rest = rest.dropFirst(2)
            case "%" where rest.hasPrefix("0D"), "%" where rest.hasPrefix("0A"):
                unescaped.append(" ")
                rest = rest.dropFirst(2)
            default: unescaped.append(character)
            }
        }
        return unescaped
    }
}
