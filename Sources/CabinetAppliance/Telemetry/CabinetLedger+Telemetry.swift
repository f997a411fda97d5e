import Authority
package import Custody
import Host
import Records
import Replication

// What the cabinet measures of itself, in a log that opens nothing: whatever is wrong with it stops no take and no act.
extension CabinetLedger {
    /// The least time between two epochs that headquarters' answers cause, in milliseconds: who answers nonsense makes no more.
    static var telemetryRenewalPause: UInt64 { 3_600_000 }

    /// The most epochs of telemetry that a greeting shows.
    ///
    /// Those that are over and not whole at headquarters are few, because each of them is large. Of more the newest are shown, and headquarters says which numbers it lacks.
    static var telemetryGreetedCountMax: Int { 8 }
    /// How many epochs back a greeting looks for them.
    private static var telemetryLookedCountMax: UInt64 { 64 }

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
            first: acts.inherited?.replacement.telemetryEpoch ?? 1,
            act: acts.keys.act,
            boot: boot,
            at: reading,
            sayDamaged: sayDamaged
        )
        telemetry = opened
        publishTelemetry()
    }

    /// Ends an epoch in order and takes the next key into use; nothing where another one is written by then.
    ///
    /// Whoever tries again after an error thus ends what he wanted to end, and not the epoch that began meanwhile.
    func renewTelemetry(because reason: EpochReason, ending epoch: UInt64? = nil) throws {
        try openTelemetry()
        guard var renewed = telemetry, epoch.map({ $0 == renewed.epoch }) ?? true else { return }
        do { try renewed.renew(because: reason, at: reading, sayDamaged: sayDamaged) } catch {
            // The epoch may have ended without a next one: opening looks.
            telemetry = nil
            throw error
        }
        telemetry = renewed
        publishTelemetry()
    }

    private func sayDamaged(_ origin: Origin) throws {
        try findOnce("\(origin) is not stored as it was signed; telemetry goes on in the next epoch") {
            FindingDrafts.damaged($0)
        }
    }

    /// Writes a finding, unless the same one is among those that are kept: what is tried again each minute is found once.
    private func findOnce(_ note: String, _ draft: (String) -> Draft) throws {
        guard !view.custody.findings.contains(where: { $0.opened.note == note }) else { return }
        try append([draft(note)])
    }

    /// Begins the next epoch where headquarters holds other records of the present one than lie here, or where these cannot be
    /// read, and writes a finding: first, because a sound epoch says nothing of what it took the place of.
    ///
    /// What only lies here of the old epoch stays here. Nothing else waits for it. The finding names no epoch: whoever
    /// answers so each hour causes one and not one an hour.
    ///
    /// - Returns: whether the line has to be made anew.
    func renewTelemetry(_ origin: Origin, because reason: EpochReason) throws -> Bool {
        guard let telemetry, telemetry.journal.origin == origin else { return false }
        let now = clock.bootMilliseconds
        if let last = telemetryRenewedAt, now - min(now, last) < Self.telemetryRenewalPause { return false }
        switch reason {
        case .bitError:
            try findOnce("records of telemetry cannot be read any more; it goes on in the next epoch") {
                FindingDrafts.damaged($0)
            }
        default:
            let note =
                "headquarters holds other records of telemetry than lie here; it goes on in the next epoch"
            try findOnce(note) {
                reason == .restore ? FindingDrafts.rolledBack($0) : FindingDrafts.fork($0)
            }
        }
        telemetryRenewedAt = now
        try renewTelemetry(because: reason, ending: telemetry.epoch)
        return true
    }

    /// Whether a log is this cabinet's telemetry, in any epoch.
    nonisolated func isTelemetry(_ origin: Origin) -> Bool { origins.isTelemetry(origin) }

    /// What a greeting says of telemetry, oldest first: the epochs that are over in order, not whole at headquarters, and of
    /// which nothing was given up, and the present one.
    func telemetryGreetings() -> [OwnLogGreeting] {
        // Who cannot open it says so with the next value.
        try? openTelemetry()
        guard let telemetry else { return [] }
        var logs: [OwnLogGreeting] = []
        var isKnown = false
        let oldest = telemetry.epoch - min(telemetry.epoch - 1, Self.telemetryLookedCountMax - 1)
        for epoch in (oldest...telemetry.epoch).reversed() where logs.count < Self.telemetryGreetedCountMax {
            // One that cannot be shown keeps no other back.
            guard let origin = try? origins.telemetry(epoch: epoch),
                let status = try? store.status(of: origin)
            else { continue }
            let isWitnessed = status.size(.witness) > 0
            // Headquarters opens no epoch behind one that it holds already.
            guard isWitnessed || !isKnown else { continue }
            isKnown = isKnown || isWitnessed
            if let log = try? greeting(of: status, epoch, isPresent: epoch == telemetry.epoch) {
                logs.append(log)
            }
        }
        return logs.reversed()
    }

    private func greeting(of status: LogStatus, _ epoch: UInt64, isPresent: Bool) throws -> OwnLogGreeting? {
        let origin = status.origin
        guard status.head.size > 0 else { return nil }
        if !isPresent {
            let end = try OwnTelemetry.end(of: origin, in: store)
            guard end == .rotation || end == .shedding, try store.firstIndex(of: origin) == 0,
                status.size(.mirror) < status.head.size
            else { return nil }
        }
        // Of one that is over, no more than its newest signed head: nobody can sign another.
        let (offer, size) = try offer(origin, from: status.size(.witness))
        var first: Record?
        if epoch > 1 { first = try store.record(at: 0, of: origin) }
        return OwnLogGreeting(
            epoch: epoch,
            origin: origin,
            trafficClass: .telemetry,
            size: size,
            witnessed: status.size(.witness),
            mirrored: status.size(.mirror),
            offer: offer,
            first: first
        )
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
        do { try written.append(drafts, at: reading) } catch {
            let code = (error as? RecordsError)?.code
            // What waits for the disk recovers with its next call; of anything else opening finds out what to do.
            telemetry = code == .exhausted || code == .unavailable ? written : nil
            throw error
        }
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
