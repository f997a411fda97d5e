import Glibc

/// Runs work that waits in system calls on a thread of its own, never on Swift's shared pool.
enum DedicatedThread {
    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Starts a thread that ends when `body` returns.
    static func start(_ body: @escaping @Sendable () -> Void) throws(ZeroMQError) {
        let work = unsafe Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                var signals = sigset_t()
                unsafe sigfillset(&signals)
                // Signals belong to the main thread, which stops the service.
                unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
                if let argument = unsafe argument {
                    unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                }
                return nil
            },
            work.toOpaque()
        )
        guard status == 0 else {
            unsafe work.release()
            throw .of(status, "Starting a thread")
        }
        pthread_detach(thread)
    }
}
