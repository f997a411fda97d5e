/// Why bytes, a tree or a note were refused, and what can be done about it.
package struct RecordsError: Error, Equatable, CustomStringConvertible {
    /// What went wrong, for code that must tell cases apart.
    package struct Code: Hashable, Sendable {
        private enum Value {
            case malformed, notCanonical, tooLarge, unknownVersion, mismatch, refused, conflict, unavailable
        }
        private let value: Value

        /// The bytes are not what the format says.
        package static let malformed = Code(value: .malformed)
        /// The bytes mean something, but not in the one permitted form.
        package static let notCanonical = Code(value: .notCanonical)
        /// A named limit is exceeded.
        package static let tooLarge = Code(value: .tooLarge)
        /// A newer format than this program knows.
        package static let unknownVersion = Code(value: .unknownVersion)
        /// A hash, a proof or a signature does not match what it claims to cover.
        package static let mismatch = Code(value: .mismatch)
        /// A rule forbids it.
        package static let refused = Code(value: .refused)
        /// Somebody else wrote first: read again and decide anew.
        package static let conflict = Code(value: .conflict)
        /// What was asked for is not there, or cannot be read.
        package static let unavailable = Code(value: .unavailable)
    }

    /// What went wrong.
    package let code: Code
    /// One sentence for a log or a screen.
    package let message: String

    /// An error with its sentence.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: RecordsError, right: RecordsError) -> Bool { left.code == right.code }

    package var description: String { message }
}
