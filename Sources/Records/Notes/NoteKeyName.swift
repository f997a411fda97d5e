/// The name of a key in a signed note: not empty, no white space, no plus sign, no control character (C2SP signed-note).
///
/// Two names are equal when their bytes are; `String` would take canonically equivalent names for one.
package struct NoteKeyName: Sendable {
    /// The name.
    package let text: String

    /// Takes a name.
    ///
    /// - Throws: `.malformed`.
    package init(_ text: String) throws(RecordsError) {
        let permitted = text.unicodeScalars.allSatisfy { scalar in
            scalar != "+" && scalar.value >= 0x20 && !scalar.properties.isWhitespace
        }
        guard permitted, !text.isEmpty else {
            throw RecordsError(
                .malformed,
                "the name of a note's key has no spaces and no plus sign, and is not empty"
            )
        }
        self.text = text
    }
}

extension NoteKeyName: Hashable {
    package static func == (left: NoteKeyName, right: NoteKeyName) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 {
            hasher.combine(byte)
        }
    }
}

extension NoteKeyName: CustomStringConvertible {
    package var description: String { text }
}
