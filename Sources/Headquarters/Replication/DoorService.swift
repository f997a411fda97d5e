import Host
package import Logging
import ServiceLifecycle
import Synchronization
package import ZeroMQTransport

/// Tells of those who came to the cabinets' door and were not let in.
package struct DoorService: Service {
    /// How often they are told of: together, because there may be many.
    private static let period = Duration.seconds(5)

    private let hub: ZeroMQHub
    private let logger: Logger

    /// A service over the hub of all cabinets' lines.
    package init(hub: ZeroMQHub, logger: Logger) {
        self.hub = hub
        self.logger = logger
    }

    /// Runs until it is asked to stop.
    package func run() async throws {
        let report = Mutex(DoorReport())
        await Periodic.run(every: Self.period) {
            guard let news = report.withLock({ $0.news(hub.figures) }) else { return }
            logger.warning("refused at the cabinets' door", metadata: ["why": "\(news)"])
        }
    }
}
