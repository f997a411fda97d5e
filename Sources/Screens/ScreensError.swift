/// What can go wrong in Screens.
package struct ScreensError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure.
    package struct Code: Sendable, Hashable {
        private enum Kind: Sendable, Hashable {
            case zoneFile, form, password, passwordBusy, randomness, organisationPath
        }
        private let kind: Kind

        /// A compiled zone file cannot be read.
        package static let zoneFile = Code(kind: .zoneFile)
        /// A form's body is not what its content type says, or is beyond a limit.
        package static let form = Code(kind: .form)
        /// A stored password verifier cannot be read or computed.
        package static let password = Code(kind: .password)
        /// Too many passwords are being checked at once.
        package static let passwordBusy = Code(kind: .passwordBusy)
        /// The system gave no random bytes.
        package static let randomness = Code(kind: .randomness)
        /// A path of the organisation is malformed.
        package static let organisationPath = Code(kind: .organisationPath)
    }

    /// The kind of failure; equality of errors is equality of this.
    package let code: Code
    /// What went wrong and what to do about it.
    package let message: String
    /// The file in which the error was made.
    package let file: String
    /// The line in which the error was made.
    package let line: Int

    /// An error with its message, made where it is noticed.
    package init(_ code: Code, _ message: String, file: String = #fileID, line: Int = #line) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
    }

    /// The message and where it came from.
    package var description: String { "\(message) (\(file):\(line))" }

    /// Equal when the codes are: the words may change, the kind may not.
    package static func == (left: ScreensError, right: ScreensError) -> Bool { left.code == right.code }
}
