import Records

/// Why a file of evidence is refused, or cannot be made.
package struct EvidenceError: Error, Equatable, CustomStringConvertible {
    /// What went wrong, for code that must tell cases apart.
    package struct Code: Hashable, Sendable {
        private enum Value {
            case malformed, notCanonical, tooLarge, changed, otherRoot, treeDiffers, signatureInvalid,
                bodyDiffers
            case notMirrored, incomplete, unavailable, notPrinted, anchorInvalid
        }
        private let value: Value

        /// A line that is not known, missing, or not in its place.
        package static let malformed = Code(value: .malformed)
        /// The lines mean something, but are not written in the one permitted form.
        package static let notCanonical = Code(value: .notCanonical)
        /// A named limit is exceeded.
        package static let tooLarge = Code(value: .tooLarge)
        /// The last line is not the SHA-256 of all above it.
        package static let changed = Code(value: .changed)
        /// The owners' root in the file is not the one that was given.
        package static let otherRoot = Code(value: .otherRoot)
        /// The leaves do not lead to the root that was signed.
        package static let treeDiffers = Code(value: .treeDiffers)
        /// A required signature is missing or not good.
        package static let signatureInvalid = Code(value: .signatureInvalid)
        /// A body is not the one that its leaf commits to.
        package static let bodyDiffers = Code(value: .bodyDiffers)
        /// The head of a cabinet's acts lacks headquarters' word that all of it lies there.
        package static let notMirrored = Code(value: .notMirrored)
        /// A log that the claim needs is not in the file, or not far enough.
        package static let incomplete = Code(value: .incomplete)
        /// What stands there as kept by an outsider is not, or is over something else than the file.
        package static let anchorInvalid = Code(value: .anchorInvalid)
        /// What should be exported is not there, or cannot be read.
        package static let unavailable = Code(value: .unavailable)
        /// The report cannot be made a PDF on this machine.
        package static let notPrinted = Code(value: .notPrinted)
    }

    /// What went wrong.
    package let code: Code
    /// One sentence.
    package let message: String
    /// The line of the file, counted from 1; nil where no single line is to blame.
    package let line: Int?

    /// An error with its sentence.
    package init(_ code: Code, _ message: String, line: Int? = nil) {
        self.code = code
        self.message = message
        self.line = line
    }

    package static func == (left: EvidenceError, right: EvidenceError) -> Bool { left.code == right.code }

    package var description: String {
        PlainText.visible(line.map { "line \($0): \(message)" } ?? message)
    }
}

extension EvidenceError {
    /// Runs what throws an error of records, and says at which line.
    static func at<Result>(_ line: Int, _ code: Code, _ body: () throws(RecordsError) -> Result)
        throws(EvidenceError) -> Result
    {
        do { return try body() } catch { throw EvidenceError(code, error.message, line: line) }
    }
}
