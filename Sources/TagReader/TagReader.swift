import Glibc

/// The process beside one tag reader: all that may crash or hang is in here, and no secret is.
package enum TagReader {
    /// Serves one supervisor and returns the exit code of the process.
    ///
    /// `arguments` are those of the command line without the program's name.
    package static func main(arguments: [String]) -> Int32 {
        prepare()
        do throws(TagReaderExit) {
            let options = try ReaderOptions(arguments: arguments)
            let socket = try SupervisorSocket(options)
            let watchdog = try Watchdog(socket: socket.descriptor)
            var service = TagReaderService(port: options.port, socket: socket, watchdog: watchdog)
            try service.run()
            return TagReaderExit.done.rawValue
        } catch { return error.rawValue }
    }

    /// No core files of a process that is expected to crash, and no search for readers nor chatter by libnfc.
    private static func prepare() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        for (name, value) in [
            ("LIBNFC_AUTO_SCAN", "false"), ("LIBNFC_INTRUSIVE_SCAN", "false"), ("LIBNFC_LOG_LEVEL", "0"),
        ] {
            _ = unsafe setenv(name, value, 1)
        }
    }
}
