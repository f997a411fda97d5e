/// What the supervisor asks of a reader process.
///
/// Bodies: every request begins with its time limit in milliseconds, four bytes, high byte first, 1 to 60,000;
/// `exchange` has the command behind it, 1 to 261 bytes; the others end there.
package struct ReaderRequest: Equatable, Sendable {
    /// What is to be done.
    package enum Action: Equatable, Sendable {
        /// Close the reader if it is open, and open it anew (kind 01).
        case open
        /// Look for one tag of type A (kind 02).
        case select
        /// Send a command to the selected tag (kind 03).
        case exchange([UInt8])
        /// Is the selected tag still there? (kind 04)
        case presence
        /// Let the tag go and switch the field off (kind 05).
        case release
    }

    /// Counts up with every request of a process.
    package let number: UInt32
    /// The process ends itself when the request takes longer, in milliseconds of real time.
    package let limitMilliseconds: UInt32
    /// What is to be done.
    package let action: Action

    /// No request may ask for more time.
    package static let limitMillisecondsMax: UInt32 = 60_000

    /// Throws `invalidArgument` for a command or a limit outside of what the format carries.
    package init(number: UInt32, limitMilliseconds: UInt32, _ action: Action) throws(TagError) {
        guard (1...Self.limitMillisecondsMax).contains(limitMilliseconds) else {
            throw TagError(.invalidArgument, "a time limit of \(limitMilliseconds) ms; give 1 to 60,000")
        }
        if case .exchange(let command) = action {
            guard (1...TagLimits.commandByteCountMax).contains(command.count) else {
                throw TagError(
                    .invalidArgument,
                    "a command of \(command.count) bytes; a tag takes 1 to \(TagLimits.commandByteCountMax)"
                )
            }
        }
        self.number = number
        self.limitMilliseconds = limitMilliseconds
        self.action = action
    }

    /// The message.
    package var bytes: [UInt8] {
        let limit = ReaderMessage.bytes(limitMilliseconds)
        let (kind, rest): (UInt8, [UInt8]) =
            switch action {
            case .open: (1, [])
            case .select: (2, [])
            case .exchange(let command): (3, command)
            case .presence: (4, [])
            case .release: (5, [])
            }
        return ReaderMessage.encode(kind: kind, number: number, limit + rest)
    }

    /// Reads a message; anything that `bytes` does not write is `malformedMessage`.
    package init(bytes: [UInt8]) throws(TagError) {
        let (kind, number, body) = try ReaderMessage.decode(bytes)
        guard body.count >= 4 else {
            throw TagError(.malformedMessage, "a request without a time limit")
        }
        let rest = Array(body.dropFirst(4))
        let action: Action
        switch (kind, rest.isEmpty) {
        case (1, true): action = .open
        case (2, true): action = .select
        case (3, false): action = .exchange(rest)
        case (4, true): action = .presence
        case (5, true): action = .release
        default: throw TagError(.malformedMessage, "a request of kind \(kind) with \(rest.count) bytes")
        }
        do throws(TagError) {
            try self.init(number: number, limitMilliseconds: ReaderMessage.number(body), action)
        } catch {
            throw TagError(.malformedMessage, error.message)
        }
    }
}
