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
    /// For how many hours hours are kept.
    package static let hourCountMax: Int64 = 30 * 24
    private static let period = Duration.seconds(10)
    /// Small enough that a page which waits for one slice is there at once, whatever a cabinet put into its records.
    private static let sliceByteCount = 1 << 16

    /// What is known of one cabinet.
    package struct Shown: Sendable {
        /// When headquarters cosigned the newest of its heads whose records are folded, in milliseconds since 1970; nil for one
        /// that was never heard.
        package let heard: Int64?
        /// How many values of yet other sensors and places it has told, which are not kept.
        package let beyondCount: UInt64
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
    /// The logs that could not be folded, until they can.
    private var failed: Set<Origin> = []
    /// The hour before which hours were thrown away last.
    private var forgottenBefore: Int64?

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
            // A backlog is no reason to stop late.
            do { while try await self.fold(), !Task.isCancelled {} } catch {
                self.logger.error("telemetry could not be folded", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Folds a slice of each log that has grown; one that cannot be read keeps no other back.
    ///
    /// - Returns: whether there is more.
    package func fold() throws -> Bool {
        try forgetOldHours()
        var hasMore = false
        for (cabinet, copy) in ledger.view.cabinets {
            for epoch in copy.telemetry {
                do {
                    if try fold(epoch, of: cabinet) { hasMore = true }
                    failed.remove(epoch.origin)
                } catch {
                    guard failed.insert(epoch.origin).inserted else { continue }
                    logger.error(
                        "a log of telemetry could not be folded",
                        metadata: ["log.origin": "\(epoch.origin)", "error": "\(error)"]
                    )
                }
            }
        }
        return hasMore
    }

    /// Throws away what has become older than what is kept, also while records stream in that never end.
    private func forgetOldHours() throws {
        let oldest = oldestHour
        guard oldest != forgottenBefore else { return }
        try history.forget(before: oldest)
        forgottenBefore = oldest
    }

    /// The oldest hour that is kept, by the clock of headquarters.
    private var oldestHour: Int64 { hour(of: ledger.clock.wallMilliseconds) - Self.hourCountMax }

    /// What is known of one cabinet, with hours from a count of them ago.
    package func show(_ cabinet: String, hourCount: Int64 = 7 * 24) throws -> Shown {
        let now = hour(of: ledger.clock.wallMilliseconds)
        var shed: [String: [SensorHistory.Shed]] = [:]
        let copy = ledger.view.cabinets[cabinet]
        let missing = (copy?.telemetryGaps ?? []).flatMap { $0.newest(Self.gapCountMax) }
        let gone = try missing.map { try ledger.origins.telemetry(of: cabinet, epoch: $0) }
        for origin in (copy?.telemetry ?? []).map(\.origin) + gone {
            shed[origin.text] = try history.shed(of: origin)
        }
        return Shown(
            heard: try history.heard(cabinet),
            beyondCount: try history.beyondCount(of: cabinet),
            latest: try history.latest(of: cabinet),
            hours: try history.hours(of: cabinet, from: now - hourCount),
            shed: shed
        )
    }

    /// Of how many missing epochs in a row is looked up what the cabinet said of them.
    static let gapCountMax: UInt64 = 16

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
        var (values, shed): ([SensorHistory.Latest], [SensorHistory.Shed]) = ([], [])
        for record in stretch.bundle.records.prefix(Int(count)) {
            guard let opened = try? record.opened(), let kind = try? opened.kind()?.kind else {
                skip(epoch.origin)
                continue
            }
            // A cabinet's clock may be wrong; nothing was measured after now.
            let time = min(opened.leaf.header.time.milliseconds, ledger.clock.wallMilliseconds)
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
        try history.take(
            values,
            // What a cabinet says of another one's log says nothing. An epoch that it gave up before headquarters knew of it
            // is its own.
            shed: shed.filter { isTelemetry($0.origin, of: cabinet) },
            heardAt: try heard(epoch.origin),
            oldestHour: oldestHour,
            of: cabinet,
            records: first..<first + count,
            in: epoch.origin
        )
        return first + count < epoch.provedSize
    }

    private func isTelemetry(_ name: String, of cabinet: String) -> Bool {
        CabinetLogName(name)?.isTelemetry(of: cabinet, in: ledger.origins.organisation) == true
    }

    /// When headquarters cosigned the newest head: by its own clock, whatever the cabinet's says, and the same after the
    /// history is made anew.
    private func heard(_ origin: Origin) throws -> Int64 {
        let key = ledger.witness.verifierKey
        guard
            let line = try ledger.store.status(of: origin)?.notes[.witness]?.signatures
                .first(where: { $0.claims(key) })
        else { return ledger.clock.wallMilliseconds }
        return Int64(clamping: try Cosignature(line.bytes).seconds) * 1_000
    }

    private func skip(_ origin: Origin) {
        guard unreadable.insert(origin).inserted else { return }
        logger.warning("a record of telemetry cannot be read", metadata: ["log.origin": "\(origin)"])
    }
}
