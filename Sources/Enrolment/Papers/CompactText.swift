import Cryptography

/// One line for a QR code: a mark and base64url without padding (RFC 4648, section 5).
enum CompactText {
    /// The most bytes of a QR code's text (ISO/IEC 18004, version 40-L in byte mode), and a line feed that a scanner adds.
    static let byteCountMax = 2_954

    /// The bytes behind the mark; one line end behind them is taken off.
    static func bytes(of text: [UInt8], mark: String) throws(EnrolmentError) -> [UInt8] {
        guard text.count <= byteCountMax else {
            throw EnrolmentError(.tooLarge, "the text is longer than a QR code can be")
        }
        var characters = text.dropFirst(mark.utf8.count)
        if characters.last == UInt8(ascii: "\n") { characters.removeLast() }
        if characters.last == UInt8(ascii: "\r") { characters.removeLast() }
        guard let text = String(validating: characters, as: UTF8.self), let bytes = Base64.decodeURL(text)
        else {
            throw EnrolmentError(.malformed, "behind «\(mark)» stands no base64url")
        }
        return bytes
    }
}
