package import Custody
import Host
import Records
import Replication

// What the cabinet measures of itself, in a log that opens nothing: whatever is wrong with it stops no take and no act.
extension CabinetLedger {
    /// The least time between two epochs that headquarters' answers cause, in milliseconds: who answers nonsense makes no more.
    static var telemetryRenewalPause: UInt64 { 3_600_000 }

    /// Writes what was measured in a span, in one commit.
    ///
    /// Nothing is written where the disk is full, or where this cabinet keeps no key for it.
    ///
    /// - Returns: whether it was written.
    /// - Throws: what the store throws. Nothing of the span is written then.
    package func measure(_ measured: ValuesMeasured) throws -> Bool {
        guard !view.isDiskFull, acts.keys.telemetry != nil else { return false }
        try writeTelemetry([
            Draft(
                .telemetry,
                .valuesMeasured,
                actor: OwnTelemetry<Store>.actor,
                detail: measured.canonical
            )
        ])
        return true
    }

    /// Opens the log that holds it; an error waits for the next value, and no act for it.
    func openTelemetry() throws {
        guard telemetry == nil, let keys = acts.keys.telemetry else { return }
        let opened = try OwnTelemetry(
            store: store,
            origins: origins,
            keys: keys,
            act: acts.keys.act,
            boot: boot,
            at: reading
        )
        telemetry = opened
        publishTelemetry()
        guard opened.begunBecause == .bitError else { return }
        try append([
            FindingDrafts.damaged(
                "telemetry is not stored as it was signed; it goes on in \(opened.journal.origin)"
            )
        ])
    }

    /// Ends the present epoch in order and takes the next key into use.
    func renewTelemetry(because reason: EpochReason) throws {
        try openTelemetry()
        guard var renewed = telemetry else { return }
        do { try renewed.renew(because: reason, at: reading) } catch {
            // The epoch may have ended without a next one: opening looks.
            telemetry = nil
            throw error
        }
        telemetry = renewed
        publishTelemetry()
    }

    /// Begins the next epoch where headquarters holds other records of the present one than lie here, and writes a finding.
    ///
    /// What only lies here of the old epoch stays here. Nothing else waits for it.
    ///
    /// - Returns: whether the line has to be made anew.
    func renewTelemetry(_ origin: Origin, because reason: EpochReason) throws -> Bool {
        guard let telemetry, telemetry.journal.origin == origin else { return false }
        let now = clock.bootMilliseconds
        if let last = telemetryRenewedAt, now - min(now, last) < Self.telemetryRenewalPause { return false }
        telemetryRenewedAt = now
        try renewTelemetry(because: reason)
        let note =
            "headquarters holds other records of \(origin) than lie here; telemetry goes on in the next epoch"
        try append([reason == .restore ? FindingDrafts.rolledBack(note) : FindingDrafts.fork(note)])
        return true
    }

    /// Whether a log is this cabinet's telemetry, in any epoch.
    nonisolated func isTelemetry(_ origin: Origin) -> Bool { origins.isTelemetry(origin) }

    /// What a greeting says of telemetry: the epoch before where it is not whole at headquarters and nothing of it was given
    /// up, and the present one.
    func telemetryGreetings() throws -> [OwnLogGreeting] {
        // Who cannot open it says so with the next value.
        try? openTelemetry()
        guard let telemetry else { return [] }
        var logs: [OwnLogGreeting] = []
        for epoch in [telemetry.epoch - 1, telemetry.epoch] where epoch > 0 {
            let origin = try origins.telemetry(epoch: epoch)
            guard let status = try store.status(of: origin), status.head.size > 0 else { continue }
            if epoch < telemetry.epoch {
                let end = try OwnTelemetry.end(of: origin, in: store)
                guard end == .rotation || end == .shedding, try store.firstIndex(of: origin) == 0,
                    status.size(.mirror) < status.head.size
                else { continue }
            }
            var first: Record?
            if epoch > 1 {
                first = try store.record(at: 0, of: origin)
            }
            logs.append(
                OwnLogGreeting(
                    epoch: epoch,
                    origin: origin,
                    trafficClass: .telemetry,
                    size: status.head.size,
                    witnessed: status.size(.witness),
                    mirrored: status.size(.mirror),
                    offer: try offer(origin, from: status.size(.witness)).offer,
                    first: first
                )
            )
        }
        return logs
    }

    /// Compares a note of telemetry that headquarters holds with what lies here; nil for another log's.
    func compareTelemetry(_ checkpoint: Checkpoint) throws -> Bool? {
        guard isTelemetry(checkpoint.origin) else { return nil }
        guard checkpoint.head.size > 0 else { return true }
        guard let status = try store.status(of: checkpoint.origin),
            checkpoint.head.size <= status.head.size
        else { return false }
        return try store.root(of: checkpoint.origin, size: checkpoint.head.size) == checkpoint.head.root
    }

    func writeTelemetry(_ drafts: [Draft]) throws {
        try openTelemetry()
        guard var written = telemetry else { return }
        // A journal that threw recovers with its next call.
        defer { telemetry = written }
        try written.append(drafts, at: reading)
        telemetry = written
        publishTelemetry()
    }

    private func publishTelemetry() {
        guard let telemetry else { return }
        let (origin, size) = (telemetry.journal.origin, telemetry.journal.head.size)
        change {
            $0.telemetry = origin
            $0.telemetrySize = size
        }
    }
}
