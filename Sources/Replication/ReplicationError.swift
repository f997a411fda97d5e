/// Why a frame or a session cannot go on.
package struct ReplicationError: Error, Equatable, CustomStringConvertible {
    /// What went wrong; the number travels in BYE and is never reused.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: UInt64

        package init(rawValue: UInt64) { self.rawValue = rawValue }

        /// The bytes are no frame.
        package static let malformed = Code(rawValue: 1)
        /// A frame of a type that this program does not know.
        package static let unknownFrame = Code(rawValue: 2)
        /// A newer version than this program speaks.
        package static let unknownVersion = Code(rawValue: 3)
        /// A known frame that has no place at this point of the session.
        package static let unexpected = Code(rawValue: 4)
        /// More bytes than the receiver gave credit for.
        package static let creditExceeded = Code(rawValue: 5)
        /// Another organisation or cabinet than the key belongs to.
        package static let notYours = Code(rawValue: 6)
        /// The log contradicts itself: a fork.
        package static let fork = Code(rawValue: 7)
        /// The log is smaller than it was: a rollback.
        package static let rollback = Code(rawValue: 8)
        /// The other side could not store what came; try again later.
        package static let unavailable = Code(rawValue: 9)
        /// The other side is stopping.
        package static let stopping = Code(rawValue: 10)
    }

    /// What went wrong.
    package let code: Code
    /// One sentence for a log.
    package let message: String

    /// An error with its sentence.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: ReplicationError, right: ReplicationError) -> Bool {
        left.code == right.code
    }

    package var description: String { message }
}
