package import Logging
import ServiceLifecycle
import Store

/// Reads everything that is stored again each day and notes what is not as it was signed.
package struct AuditService: Service {
    private let ledger: HeadquartersLedger
    private let logger: Logger

    /// A service over the ledger's file.
    package init(ledger: HeadquartersLedger, logger: Logger) {
        self.ledger = ledger
        self.logger = logger
    }

    /// Runs until it is asked to stop.
    package func run() async throws {
        await LogAuditor(ledger.store).run { result in
            do {
                let damages = try result.get()
                for damage in damages {
                    logger.critical("stored records are damaged", metadata: ["damage": "\(damage)"])
                }
                try await ledger.note(damages)
            } catch {
                logger.error("the stored records could not be audited", metadata: ["error": "\(error)"])
            }
        }
    }
}
