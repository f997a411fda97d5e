import Custody
import Records

// Telemetry makes room before anything else does.
extension CabinetLedger {
    /// Fewer records than this, about a megabyte, are not worth an epoch of their own: where that is all there is, the disk is
    /// full of something else.
    static var telemetryLeafCountMin: UInt64 { 4_096 }

    /// Gives telemetry up, the oldest first: of epochs that are over and whole at headquarters; where nothing else helps
    /// (`isUrgent`), also what lies nowhere else.
    ///
    /// The present epoch is ended for it first, so that a hole lies in a log that nobody goes on with: what follows in another
    /// log can be whole again. That something goes is a record before it goes. `leafCountMin`: so many records an epoch must
    /// have to be ended for it; none is, while one that is over waits to be given up.
    ///
    /// - Returns: whether something went, so that there may be more.
    func shedTelemetry(
        isUrgent: Bool,
        endingFrom leafCountMin: UInt64 = CabinetLedger.telemetryLeafCountMin
    ) throws -> Bool {
        // After a start on a disk that is full, or without a line, nobody has opened it yet.
        try inKeptRoom { try openTelemetry() }
        guard let telemetry else { return false }
        let over = try (1..<telemetry.epoch).compactMap { try store.status(of: origins.telemetry(epoch: $0)) }
        var isWaiting = false
        for log in over where log.isOwn {
            guard let indices = try store.sheddable(of: log.origin, below: log.head.size) else { continue }
            guard isUrgent || log.size(.mirror) >= log.head.size else {
                isWaiting = true
                continue
            }
            try say(indices, of: log)
            try store.shed(indices, of: log.origin)
            return true
        }
        guard !isWaiting, telemetry.journal.head.size >= leafCountMin else { return false }
        try inKeptRoom { try renewTelemetry(because: .shedding, ending: telemetry.epoch) }
        return isUrgent
    }

    private func say(_ indices: Range<UInt64>, of log: LogStatus) throws {
        let held = min(max(log.size(.mirror), indices.lowerBound), indices.upperBound) - indices.lowerBound
        let shed = TelemetryShed(
            origin: log.origin.text,
            first: indices.lowerBound,
            last: indices.upperBound - 1,
            heldCount: held
        )
        let draft = Draft(
            .telemetry,
            .telemetryShed,
            actor: OwnTelemetry<Store>.actor,
            detail: shed.canonical
        )
        try inKeptRoom { try writeTelemetry([draft]) }
    }
}
