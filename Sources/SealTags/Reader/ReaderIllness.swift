/// Why a reader can say nothing: shown as it is, and never read as an empty place.
package enum ReaderIllness: Hashable, Sendable {
    /// The process cannot be started or reached; errno.
    case cannotStart(Int32)
    /// The process says that it cannot work.
    case failed(ReaderFailure)
    /// The process ended by this signal: libnfc's abort (6), a memory fault (11), its own deadline (14).
    case ended(signal: Int32)
    /// The process ended by itself with this exit code.
    case exited(code: Int32)
    /// It did not answer in time, and was killed.
    case overdue
    /// The process in the field, which a service manager starts, hung up.
    case hungUp
    /// It sent something that is no answer.
    case babbling
    /// It was stopped on purpose.
    case stopped
}
