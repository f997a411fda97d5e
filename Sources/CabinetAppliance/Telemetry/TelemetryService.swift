import Authority
import Custody
import Host
import Logging
import Records
import Store

/// Writes once a minute what the cabinet has measured of itself: one commit, whatever there is.
///
/// A power cut loses the minute that was not over.
struct TelemetryService {
    private static let interval: Duration = .seconds(60)

    let ledger: CabinetLedger<EvidenceFile>
    let gauges: Gauges
    let room: StorageRoom
    /// What went over the line since this was asked last.
    let tally: @Sendable () -> LineTally
    let logger: Logger

    /// Measures until the task is cancelled.
    func run() async {
        var pacing = TelemetryPacing(at: ledger.now)
        var hasFailed = false
        while !Task.isCancelled {
            do { try await ledger.clock.sleep(for: Self.interval) } catch { return }
            let now = ledger.now
            measure(at: now)
            do {
                try await tell(&pacing, at: now)
                hasFailed = false
            } catch {
                // Once: a disk that is full or ill stays so for a while.
                if !hasFailed { logger.error("telemetry.not-written", metadata: ["error": "\(error)"]) }
                hasFailed = true
            }
        }
    }

    /// Writes what there is to tell of the span that ends now; where it is not written, the span goes on.
    func tell(_ pacing: inout TelemetryPacing, at now: UInt64) async throws {
        let values = gauges.take()
        guard let due = pacing.due(values, at: now) else { return pacing.begin(at: now) }
        var isWritten = false
        defer { if !isWritten { gauges.giveBack(values) } }
        isWritten = try await ledger.measure(due)
        guard isWritten else { return }
        pacing.wrote(due)
        pacing.begin(at: now)
    }

    /// What is known at a moment; everything else is noted where it happens.
    func measure(at now: UInt64) {
        let view = ledger.view
        if let free = try? room.diskFreeByteCount() { gauges.note(.diskFree, free >> 20) }
        if let used = try? room.usedByteCount() { gauges.note(.recordsSize, used >> 20) }
        if let memory = ResidentMemory.byteCount { gauges.note(.memory, memory >> 20) }
        if let present = view.time.interval(atMonotonic: now) {
            let middle = present.low + (present.high - present.low) / 2
            gauges.note(.clockOffset, ledger.clock.wallMilliseconds - middle)
        }
        gauges.note(.clockQuality, ClockQuality(time: view.time, atMonotonic: now).rawValue)
        let line = tally()
        gauges.note(.lineUp, Int64(clamping: line.upMilliseconds / 1_000))
        gauges.note(.lineSent, Int64(line.sentByteCount))
        gauges.note(.lineReceived, Int64(line.receivedByteCount))
        if let roundTrip = line.roundTripMilliseconds {
            gauges.note(.roundTrip, Int64(clamping: roundTrip))
        }
        gauges.note(
            .actsUnmirrored,
            Int64(clamping: view.head.size - min(view.head.size, view.mirroredSize))
        )
        gauges.note(.actsUnsafe, Int64(clamping: view.head.size - min(view.head.size, view.safeSize)))
    }
}
