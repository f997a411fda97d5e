package import Authority
package import Enrolment
package import Records

/// Why headquarters did not do what it was asked.
package struct HeadquartersError: Error, Equatable, CustomStringConvertible {
    /// What went wrong, for code that must tell cases apart.
    package struct Code: Hashable, Sendable {
        private enum Value {
            case refused, notFound, conflict, malformed, tooMany, unavailable, full, configuration
        }
        private let value: Value

        /// A rule forbids it, or it would not count.
        package static let refused = Code(value: .refused)
        /// There is no such thing.
        package static let notFound = Code(value: .notFound)
        /// It is there already, or has moved on.
        package static let conflict = Code(value: .conflict)
        /// What was sent is not what it should be.
        package static let malformed = Code(value: .malformed)
        /// A named limit is reached.
        package static let tooMany = Code(value: .tooMany)
        /// A disk, a socket or another process does not answer.
        package static let unavailable = Code(value: .unavailable)
        /// The disk, or what records may take of it, is full.
        package static let full = Code(value: .full)
        /// A configuration file says something that cannot be.
        package static let configuration = Code(value: .configuration)
    }

    /// What went wrong.
    package let code: Code
    /// One sentence: what happened and what to do.
    package let message: String

    /// The same sentence in Chinese, where somebody at the console must act on it; nil for all others.
    package let chinese: String?

    /// An error with its sentence.
    package init(_ code: Code, _ message: String, chinese: String? = nil) {
        self.code = code
        self.message = message
        self.chinese = chinese
    }

    /// What does not count by the rules of authority.
    package init(_ error: AuthorityError) { self.init(.refused, error.message) }

    /// What the formats or the store refused.
    package init(_ error: RecordsError) {
        let code: Code =
            switch error.code {
            case .malformed, .notCanonical, .tooLarge, .unknownVersion: .malformed
            case .conflict: .conflict
            case .unavailable: .unavailable
            case .exhausted: .full
            default: .refused
            }
        self.init(code, error.message)
    }

    /// What a paper or a step of an enrolment was refused for.
    package init(_ error: EnrolmentError) {
        let code: Code =
            switch error.code {
            case .notFound: .notFound
            case .alreadyThere: .conflict
            case .malformed, .unknownKind, .tooLarge, .mismatch: .malformed
            case .storageFailed, .notPermitted, .exposed, .cryptography: .unavailable
            default: .refused
            }
        self.init(code, error.message)
    }

    package static func == (left: HeadquartersError, right: HeadquartersError) -> Bool {
        left.code == right.code
    }

    package var description: String { message }
}
