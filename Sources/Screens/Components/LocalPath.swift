/// Paths of this server, and nothing that a browser would take for another place.
package enum LocalPath {
    /// Most bytes of a path that is followed.
    package static let byteCountMax = 2048

    /// Whether a browser stays on this server when it follows the text: one slash at the start, no control characters
    /// and no backslash, which browsers read as a slash (WHATWG URL, "relative slash state").
    package static func isLocal(_ path: String) -> Bool {
        let bytes = path.utf8
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= byteCountMax,
            bytes.dropFirst().first != UInt8(ascii: "/")
        else { return false }
        return bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
    }

    /// The path when it is local, else the start page.
    package static func checked(_ path: String) -> String { isLocal(path) ? path : "/" }
}
