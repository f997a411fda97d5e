/// How a supervisor comes to its reader process.
package enum ReaderLaunch: Hashable, Sendable {
    /// Starts `executable` with `--port port` and one end of a socket pair as descriptor 3.
    case spawn(executable: String, port: String)
    /// Connects to a socket on which a service manager starts the process; the manager knows the port.
    case connect(socketPath: String)
}
