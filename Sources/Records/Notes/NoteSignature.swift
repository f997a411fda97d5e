import Cryptography

/// One signature line of a note: whose, and the bytes (C2SP signed-note, "Signatures").
package struct NoteSignature: Hashable, Sendable {
    /// The name of the key.
    package let name: NoteKeyName

    /// The id of the key.
    package let keyID: UInt32

    /// The signature without the key id; what it means depends on the key.
    package let bytes: [UInt8]

    /// A signature of at least one byte.
    ///
    /// - Throws: `.malformed`.
    package init(name: NoteKeyName, keyID: UInt32, bytes: [UInt8]) throws(RecordsError) {
        guard !bytes.isEmpty else { throw RecordsError(.malformed, "a signature has at least one byte") }
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// Whether it claims to be by that key: name and id both match.
    package func claims(_ key: NoteVerifierKey) -> Bool { name == key.name && keyID == key.id }

    /// The line, with its newline.
    package var line: String {
        let idBytes = stride(from: UInt32(24), through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: keyID >> $0)
        }
        return "\(Self.dash)\(name.text) \(Base64.encode(idBytes + bytes))\n"
    }

    /// Reads a line without its newline.
    ///
    /// - Throws: `.malformed`.
    package init(line: String) throws(RecordsError) {
        // Compared as bytes: String would also take a canonically equivalent beginning.
        let dash = Array(Self.dash.utf8)
        let bytes = Array(line.utf8)
        guard bytes.starts(with: dash) else {
            throw RecordsError(.malformed, "a signature line begins with an em dash and a space")
        }
        let parts = bytes.dropFirst(dash.count).split(
            separator: UInt8(ascii: " "),
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, let name = String(validating: parts[0], as: UTF8.self),
            let text = String(validating: parts[1], as: UTF8.self), let signature = Base64.decode(text),
            signature.count > Self.idByteCount
        else {
            throw RecordsError(
                .malformed,
                "a signature line is a name and a key id with a signature in base64"
            )
        }
        try self.init(
            name: NoteKeyName(name),
            keyID: signature.prefix(Self.idByteCount).reduce(0) { $0 << 8 | UInt32($1) },
            bytes: Array(signature.dropFirst(Self.idByteCount))
        )
    }

    private static let dash = "\u{2014} "
    private static let idByteCount = 4
}
