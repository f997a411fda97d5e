import Host
package import Logging
import ServiceLifecycle

/// Notes the heads of `acts` and `receipts` in `authority` every hour, writes what a start found where no cabinet greets, carries out erasures
/// that an error left undone, and stores the newest checkpoints.
package struct HourlyService: Service {
    private static let period = Duration.seconds(3_600)

    private let ledger: HeadquartersLedger
    private let logger: Logger

    /// A service over the ledger.
    package init(ledger: HeadquartersLedger, logger: Logger) {
        self.ledger = ledger
        self.logger = logger
    }

    /// Runs until it is asked to stop; a stop in order stores the checkpoints.
    package func run() async throws {
        let started = ContinuousClock.now
        await Periodic.run(every: Self.period) {
            do { try await ledger.tellFoundUnasked() } catch {
                logger.error("what was found could not be written", metadata: ["error": "\(error)"])
            }
            if await ledger.maySignUnasked() {
                do { try await ledger.resumeErasures() } catch {
                    logger.error("a person's keys could not be erased", metadata: ["error": "\(error)"])
                }
            }
            // Not at the start: a daemon that restarts often must not fill the log.
            guard ContinuousClock.now - started >= Self.period else { return }
            do { try await ledger.noteHeadsUnasked() } catch {
                logger.error("the hourly heads could not be noted", metadata: ["error": "\(error)"])
            }
        }
        try await ledger.storeCheckpoints()
    }
}
