import Glibc
import Synchronization

/// Ends this process when a request outlasts its limit or the supervisor is gone, whatever libnfc is doing.
///
/// The limit is a timer of the kernel whose signal nobody catches, so it needs no thread of ours to be alive. The
/// supervisor's end is watched by a thread, because libnfc's calls come back for nothing.
struct Watchdog {
    /// What a request that is under way may still take after the supervisor is gone, for a clean close of the reader.
    private static let lastMilliseconds: UInt32 = 500

    /// Begins to watch the supervisor's socket.
    init(socket: Int32) throws(TagReaderExit) {
        // A program may be started with signals blocked or ignored (execve(2)).
        var none = sigset_t()
        _ = unsafe sigemptyset(&none)
        _ = signal(SIGALRM, SIG_DFL)
        guard unsafe pthread_sigmask(SIG_SETMASK, &none, nil) == 0 else { throw .system }
        var thread = pthread_t()
        let argument = unsafe UnsafeMutableRawPointer(bitPattern: Int(socket))
        let result = unsafe pthread_create(&thread, nil, watchSupervisor, argument)
        guard result == 0 else { throw .system }
        _ = pthread_detach(thread)
    }

    /// True when the last timer was set: a request that was read just then must not put it off.
    private static let isLastTimerSet = Mutex(false)

    /// Counts from now; the process is ended by SIGALRM unless `disarm` comes first.
    func arm(milliseconds: UInt32) { Self.setTimerUnlessLast(milliseconds) }

    /// The request is done.
    func disarm() { Self.setTimerUnlessLast(0) }

    /// The supervisor is gone: whatever is under way gets a last moment.
    fileprivate static func supervisorLeft() {
        isLastTimerSet.withLock { isLast in
            isLast = true
            setTimer(lastMilliseconds)
        }
    }

    private static func setTimerUnlessLast(_ milliseconds: UInt32) {
        isLastTimerSet.withLock { isLast in
            if !isLast { setTimer(milliseconds) }
        }
    }

    private static func setTimer(_ milliseconds: UInt32) {
        var timer = itimerval()
        timer.it_value = timeval(tv_sec: Int(milliseconds / 1000), tv_usec: Int(milliseconds % 1000) * 1000)
        _ = unsafe setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    }
}

/// Runs on the watching thread until the other end is closed.
private func watchSupervisor(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    let socket = Int32(truncatingIfNeeded: Int(bitPattern: argument))
    // POLLHUP and POLLERR come without being asked for, and requests are no business of this thread (poll(2)).
    let hangUp = Int16(POLLHUP) | Int16(POLLERR)
    while true {
        var question = pollfd(fd: socket, events: 0, revents: 0)
        let result = unsafe poll(&question, 1, -1)
        if result < 0 && errno == EINTR { continue }
        if result < 0 || question.revents & hangUp != 0 { break }
    }
    Watchdog.supervisorLeft()
    return nil
}
