import ServiceLifecycle

/// Tells the service manager that the daemon is ready, lives, and stops (sd_notify(3)).
package struct SignalOfLife: Service {
    private let socket: NotifySocket?
    private let pause: Duration?
    private let isAlive: @Sendable () async -> Bool

    /// Signs of life while `isAlive` answers.
    ///
    /// `environment` is where the service manager says how it wants to be told.
    package init(environment: [String: String], isAlive: @escaping @Sendable () async -> Bool) {
        socket = NotifySocket(environment: environment)
        pause = NotifySocket.watchdogPause(environment: environment)
        self.isAlive = isAlive
    }

    /// Runs until it is asked to stop.
    package func run() async throws {
        guard let socket else {
            try await gracefulShutdown()
            return
        }
        socket.send("READY=1")
        if let pause {
            await Periodic.run(every: pause) { if await isAlive() { socket.send("WATCHDOG=1") } }
        } else {
            try await gracefulShutdown()
        }
        socket.send("STOPPING=1")
    }
}
