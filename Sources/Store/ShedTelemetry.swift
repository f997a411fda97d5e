import Custody
import Records

/// What the telemetry in a store says of itself that it gave up.
///
/// Whoever has the file can delete the oldest rows of such a log, too. A cabinet writes which ones before they go, into a later epoch,
/// under a key that lies elsewhere; and it gives nothing up of an epoch that goes on.
struct ShedTelemetry<Store: LogStore> {
    let store: Store

    /// Whether all records of an own log below an index were given up in order.
    ///
    /// Where the oldest records of a later epoch are gone as well, what they said is with them: that they may be gone is asked of that
    /// epoch.
    func isSaid(below first: UInt64, of origin: Origin) throws(RecordsError) -> Bool {
        guard LogNames.isTelemetry(origin), try hasEnded(origin) else { return false }
        var stretches: [TelemetryShed] = []
        for log in try laterEpochs(than: origin) {
            if try store.firstIndex(of: log.origin) > 0 { return true }
            // Where a log cannot be read any more it says nothing from there on; its own audit says what is wrong with it.
            try? store.forEachRecord(of: log.origin, from: 0, to: log.head.size) { _, record in
                guard let opened = try? record.opened(), (try? opened.kind())?.kind == .telemetryShed,
                    let shed = try? opened.detail(as: TelemetryShed.self), shed.origin == origin.text
                else { return }
                stretches.append(shed)
            }
        }
        var end: UInt64 = 0
        for stretch in stretches.sorted(by: { $0.first < $1.first }) where stretch.first <= end {
            end = max(end, stretch.last + 1)
        }
        return end >= first
    }

    private func hasEnded(_ origin: Origin) throws(RecordsError) -> Bool {
        guard let size = try store.status(of: origin)?.head.size, size > 0 else { return false }
        let last = try store.record(at: size - 1, of: origin)
        return (try? last?.opened().kind())?.kind == .epochClosed
    }

    private func laterEpochs(than origin: Origin) throws(RecordsError) -> [LogStatus] {
        guard let name = CabinetLogName(origin) else { return [] }
        return try store.logs()
            .filter { log in
                guard log.isOwn, let other = CabinetLogName(log.origin) else { return false }
                return other.isTelemetry(of: name.cabinet, in: name.organisation) && other.epoch > name.epoch
            }
            .sorted { $0.origin.epoch < $1.origin.epoch }
    }
}
