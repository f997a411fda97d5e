import Logging
import Records
import Replication
import Synchronization

// Telemetry on the line: behind everything else, and nothing waits for it.
extension CabinetReplication {
    /// How often headquarters is shown a new head of telemetry, in milliseconds, unless so many records wait.
    private static var telemetryInterval: UInt64 { 600_000 }
    private static var telemetryLeafCountMax: UInt64 { 256 }

    /// Tells the session now and then what was measured: each head that headquarters cosigns is a receipt there.
    ///
    /// In an epoch that the greeting did not name the line begins anew.
    func tellTelemetry(_ view: CabinetView) async {
        guard session != nil, let origin = view.telemetry, view.telemetrySize > 0 else { return }
        guard origin == told.telemetry else {
            // Once: a greeting that cannot name it must not end one line after the other.
            guard greetedAnewFor != origin else { return }
            greetedAnewFor = origin
            return renewLine()
        }
        let now = ledger.now
        let isDue =
            now - min(now, told.at) >= Self.telemetryInterval
            || view.telemetrySize >= told.size + Self.telemetryLeafCountMax
        guard view.telemetrySize > told.size, isDue else { return }
        told = (origin, view.telemetrySize, now)
        await perform(session?.receive(.appended(origin, size: view.telemetrySize, alarms: []), at: now))
    }

    /// What headquarters answers to a head of telemetry that it does not take: another epoch, and no take waits for it.
    func contradictTelemetry(_ origin: Origin, _ verdict: WitnessLine.Verdict) async throws {
        switch verdict {
        // An epoch that headquarters does not take is no place to go on, whatever is wrong with it.
        case .smaller, .fork, .quarantined, .untrusted:
            if try await ledger.renewTelemetry(origin, because: verdict == .smaller ? .restore : .fork) {
                renewLine()
            }
        case .stale, .cosigned:
            logger.warning(
                "line.telemetry-refused",
                metadata: ["log.origin": "\(origin)", "verdict": "\(verdict)"]
            )
        }
    }

    /// What went over the line since this was asked last.
    package nonisolated func takeTally() -> LineTally {
        tally.withLock { $0.take(at: ledger.now) }
    }
}
