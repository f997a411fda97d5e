import Cryptography

/// What went wrong between us and a tag or its reader, and what to do about it.
///
/// Two errors are equal when their codes are.
package struct TagError: Error, Equatable, CustomStringConvertible {
    /// What kind of trouble it is.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Name: String {
            case tagGone, readerIll, superseded, tooManyWaiting
            case malformedAnswer, unexpectedStatus, answerNotAuthentic, wrongKey, sessionEnded
            case budgetSpent, budgetNotSaved, versionUnknown, otherTag
            case invalidArgument, malformedMessage, cryptography
        }

        private let name: Name

        /// The tag left the field, or its answer was lost in the air; select it again.
        package static let tagGone = Self(name: .tagGone)
        /// The reader cannot say anything, least of all that its place is empty.
        package static let readerIll = Self(name: .readerIll)
        /// Another selection has taken the place of the one this channel belongs to.
        package static let superseded = Self(name: .superseded)
        /// More callers wait for one reader than it lets wait.
        package static let tooManyWaiting = Self(name: .tooManyWaiting)
        /// An answer that no tag of this kind gives.
        package static let malformedAnswer = Self(name: .malformedAnswer)
        /// A status word that this command does not end with when all is well; `word` has it.
        package static let unexpectedStatus = Self(name: .unexpectedStatus)
        /// A MAC, a padding or a returned challenge that is not what a holder of the key would send.
        package static let answerNotAuthentic = Self(name: .answerNotAuthentic)
        /// The tag says that our key is not its key.
        package static let wrongKey = Self(name: .wrongKey)
        /// There is no authenticated session; authenticate first.
        package static let sessionEnded = Self(name: .sessionEnded)
        /// An earlier authentication with this key of this tag failed; a person must look first.
        package static let budgetSpent = Self(name: .budgetSpent)
        /// A failed authentication could not be written down.
        package static let budgetNotSaved = Self(name: .budgetNotSaved)
        /// The tag holds a key version that this job does not know.
        package static let versionUnknown = Self(name: .versionUnknown)
        /// Another tag than the one that was asked for.
        package static let otherTag = Self(name: .otherTag)
        /// A caller's value is outside of what the tag or the reader takes.
        package static let invalidArgument = Self(name: .invalidArgument)
        /// Bytes between supervisor and reader process, or of a stored budget, that are not in the canonical form.
        package static let malformedMessage = Self(name: .malformedMessage)
        /// The cryptographic library refused.
        package static let cryptography = Self(name: .cryptography)

        package var description: String { name.rawValue }
    }

    /// What kind of trouble it is.
    package let code: Code
    /// What went wrong and what to do.
    package let message: String
    /// The status word that the tag sent, where that is the trouble.
    package let word: UInt16?
    /// What ails the reader, where that is the trouble.
    package let illness: ReaderIllness?

    init(_ code: Code, _ message: String, word: UInt16? = nil, illness: ReaderIllness? = nil) {
        self.code = code
        self.message = message
        self.word = word
        self.illness = illness
    }

    /// Carries an error of the cryptographic library over.
    init(_ error: CryptographyError) {
        self.init(.cryptography, "the cryptographic library refused: \(error)")
    }

    package var description: String { "\(code): \(message)" }

    package static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
