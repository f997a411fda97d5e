package import SerialLines

/// What went wrong with a lock board, and what to do about it.
package struct DrawersError: Error, Equatable, CustomStringConvertible {
    /// The kind of failure; two errors are equal when their codes are.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case outcomeUnknown, noAnswer, garbledAnswer, refused, noSuchPart, unsupported
            case notRested, lineFailed, lineEchoes, misconfigured, cancelled
        }

        private let kind: Kind

        /// A pulse was asked for and its answer is lost or garbled: the lock may have moved.
        ///
        /// Read the sensors; never repeat blindly.
        package static let outcomeUnknown = Code(kind: .outcomeUnknown)
        /// The board was silent until the deadline; nothing was asked of it that moves.
        package static let noAnswer = Code(kind: .noAnswer)
        /// An answer came that fails its checksum or does not fit the question.
        package static let garbledAnswer = Code(kind: .garbledAnswer)
        /// The board said no; nothing moved.
        package static let refused = Code(kind: .refused)
        /// No such lock, light or input on this board.
        package static let noSuchPart = Code(kind: .noSuchPart)
        /// This kind of board cannot do it.
        package static let unsupported = Code(kind: .unsupported)
        /// The lock must cool, or the minute's budget of pulses is spent; nothing was sent.
        package static let notRested = Code(kind: .notRested)
        /// The serial line could not be used; `cause` says why.
        ///
        /// Nothing moved.
        package static let lineFailed = Code(kind: .lineFailed)
        /// The adapter sends our own bytes back, so that a request would pass for its answer.
        package static let lineEchoes = Code(kind: .lineEchoes)
        /// A setting is out of its range.
        package static let misconfigured = Code(kind: .misconfigured)
        /// The caller gave up while it waited; nothing was sent.
        package static let cancelled = Code(kind: .cancelled)

        /// The name of the code, as for a log.
        package var description: String { kind.rawValue }
    }

    /// What kind of failure it was.
    package let code: Code
    /// What went wrong and what to do, in one line.
    package let message: String
    /// The failure of the line beneath, if that was it.
    package let cause: SerialLineError?

    init(_ code: Code, _ message: String, cause: SerialLineError? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// Code and message, with the cause where there is one.
    package var description: String {
        "\(code): \(message)\(cause.map { " (\($0))" } ?? "")"
    }

    /// Equal codes, whatever the words.
    package static func == (left: DrawersError, right: DrawersError) -> Bool { left.code == right.code }
}
