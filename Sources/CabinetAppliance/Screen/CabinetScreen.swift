import Hummingbird
package import Logging
package import Records
import Screens
import ServiceLifecycle

/// The cabinet's screen: its web server on the kiosk's own loopback.
///
/// The browser of the kiosk and nobody else reaches it; `port` also keeps the cookies of several cabinets on one host apart.
package struct CabinetScreen<Store: LogStore>: Sendable {
    private let doorbell: Doorbell
    private let server: any Service

    /// The screen of a desk on an address of this host.
    package init(
        desk: ScreenDesk<Store>,
        settings: CabinetScreenSettings,
        host: String = "127.0.0.1",
        port: Int,
        logger: Logger
    ) throws {
        let routes = try ScreenRoutes(
            desk: desk,
            authorities: ["\(host):\(port)", "127.0.0.1:\(port)", "localhost:\(port)"],
            settings: settings,
            cookieName: "signet-cabinet-\(port)"
        )
        doorbell = desk.doorbell
        server = Application(
            router: routes.router(),
            configuration: .init(address: .hostname(host, port: port), serverName: nil),
            logger: logger
        )
    }

    /// Serves until it is asked to stop, or until the address is refused.
    ///
    /// The server waits for answers that are under way, and an event stream is under way for ever: the streams end first.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await gracefulShutdown() } catch { return }
                await doorbell.close()
            }
            try await server.run()
            group.cancelAll()
        }
    }
}
