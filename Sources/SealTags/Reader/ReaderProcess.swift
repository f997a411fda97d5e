import Glibc
import Synchronization

/// One reader process that we started, until it is reaped.
final class ReaderProcess: Sendable {
    /// The descriptor at which the process finds its socket.
    static let socketDescriptor: Int32 = 3
    /// How long a killed process may take to go; a serial driver can hold it while it drains its line.
    private static let reapWaitMax: Duration = .milliseconds(500)

    private let identifier: pid_t
    /// Nil while the process was not reaped.
    private let illness = Mutex<ReaderIllness?>(nil)

    /// Starts `executable`, which finds `socket` as descriptor 3 and closes whatever else it inherits.
    init(executable: String, port: String, socket: Int32) throws(ReaderLinkFailure) {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        guard unsafe posix_spawn_file_actions_init(&actions) == 0 else {
            throw ReaderLinkFailure(.cannotStart(ENOMEM))
        }
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        guard unsafe posix_spawnattr_init(&attributes) == 0 else {
            throw ReaderLinkFailure(.cannotStart(ENOMEM))
        }
        defer { _ = unsafe posix_spawnattr_destroy(&attributes) }

        _ = unsafe posix_spawn_file_actions_adddup2(&actions, socket, Self.socketDescriptor)
        _ = unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        _ = unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        // Signals as a new program expects them, and a group of its own: Ctrl-C is for us, who then let go of it.
        var all = sigset_t()
        var none = sigset_t()
        _ = unsafe sigfillset(&all)
        _ = unsafe sigemptyset(&none)
        _ = unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        _ = unsafe posix_spawnattr_setsigmask(&attributes, &none)
        _ = unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
        _ = unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        let arguments = [executable, "--port", port, "--descriptor", "\(Self.socketDescriptor)"]
        let words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        let environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
        var identifier: pid_t = 0
        let result = unsafe posix_spawn(&identifier, executable, &actions, &attributes, words, environment)
        guard result == 0 else { throw ReaderLinkFailure(.cannotStart(result)) }
        self.identifier = identifier
    }

    /// Kills the process if it still runs and says how it ended.
    ///
    /// Waits for at most half a second; a process that a driver holds for longer is reaped by a later call.
    func kill() -> ReaderIllness {
        illness.withLock { illness in
            if let illness { return illness }
            var status: Int32 = 0
            var answer = unsafe waitpid(identifier, &status, WNOHANG)
            if answer == 0 {
                _ = Glibc.kill(identifier, SIGKILL)
                let deadline = ContinuousClock.now.advanced(by: Self.reapWaitMax)
                while answer == 0 && ContinuousClock.now < deadline {
                    // Nothing to do in the meantime: this thread is the reader's own.
                    usleep(1000)
                    answer = unsafe waitpid(identifier, &status, WNOHANG)
                }
            }
            guard answer == identifier else { return .ended(signal: SIGKILL) }
            let ended = Self.illness(status)
            illness = ended
            return ended
        }
    }

    /// Takes a status of wait(2) apart; its macros do not reach Swift.
    private static func illness(_ status: Int32) -> ReaderIllness {
        let signal = status & 0x7F
        return signal == 0 ? .exited(code: status >> 8 & 0xFF) : .ended(signal: signal)
    }
}
