/// What the rig will not or cannot do, and what to do about it.
package struct RigError: Error, Equatable, CustomStringConvertible {
    /// The kind of refusal, as it also stands in answers on the control socket.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case unreadableConfiguration, unreadableState, unreadableRequest, unknownName, nameTaken,
                wrongKind
            case drawerClosed, drawerHeld, notReleased, tagElsewhere, noRoom, outOfRange
            case system, timedOut, disconnected
        }

        private let kind: Kind

        private init(_ kind: Kind) { self.kind = kind }

        /// The text that an answer carried, or nil for a text that stands for no code.
        init?(_ text: String) {
            guard let kind = Kind(rawValue: text) else { return nil }
            self.kind = kind
        }

        /// The configuration file cannot be read or contradicts itself.
        package static let unreadableConfiguration = Code(.unreadableConfiguration)
        /// The saved state cannot be read; nothing was overwritten.
        package static let unreadableState = Code(.unreadableState)
        /// A line on the control socket is no request.
        package static let unreadableRequest = Code(.unreadableRequest)
        /// No tag, reader, drawer or line of this name.
        package static let unknownName = Code(.unknownName)
        /// A tag of this name exists.
        package static let nameTaken = Code(.nameTaken)
        /// The thing named cannot do this.
        package static let wrongKind = Code(.wrongKind)
        /// A hand cannot reach into a closed drawer.
        package static let drawerClosed = Code(.drawerClosed)
        /// Somebody holds the drawer.
        package static let drawerHeld = Code(.drawerHeld)
        /// The bolt holds the drawer.
        package static let notReleased = Code(.notReleased)
        /// The tag lies somewhere else.
        package static let tagElsewhere = Code(.tagElsewhere)
        /// As many as there can be are there.
        package static let noRoom = Code(.noRoom)
        /// A number is too small or too large.
        package static let outOfRange = Code(.outOfRange)
        /// The operating system refused; the message names its answer.
        package static let system = Code(.system)
        /// The rig did not answer in time.
        package static let timedOut = Code(.timedOut)
        /// The rig went away.
        package static let disconnected = Code(.disconnected)

        /// The name of the code.
        package var description: String { kind.rawValue }
    }

    /// What kind of refusal it was.
    package let code: Code
    /// What went wrong and what to do, in one line.
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Code and message.
    package var description: String { "\(code): \(message)" }

    /// Equal codes, whatever the words.
    package static func == (left: RigError, right: RigError) -> Bool { left.code == right.code }
}
