import Enrolment
import Records

/// Why a witness did not start, or could not keep what it decided.
package struct WitnessError: Error, Equatable, CustomStringConvertible {
    /// What went wrong, for code that must tell cases apart.
    package struct Code: Hashable, Sendable {
        private enum Value { case malformed, inUse, storage, alreadyThere, notFound }
        private let value: Value

        /// A name, a key or a file that is not what it should be.
        package static let malformed = Code(value: .malformed)
        /// Another process serves from this folder.
        package static let inUse = Code(value: .inUse)
        /// The disk refused.
        package static let storage = Code(value: .storage)
        /// The folder holds a witness already.
        package static let alreadyThere = Code(value: .alreadyThere)
        /// The folder holds no witness.
        package static let notFound = Code(value: .notFound)
    }

    /// What went wrong.
    package let code: Code
    /// One sentence: what happened and what to do.
    package let message: String

    /// An error with its sentence.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: EnrolmentError) {
        let code: Code =
            switch error.code {
            case .notFound: .notFound
            case .alreadyThere: .alreadyThere
            case .malformed, .tooLarge: .malformed
            default: .storage
            }
        self.init(code, error.message)
    }

    init(_ error: RecordsError) { self.init(.malformed, error.message) }

    package static func == (left: WitnessError, right: WitnessError) -> Bool { left.code == right.code }

    package var description: String { message }
}
