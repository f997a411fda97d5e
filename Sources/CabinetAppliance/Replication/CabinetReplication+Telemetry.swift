import Logging
import Records
import Replication
import Synchronization

// Telemetry on the line: behind everything else, and nothing waits for it.
extension CabinetReplication {
    /// How often headquarters is shown a new head of telemetry, in milliseconds, unless so many records wait.
    private static var telemetryInterval: UInt64 { 600_000 }
    private static var telemetryLeafCountMax: UInt64 { 256 }
    /// How long telemetry that headquarters does not take in now is not shown again, in milliseconds.
    private static var telemetryPause: UInt64 { 3_600_000 }

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
        if let refused = telemetryRefusedAt {
            // Only a greeting can show it again: a session that was told no sends nothing more of it.
            guard now - min(now, refused) >= Self.telemetryPause else { return }
            return renewLine()
        }
        let isDue =
            now - min(now, told.at) >= Self.telemetryInterval
            || view.telemetrySize >= told.size + Self.telemetryLeafCountMax
        guard view.telemetrySize > told.size, isDue else { return }
        told = (origin, view.telemetrySize, now)
        await perform(session?.receive(.appended(origin, size: view.telemetrySize, alarms: []), at: now))
    }

    /// What headquarters answers to a head of telemetry that it does not take: another epoch, and no take waits for it.
    ///
    /// `isHeld`: whether it shows a head of that log. Where it has none it has not opened the log, for a reason that
    /// another epoch would not take away: this one is shown again with the next greeting, an hour later where the line stands.
    func contradictTelemetry(_ origin: Origin, _ verdict: WitnessLine.Verdict, isHeld: Bool) async throws {
        switch verdict {
        // An epoch that headquarters does not take further is no place to go on, whatever is wrong with it.
        case .smaller, .fork, .quarantined,
            .untrusted where isHeld:
            if try await ledger.renewTelemetry(origin, because: verdict == .smaller ? .restore : .fork) {
                renewLine()
            }
        case .stale, .cosigned, .untrusted:
            telemetryRefusedAt = ledger.now
            logger.warning(
                "line.telemetry-refused",
                metadata: ["log.origin": "\(origin)", "verdict": "\(verdict)"]
            )
        }
    }

    /// The telemetry that an action is about; nil for one that is about anything else.
    func telemetry(of action: CabinetSession.Action) -> Origin? {
        let origin: Origin? =
            switch action {
            case .read(let origin, _, _): origin
            case .offer(let origin, _): origin
            case .compare(let origin, _): origin
            case .contradiction(let origin, _, _): origin
            case .keep(let note, _): (try? SignedNote(parsing: note)).flatMap { try? Checkpoint($0).origin }
            default: nil
            }
        return origin.flatMap { ledger.isTelemetry($0) ? $0 : nil }
    }

    /// Goes on without a log of telemetry that could not be read or kept; where it is the present one, telemetry goes on in
    /// the next epoch.
    func spare(_ origin: Origin, _ error: any Error) async {
        logger.error(
            "line.telemetry-unreadable",
            metadata: ["log.origin": "\(origin)", "error": "\(error)"]
        )
        await perform(session?.receive(.unreadable(origin), at: ledger.now))
        if (try? await ledger.renewTelemetry(origin, because: .bitError)) == true { renewLine() }
    }

    /// What went over the line since this was asked last.
    package nonisolated func takeTally() -> LineTally {
        tally.withLock { $0.take(at: ledger.now) }
    }
}
