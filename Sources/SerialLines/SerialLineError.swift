import CTerminal
import Glibc

/// What went wrong on a serial line, and what to do about it.
package struct SerialLineError: Error, Equatable, CustomStringConvertible {
    /// The kind of failure; two errors are equal when their codes are.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case notFound, notPermitted, notATerminal, inUse, timedOut, disconnected
            case settingsRefused, linkRefused, failed
        }

        private let kind: Kind

        /// No device at this path: unplugged, or the path is wrong.
        package static let notFound = Code(kind: .notFound)
        /// The process may not open the device.
        package static let notPermitted = Code(kind: .notPermitted)
        /// The path leads to something that is no serial line.
        package static let notATerminal = Code(kind: .notATerminal)
        /// This or another process has the line open.
        package static let inUse = Code(kind: .inUse)
        /// The deadline passed before all bytes were through; `received` has those that came.
        package static let timedOut = Code(kind: .timedOut)
        /// The device went away while the line was open.
        package static let disconnected = Code(kind: .disconnected)
        /// The device does not do this speed or 8N1.
        package static let settingsRefused = Code(kind: .settingsRefused)
        /// The name wanted for a pseudo-terminal belongs to something else.
        package static let linkRefused = Code(kind: .linkRefused)
        /// Any other answer of the kernel; the message names it.
        package static let failed = Code(kind: .failed)

        /// The name of the code, as for a log.
        package var description: String { kind.rawValue }
    }

    /// What kind of failure it was.
    package let code: Code
    /// What went wrong and what to do, in one line, without a path the caller did not give.
    package let message: String
    /// The bytes that came before a deadline passed; empty for every other code.
    package let received: [UInt8]

    init(_ code: Code, _ message: String, received: [UInt8] = []) {
        self.code = code
        self.message = message
        self.received = received
    }

    /// Names the kernel's answer `number`, as errno(3) lists them; `doing` is what was tried.
    package init(_ doing: String, errno number: Int32) {
        let name = unsafe signet_errno_name(number).map { unsafe String(cString: $0) } ?? "errno \(number)"
        let (code, remedy): (Code, String) =
            switch number {
            case ENOENT, ENODEV, ENXIO: (.notFound, "check that the device is plugged in and its path")
            case EACCES, EPERM: (.notPermitted, "give this user's group the device by a udev rule")
            case ENOTTY: (.notATerminal, "give the path of a serial line")
            case EBUSY, EWOULDBLOCK: (.inUse, "stop whoever has the line open")
            case EIO: (.disconnected, "check the cable and open the line again")
            default: (.failed, "open the line again")
            }
        self.init(code, "\(doing): \(name); \(remedy)")
    }

    /// Code and message.
    package var description: String { "\(code): \(message)" }

    /// Equal codes, whatever the words.
    package static func == (left: SerialLineError, right: SerialLineError) -> Bool { left.code == right.code }
}
