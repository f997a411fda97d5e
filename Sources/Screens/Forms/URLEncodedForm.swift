/// Reads `application/x-www-form-urlencoded`, the WHATWG URL standard's section of that name, and the query
/// of a URL.
///
/// Stricter than it in one thing: a percent sign that begins no code is refused instead of kept, since no
/// browser sends one.
package enum URLEncodedForm {
    /// The entries of a body or query.
    package static func read(_ bytes: [UInt8], limits: FormLimits = .plain) throws(ScreensError) -> FormData {
        var form = FormData()
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let name = pair[..<(equals ?? pair.endIndex)]
            let value = equals.map { pair[($0 + 1)...] } ?? []
            try form.append(name: try decoded(name), value: try decoded(value), limits: limits)
        }
        return form
    }

    /// The text of a path's component; nil when a percent sign begins no code or the text is no UTF-8.
    package static func pathComponent(_ text: some StringProtocol) -> String? {
        (try? decoded(Array(text.utf8)[...], plusIsBlank: false)).flatMap { try? FormData.text($0) }
    }

    /// A text as it stands in a query: letters, digits and "-._~" as they are, everything else as percent codes.
    package static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded +=
                    byte < 16
                    ? "%0\(String(byte, radix: 16, uppercase: true))"
                    : "%\(String(byte, radix: 16, uppercase: true))"
            }
        }
        return encoded
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>, plusIsBlank: Bool = true) throws(ScreensError)
        -> [UInt8]
    {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+") where plusIsBlank: decoded.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
                else {
                    throw ScreensError(
                        .form,
                        "A percent sign in the form begins no code; send the page's own form."
                    )
                }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        return decoded
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x41...0x46: character - 0x41 + 10
        case 0x61...0x66: character - 0x61 + 10
        default: nil
        }
    }
}
