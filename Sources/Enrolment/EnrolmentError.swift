package import Cryptography
package import Records

/// Why a key, a paper or a step of an enrolment was refused, and what to do about it.
///
/// Never carries key material or a passphrase, so that it may be logged and shown.
package struct EnrolmentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, for code that must tell cases apart.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case malformed, unknownKind, wrongKey, mismatch, refused, expired, signatureInvalid
            case notFound, alreadyThere, notPermitted, exposed, tooLarge, storageFailed, cryptography
        }

        private let kind: Kind

        /// The bytes are not what the format says.
        package static let malformed = Code(kind: .malformed)
        /// Something that this program does not know and therefore does not touch.
        package static let unknownKind = Code(kind: .unknownKind)
        /// The passphrase or key does not open what is sealed, or the sealed bytes were changed.
        package static let wrongKey = Code(kind: .wrongKey)
        /// Two things that must belong together do not.
        package static let mismatch = Code(kind: .mismatch)
        /// A rule forbids it.
        package static let refused = Code(kind: .refused)
        /// Its time has passed.
        package static let expired = Code(kind: .expired)
        /// A signature or a code under a secret does not verify.
        package static let signatureInvalid = Code(kind: .signatureInvalid)
        /// There is no such file.
        package static let notFound = Code(kind: .notFound)
        /// A file is there already, and nothing overwrites it.
        package static let alreadyThere = Code(kind: .alreadyThere)
        /// The system does not let this user do it.
        package static let notPermitted = Code(kind: .notPermitted)
        /// A secret lies where other users can read it.
        package static let exposed = Code(kind: .exposed)
        /// A named limit is exceeded.
        package static let tooLarge = Code(kind: .tooLarge)
        /// The disk did not take or give the bytes.
        package static let storageFailed = Code(kind: .storageFailed)
        /// The cryptographic library could not do what it always can.
        package static let cryptography = Code(kind: .cryptography)

        /// The name of the code, as for a log.
        package var description: String { kind.rawValue }
    }

    /// What went wrong.
    package let code: Code
    /// One sentence for a log or a screen: what happened and what to do.
    package let message: String

    /// An error with its sentence.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What the formats of the foundations refused.
    package init(_ error: RecordsError) {
        self.init(error.code == .tooLarge ? .tooLarge : .malformed, error.message)
    }

    /// What the cryptographic library refused.
    package init(_ error: CryptographyError) {
        let code: Code =
            switch error.code {
            case .notAuthentic: .wrongKey
            case .invalidKey, .invalidLength: .malformed
            default: .cryptography
            }
        self.init(code, error.message)
    }

    /// The sentence.
    package var description: String { message }

    /// Equal codes, whatever the words.
    package static func == (left: EnrolmentError, right: EnrolmentError) -> Bool { left.code == right.code }

    /// Feeds the code alone, as equality asks for.
    package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// Runs a call of the cryptographic library, in this module's errors.
func withCryptography<Result>(_ body: () throws(CryptographyError) -> Result) throws(EnrolmentError) -> Result
{
    do { return try body() } catch { throw EnrolmentError(error) }
}

/// Reads a format of the foundations, in this module's errors.
func withRecords<Result>(_ body: () throws(RecordsError) -> Result) throws(EnrolmentError) -> Result {
    do { return try body() } catch { throw EnrolmentError(error) }
}
