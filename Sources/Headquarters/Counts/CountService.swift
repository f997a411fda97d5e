import Host
package import Logging
import ServiceLifecycle

/// Tends count runs: takes answers as they come, closes at the deadline.
package struct CountService: Service {
    /// How often answers and deadlines are looked at.
    private static let period = Duration.milliseconds(250)

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
            guard await ledger.maySignUnasked() else { return }
            do { try await ledger.tendCounts() } catch {
                logger.error("count runs could not be tended", metadata: ["error": "\(error)"])
            }
        }
    }
}
