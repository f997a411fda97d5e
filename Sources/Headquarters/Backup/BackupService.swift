import Host
package import Logging
import ServiceLifecycle
import Store

/// Makes backups as the configuration says, and tells the ledger what is in them, also those that another process made.
package actor BackupService: Service {
    /// How often it is asked whether a backup is due.
    private static let period = Duration.seconds(60)

    private let ledger: HeadquartersLedger
    private let backup: Backup?
    private let folder: BackupFolder?
    private let hours: Int
    private let logger: Logger
    // Reading a whole file back must not wait on the threads that answer.
    private let executor = BlockingExecutor(label: "signet.headquarters.backup")

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// A service; without a folder it only learns of backups that were made by hand.
    package init(ledger: HeadquartersLedger, folder: BackupFolder?, hours: Int, logger: Logger) {
        self.ledger = ledger
        self.folder = folder
        self.hours = hours
        self.logger = logger
        backup = folder.map { Backup(store: ledger.store, folder: $0, safe: ledger.safe) }
    }

    /// Runs until it is asked to stop; a backup that is being made is finished first.
    package func run() async throws {
        await Periodic.run(every: Self.period) { await self.tick() }
    }

    /// Makes a backup when one is due, and learns what lies in those that are there.
    func tick() async {
        do {
            if try isDue() { try make() }
            try await ledger.learnSafeHeads()
        } catch {
            // Tried again in a minute. Nothing is cosigned meanwhile, so no cabinet gives anything up.
            logger.error("backup.failed", metadata: ["error": "\(error)"])
        }
    }

    private func isDue() throws -> Bool {
        guard let folder else { return false }
        guard let newest = try folder.newest() else { return true }
        let age = ledger.clock.wallMilliseconds - newest
        // One from the future says that the clock was ahead, and nothing of how old it is.
        return age < 0 || age >= Int64(hours) * 3_600_000
    }

    private func make() throws {
        guard let report = try backup?.run(atSeconds: ledger.seconds) else { return }
        logger.notice(
            "backup.made",
            metadata: [
                "backup.path": "\(report.path)", "backup.bytes": "\(report.byteCount)",
                "backup.leaves": "\(report.logs.reduce(0) { $0 + $1.leafCount })",
                "backup.heads": "\(report.cosignedCount)",
            ]
        )
    }
}
