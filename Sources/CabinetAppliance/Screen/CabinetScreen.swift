import Hummingbird
package import Logging
package import Records
import Screens
package import ServiceLifecycle

/// The cabinet's screen as a service: its web server on the kiosk's own loopback.
///
/// The browser of the kiosk and nobody else reaches it; `port` also keeps the cookies of several cabinets on one host apart.
package func makeCabinetScreen<Store: LogStore>(
    desk: ScreenDesk<Store>,
    settings: CabinetScreenSettings,
    host: String = "127.0.0.1",
    port: Int,
    logger: Logger
) throws -> some Service {
    let routes = try ScreenRoutes(
        desk: desk,
        authorities: ["\(host):\(port)", "127.0.0.1:\(port)", "localhost:\(port)"],
        settings: settings,
        cookieName: "signet-cabinet-\(port)"
    )
    return Application(
        router: routes.router(),
        configuration: .init(address: .hostname(host, port: port), serverName: nil),
        logger: logger
    )
}
