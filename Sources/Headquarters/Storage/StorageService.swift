import Host
package import Logging
import ServiceLifecycle

/// Looks every few seconds whether there is room for more records.
package struct StorageService: Service {
    private static let period = Duration.seconds(5)

    private let ledger: HeadquartersLedger
    private let logger: Logger

    /// A service over the ledger.
    package init(ledger: HeadquartersLedger, logger: Logger) {
        self.ledger = ledger
        self.logger = logger
    }

    /// Runs until it is asked to stop.
    package func run() async throws {
        await Periodic.run(every: Self.period) {
            let before = ledger.view
            do { try await ledger.tendRoom() } catch {
                logger.error("storage.unknown", metadata: ["error": "\(error)"])
            }
            let view = ledger.view
            if before.isTelemetryHeldBack != view.isTelemetryHeldBack {
                logger.warning(
                    "storage.tight",
                    metadata: ["telemetry.held-back": "\(view.isTelemetryHeldBack)"]
                )
            }
            guard before.isDiskFull != view.isDiskFull else { return }
            if before.isDiskFull { logger.notice("storage.free") } else { logger.critical("storage.full") }
        }
    }
}
