import Custody
import Host
package import Logging
import Records
import ServiceLifecycle
package import Store

/// Folds what cabinets have measured, for people to look at, and shows it.
///
/// Apart from the ledger, on a thread of its own: nothing that must be cosigned waits for it.
package actor TelemetryDesk: Service {
    /// For how long hours are kept.
    package static let hourCountMax: Int64 = 30 * 24
    private static let period = Duration.seconds(10)
    private static let sliceByteCount = 1 << 20

    /// What is known of one cabinet.
    package struct Shown: Sendable {
        /// When its newest record was written, in milliseconds since 1970; nil for one that was never heard.
        package let heard: Int64?
        /// The last value of each sensor, by sensor and place.
        package let latest: [SensorHistory.Latest]
        /// The hours that are shown, by sensor, place and hour.
        package let hours: [SensorHistory.Hour]
        /// What it gave up, by log.
        package let shed: [String: [SensorHistory.Shed]]
    }

    private let ledger: HeadquartersLedger
    private let history: SensorHistory
    private let logger: Logger
    private let executor: any SerialExecutor
    /// The logs of which a record could not be read; each is logged once.
    private var unreadable: Set<Origin> = []

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// A desk over the ledger's copies; `executor` runs what blocks on the disk.
    package init(
        ledger: HeadquartersLedger,
        history: SensorHistory,
        logger: Logger,
        executor: any SerialExecutor = BlockingExecutor(label: "signet.headquarters.telemetry")
    ) {
        self.ledger = ledger
        self.history = history
        self.logger = logger
        self.executor = executor
    }

    /// Folds what comes until it is asked to stop.
    package nonisolated func run() async throws {
        await Periodic.run(every: Self.period) {
            do { while try await self.fold() {} } catch {
                self.logger.error("telemetry could not be folded", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Folds a slice of each log that has grown.
    ///
    /// - Returns: whether there is more.
    package func fold() throws -> Bool {
        var hasMore = false
        for (cabinet, copy) in ledger.view.cabinets {
            for epoch in copy.telemetry where try fold(epoch, of: cabinet) { hasMore = true }
        }
        guard !hasMore else { return true }
        try history.forget(before: hour(of: ledger.clock.wallMilliseconds) - Self.hourCountMax)
        return false
    }

    /// What is known of one cabinet, with hours from a count of them ago.
    package func show(_ cabinet: String, hourCount: Int64 = 7 * 24) throws -> Shown {
        let now = hour(of: ledger.clock.wallMilliseconds)
        var shed: [String: [SensorHistory.Shed]] = [:]
        for epoch in ledger.view.cabinets[cabinet]?.telemetry ?? [] {
            shed[epoch.origin.text] = try history.shed(of: epoch.origin)
        }
        return Shown(
            heard: try history.heard(cabinet),
            latest: try history.latest(of: cabinet),
            hours: try history.hours(of: cabinet, from: now - hourCount),
            shed: shed
        )
    }

    private func hour(of milliseconds: Int64) -> Int64 { milliseconds / SensorHistory.hourMilliseconds }

    /// Only what a head confirms that the log's key signed, so that nothing is folded that another record takes the place of.
    private func fold(_ epoch: TelemetryEpoch, of cabinet: String) throws -> Bool {
        let first = try history.size(of: epoch.origin)
        guard first < epoch.provedSize else { return false }
        let stretch = try ledger.store.records(
            of: epoch.origin,
            from: first,
            byteCountMax: Self.sliceByteCount
        )
        let count = min(UInt64(stretch.bundle.count), epoch.provedSize - first)
        guard count > 0 else { return false }
        var (values, shed, heardAt): ([SensorHistory.Latest], [SensorHistory.Shed], Int64) = ([], [], 0)
        for record in stretch.bundle.records.prefix(Int(count)) {
            guard let opened = try? record.opened(), let kind = try? opened.kind()?.kind else {
                skip(epoch.origin)
                continue
            }
            // A cabinet's clock may be wrong; nothing was measured after now.
            let time = min(opened.leaf.header.time.milliseconds, ledger.clock.wallMilliseconds)
            heardAt = max(heardAt, time)
            if kind == .valuesMeasured, let measured: ValuesMeasured = try? opened.detail() {
                values += measured.values.map { value in
                    SensorHistory.Latest(
                        sensor: value.sensor,
                        place: value.place,
                        value: value.value,
                        time: time
                    )
                }
            } else if kind == .telemetryShed, let gone: TelemetryShed = try? opened.detail() {
                shed.append(
                    SensorHistory.Shed(
                        origin: gone.origin,
                        first: gone.first,
                        last: gone.last,
                        heldCount: gone.heldCount
                    )
                )
            }
        }
        // What a cabinet says of another one's log says nothing.
        let own = Set((ledger.view.cabinets[cabinet]?.telemetry ?? []).map(\.origin.text))
        try history.take(
            values,
            shed: shed.filter { own.contains($0.origin) },
            heardAt: heardAt,
            of: cabinet,
            records: first..<first + count,
            in: epoch.origin
        )
        return first + count < epoch.provedSize
    }

    private func skip(_ origin: Origin) {
        guard unreadable.insert(origin).inserted else { return }
        logger.warning("a record of telemetry cannot be read", metadata: ["log.origin": "\(origin)"])
    }
}
