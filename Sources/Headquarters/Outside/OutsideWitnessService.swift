import Custody
import Host
package import Logging
import Records
import ServiceLifecycle

/// Shows the heads of `authority` and `receipts` to witnesses outside the house, and keeps their cosignatures (C2SP
/// tlog-witness).
package actor OutsideWitnessService: Service {
    /// How often it is looked for heads that a witness has not cosigned.
    private static let lookPeriod = Duration.seconds(60)
    /// Every cosignature on `receipts` is a record there: not more often than this, in milliseconds.
    package static let receiptsPeriodMilliseconds: Int64 = 3_600_000
    /// How long is waited at most after failures, in milliseconds; the first wait is a minute.
    private static let pauseMillisecondsMax: Int64 = 3_600_000

    /// What is known of one witness; what it cosigned last is asked from it after a start.
    private struct Standing {
        var cosigned: [Origin: UInt64] = [:]
        var receiptsShown: Int64?
        var failureCount = 0
        var pausedUntil: Int64 = 0
    }

    private let ledger: HeadquartersLedger
    private let witnesses: [OutsideConfiguration.Witness]
    private let line: OutsideLine
    private let logger: Logger
    private var standings: [NoteVerifierKey: Standing] = [:]

    /// A service that shows heads to these witnesses, and waits for each answer so long.
    package init(
        ledger: HeadquartersLedger,
        witnesses: [OutsideConfiguration.Witness],
        logger: Logger,
        answerMax: Duration = .seconds(30)
    ) {
        line = OutsideLine(answerMax: answerMax)
        self.ledger = ledger
        self.witnesses = witnesses
        self.logger = logger
    }

    /// Runs until it is asked to stop.
    package func run() async throws {
        await Periodic.run(every: Self.lookPeriod) {
            if await self.ledger.maySignUnasked() { await self.look() }
        }
        try await line.close()
    }

    /// Shows each witness what is due, all side by side: one that is slow keeps no other waiting.
    package func look() async {
        await withTaskGroup(of: Void.self) { group in
            for witness in witnesses { group.addTask { await self.look(to: witness) } }
        }
    }

    private func look(to witness: OutsideConfiguration.Witness) async {
        let now = ledger.clock.wallMilliseconds
        guard now >= standings[witness.key]?.pausedUntil ?? 0 else { return }
        do {
            for origin in due(witness.key, at: now) { try await show(origin, to: witness) }
            standings[witness.key]?.failureCount = 0
        } catch {
            pause(witness.key, at: now)
            logger.error(
                "a witness outside the house did not cosign",
                metadata: ["witness": "\(witness.key.name)", "error": "\(error)"]
            )
        }
    }

    /// Ends the line of a service that was not run.
    package func close() async throws { try await line.close() }

    private func due(_ key: NoteVerifierKey, at now: Int64) -> [Origin] {
        let standing = standings[key, default: Standing()]
        let heads = ledger.view.heads
        return [ledger.origins.authority, ledger.origins.receipts].filter { origin in
            guard (heads[origin]?.size ?? 0) > standing.cosigned[origin] ?? 0 else { return false }
            guard origin == ledger.origins.receipts, let shown = standing.receiptsShown else { return true }
            return now < shown || now - shown >= Self.receiptsPeriodMilliseconds
        }
    }

    private func pause(_ key: NoteVerifierKey, at now: Int64) {
        var standing = standings[key, default: Standing()]
        standing.failureCount = min(standing.failureCount + 1, 16)
        standing.pausedUntil = now + min(Self.pauseMillisecondsMax, 30_000 << Int64(standing.failureCount))
        standings[key] = standing
    }

    private func show(_ origin: Origin, to witness: OutsideConfiguration.Witness) async throws {
        var from = standings[witness.key]?.cosigned[origin] ?? 0
        // The second time from the size that the witness itself named.
        for attempt in 0..<2 {
            let (submission, head) = try await ledger.submission(of: origin, from: from)
            let answer = try await line.post(
                submission.bytes,
                as: "text/plain",
                to: "\(witness.prefix)/\(WitnessSubmission.path)",
                byteCountMax: WitnessAnswer.byteCountMax
            )
            switch WitnessAnswer(status: answer.status, mediaType: answer.mediaType, body: answer.bytes) {
            case .lines(let lines):
                try await ledger.keepCosignature(lines, on: submission.note, by: witness.key)
                return cosigned(origin, head.size, witness.key)
            case .stale(let size) where size > head.size:
                try await ledger.note(
                    .fork,
                    "\(witness.key.name) cosigned \(size) leaves of \(origin), which has \(head.size) here",
                    of: nil,
                    by: "outside witnesses"
                )
                throw HeadquartersError(.refused, "\(origin) is smaller than what the witness cosigned")
            case .stale(let size) where attempt == 0 && size != from: from = size
            case .stale, .contradicted:
                try await ledger.note(
                    .fork,
                    "\(witness.key.name) cosigned another history of \(origin) than the one that is here",
                    of: nil,
                    by: "outside witnesses"
                )
                throw HeadquartersError(.refused, "\(origin) contradicts what the witness cosigned")
            case .refused(let status):
                throw HeadquartersError(.unavailable, "the witness answered with status \(status)")
            }
        }
    }

    private func cosigned(_ origin: Origin, _ size: UInt64, _ key: NoteVerifierKey) {
        standings[key, default: Standing()].cosigned[origin] = size
        guard origin == ledger.origins.receipts else { return }
        standings[key]?.receiptsShown = ledger.clock.wallMilliseconds
    }
}
