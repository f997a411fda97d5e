import Host
package import Logging
import ServiceLifecycle

/// Names what the ledger has folded while it works and when it stops in order.
package struct StateService: Service {
    private static let period = Duration.seconds(60)

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
            // A projection that cannot be written costs a longer start, and no record.
            do { try await ledger.nameStateWhenDue() } catch {
                logger.error("the state could not be stored", metadata: ["error": "\(error)"])
            }
        }
        if await ledger.maySignUnasked() { try await ledger.nameState() }
    }
}
