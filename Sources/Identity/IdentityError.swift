import Cryptography
import Records

/// Why a PIN or its verifier was refused, and what to do about it.
///
/// Never carries a digit, so that it may be logged and shown.
package struct IdentityError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, for code that must tell cases apart.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case weakPIN, notForThisCabinet, malformed, cryptography
        }

        private let kind: Kind

        /// A PIN that others guess first.
        package static let weakPIN = Code(kind: .weakPIN)
        /// The verifier was sealed to another cabinet, for another person, or was changed.
        package static let notForThisCabinet = Code(kind: .notForThisCabinet)
        /// The sealed bytes are not what the format says.
        package static let malformed = Code(kind: .malformed)
        /// The cryptographic library could not do what it always can.
        package static let cryptography = Code(kind: .cryptography)

        /// The name of the code, as for a log.
        package var description: String { kind.rawValue }
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

    init(_ error: CryptographyError) {
        if error.code == .notAuthentic {
            self.init(.notForThisCabinet, "the PIN's verifier was not made for this person at this cabinet")
        } else {
            self.init(.cryptography, error.message)
        }
    }

    /// The sentence.
    package var description: String { message }

    /// Equal codes, whatever the words.
    package static func == (left: IdentityError, right: IdentityError) -> Bool { left.code == right.code }
}
