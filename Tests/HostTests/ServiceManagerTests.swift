import Glibc
import Logging
import ServiceLifecycle
import Simulation
import Synchronization
import Testing

@testable import Host

/// What a daemon tells a service manager, as that hears it.
@Suite(.timeLimit(.minutes(1))) struct ServiceManagerTests {
    private static let limit = Duration.seconds(50)

    private static func withManager<Result>(
        _ body: (SimulatedServiceManager) async throws -> Result
    ) async throws -> Result {
        var template = Array("/tmp/signet-notify-XXXXXX".utf8CString)
        let folder = try #require(unsafe mkdtemp(&template).map { unsafe String(cString: $0) })
        defer {
            _ = unsafe unlink(folder + "/notify")
            _ = unsafe rmdir(folder)
        }
        return try await body(try SimulatedServiceManager(at: folder + "/notify"))
    }

    @Test func `a message arrives at a path`() async throws {
        try await Self.withManager { manager in
            try #require(NotifySocket(environment: manager.environment())).send("READY=1")
            #expect(try await manager.message(within: Self.limit) == "READY=1")
        }
    }

    @Test func `a message arrives at an abstract name, also one with another @ in it`() async throws {
        let manager = try SimulatedServiceManager(at: "@signet/\(UInt64.random(in: 0 ... .max))@notify")
        try #require(NotifySocket(environment: manager.environment())).send("READY=1")
        #expect(try await manager.message(within: Self.limit) == "READY=1")
    }

    @Test func `a manager that is gone, or whose name is no socket's, is nobody to tell`() throws {
        #expect(NotifySocket(environment: [:]) == nil)
        #expect(NotifySocket(environment: ["NOTIFY_SOCKET": "vsock:2:9"]) == nil)
        for name in ["/nowhere/notify", "/" + String(repeating: "x", count: 200)] {
            try #require(NotifySocket(environment: ["NOTIFY_SOCKET": name])).send("READY=1")
        }
    }

    @Test(arguments: [
        ([:], nil), (["WATCHDOG_USEC": "30000000"], Duration.seconds(15)),
        (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())"], .seconds(15)),
        (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"], nil), (["WATCHDOG_USEC": "0"], nil),
        (["WATCHDOG_USEC": "soon"], nil),
    ])
    func `the watchdog wants a sign of life twice in its time, and only from its own process`(
        environment: [String: String],
        pause: Duration?
    ) {
        #expect(NotifySocket.watchdogPause(environment: environment) == pause)
    }

    @Test func `a daemon says that it is ready, lives, and stops`() async throws {
        try await Self.withManager { manager in
            let environment = manager.environment(watchdog: .milliseconds(20))
            let life = SignalOfLife(environment: environment) { true }
            try await Self.running(life) { (group) async throws in
                #expect(try await manager.message(within: Self.limit) == "READY=1")
                for _ in 0..<3 { #expect(try await manager.message(within: Self.limit) == "WATCHDOG=1") }
                await group.triggerGracefulShutdown()
                var last = "WATCHDOG=1"
                while last == "WATCHDOG=1" { last = try await manager.message(within: Self.limit) }
                #expect(last == "STOPPING=1")
            }
        }
    }

    @Test func `a daemon whose parts do not answer gives no sign of life`() async throws {
        try await Self.withManager { manager in
            let environment = manager.environment(watchdog: .milliseconds(2))
            let asked = Mutex(0)
            let (signs, questions) = (VitalSigns(), AsyncStream.makeStream(of: Void.self))
            signs.watch {
                // Well once, and ill from then on.
                let count = asked.withLock { count in
                    count += 1
                    return count
                }
                questions.continuation.yield()
                return count == 1
            }
            let life = SignalOfLife(environment: environment) { await signs.areGood() }
            try await Self.running(life) { (group) async throws in
                #expect(try await manager.message(within: Self.limit) == "READY=1")
                #expect(try await manager.message(within: Self.limit) == "WATCHDOG=1")
                var stream = questions.stream.makeAsyncIterator()
                for _ in 0..<5 { await stream.next() }
                await group.triggerGracefulShutdown()
                #expect(try await manager.message(within: Self.limit) == "STOPPING=1")
            }
        }
    }

    @Test func `a daemon without parts is well, and one ill part makes it ill`() async {
        let signs = VitalSigns()
        #expect(await signs.areGood())
        signs.watch { true }
        #expect(await signs.areGood())
        signs.watch { false }
        #expect(await !signs.areGood())
    }

    @Test func `a daemon that nobody watches runs until it is stopped`() async throws {
        let life = SignalOfLife(environment: [:]) { true }
        try await Self.running(life) { group in await group.triggerGracefulShutdown() }
    }

    /// Runs a service in a group while `body` runs, and waits for its end.
    private static func running(
        _ service: some Service,
        _ body: (ServiceGroup) async throws -> Void
    ) async throws {
        let group = ServiceGroup(
            services: [service],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do { try await body(group) } catch {
                tasks.cancelAll()
                throw error
            }
            try await tasks.waitForAll()
        }
    }
}
