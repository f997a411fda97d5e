import Hummingbird
package import Logging
import Screens
package import Simulation

/// The web page with a person's hands at a rig.
package struct RigConsole: Sendable {
    /// How often the rig is looked at, for changes that programs made.
    private static let pause: Duration = .milliseconds(400)

    private let rig: RigClient
    private let scenery: Scenery
    private let port: Int
    private let logger: Logger

    /// A page at 127.0.0.1 for the rig behind a client.
    package init(_ rig: RigClient, scenery: Scenery, port: Int, logger: Logger) {
        self.rig = rig
        self.scenery = scenery
        self.port = port
        self.logger = logger
    }

    /// Serves until the task is cancelled.
    package func run() async throws {
        let doorbell = Doorbell()
        let routes = try HandRoutes(
            rig,
            scenery: scenery,
            doorbell: doorbell,
            authorities: ["127.0.0.1:\(port)", "localhost:\(port)"],
            cookieName: "signet-rig-\(port)"
        )
        let server = Application(
            router: routes.router(),
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
            logger: logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await doorbell.run() }
            group.addTask { try await watch(doorbell) }
            group.addTask { try await server.run() }
            _ = try await group.next()
            group.cancelAll()
        }
    }

    private func watch(_ doorbell: Doorbell) async throws {
        var last = try rig.snapshot()
        while !Task.isCancelled {
            try await Task.sleep(for: Self.pause)
            // Who comes later is shown the rig as it is then.
            guard await doorbell.listenerCount > 0 else { continue }
            let now = try rig.snapshot()
            if now != last { await doorbell.ring("rig") }
            last = now
        }
    }
}
