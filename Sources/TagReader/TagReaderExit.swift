/// Why a reader process ends, by its exit code (sysexits(3)).
package enum TagReaderExit: Int32, Error, Sendable {
    /// The supervisor hung up: the usual end.
    case done = 0
    /// The arguments are no arguments of ours.
    case usage = 64
    /// The supervisor sent what is no request.
    case malformedRequest = 65
    /// There is no socket to a supervisor.
    case noSupervisor = 69
    /// The kernel refused something that it grants every healthy process.
    case system = 71
}
