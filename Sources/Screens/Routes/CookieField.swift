import HTTPTypes

/// Cookies as they travel (RFC 6265).
enum CookieField {
    /// Most bytes of the `Cookie` field that are looked at.
    static let byteCountMax = 8 * 1024

    /// The value of a cookie.
    ///
    /// When a browser sends two of a name the first counts: it has the longer path, and one that a neighbour
    /// planted cannot come before ours, since ours has a path of its own only with the `__Host-` prefix.
    static func value(of name: String, in headers: HTTPFields) -> String? {
        for field in headers[values: .cookie] where field.utf8.count <= byteCountMax {
            for pair in field.split(separator: ";") {
                let pair = pair.trimmingBlanks()
                guard pair.hasPrefix(name), pair.dropFirst(name.count).first == "=" else { continue }
                return String(pair.dropFirst(name.count + 1))
            }
        }
        return nil
    }

    /// The `Set-Cookie` field of a cookie that scripts cannot read and other sites cannot send.
    ///
    /// A nil age ends with the browser.
    static func text(name: String, value: String, isSecure: Bool, maxAgeSeconds: Int? = nil) -> String {
        var text = "\(name)=\(value); Path=/; HttpOnly; SameSite=Strict"
        if isSecure { text += "; Secure" }
        if let maxAgeSeconds { text += "; Max-Age=\(maxAgeSeconds)" }
        return text
    }
}
