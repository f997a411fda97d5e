/// Why a reader process could not do what it was asked.
package enum ReaderFailure: UInt8, Sendable, CaseIterable {
    /// The reader is not open; only `open` opens it.
    case notOpen = 1
    /// Another process has the port.
    case portBusy = 2
    /// The port cannot be opened: no device of that name, or no right to it.
    case noPort = 3
    /// The port opens and nothing on it answers as a PN532.
    case noReader = 4
    /// The line failed in the middle of something; the reader was closed.
    case lineLost = 5
    /// The chip did not answer in its time; the reader was closed.
    case chipSilent = 6
    /// The chip reports an error of its own; the reader was closed.
    case chipFault = 7
    /// The tag left, or the air between garbled what it said.
    case tagGone = 8
    /// There is no selected tag, or the chip refuses the command.
    case refused = 9
    /// What the chip says about a tag cannot be; the reader was closed.
    case absurdTarget = 10
}
