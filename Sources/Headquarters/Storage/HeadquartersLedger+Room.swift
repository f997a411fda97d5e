import Authority
import Custody
import Records
import Store

// What the ledger does when evidence presses on its disk: headquarters gives nothing up, so it takes nothing more in.
extension HeadquartersLedger {
    /// Stores what came of cabinets' logs, or refuses because the disk is full.
    ///
    /// - Throws: ``HeadquartersError`` `.full`; what the store throws.
    func takeIn(_ ingests: [Ingest]) throws -> [IngestOutcome] {
        guard !view.isDiskFull else { throw Self.full }
        do { return try store.ingest(ingests) } catch {
            guard error.code == .exhausted else { throw error }
            // Without room that was kept back nobody looks when there is some again: the disk is asked each time.
            guard room != nil else { throw Self.full }
            try close(because: error.message)
            throw Self.full
        }
    }

    /// Looks how much room is left: closes the door for records while there is enough for headquarters' own, and opens it again.
    ///
    /// Telemetry stays outside long before that: what nothing rests on takes no room that acts may need.
    package func tendRoom() throws {
        guard let room else { return }
        let isTight = try room.isTight()
        if isTight != view.isTelemetryHeldBack {
            var view = view
            view.isTelemetryHeldBack = isTight
            publish(view)
        }
        if view.isDiskFull {
            // Until then nothing is kept back again: what is written here finds all the room that there is.
            guard try room.hasRoomAgain(), try room.hold() else { return }
            var view = view
            view.isDiskFull = false
            publish(view)
        } else if try room.isNearlyFull() {
            try close(because: "hardly any room is left for records")
        }
    }

    /// Whether files may be laid down: they lie on the same disk, and what is kept back of it is for records.
    package nonisolated var hasRoomForFiles: Bool {
        guard let room else { return true }
        return !view.isDiskFull && (try? room.hasRoomForFiles()) == true
    }

    private static var full: HeadquartersError {
        HeadquartersError(.full, "headquarters' disk is full: nothing is taken in until there is room again")
    }

    /// Takes nothing more in, and says so as a finding in the room that was kept back.
    private func close(because reason: String) throws {
        _ = room?.giveUp()
        var view = view
        view.isDiskFull = true
        publish(view)
        HeadquartersMetrics.diskIsFull()
        try record([finding(.diskFull, reason, cabinet: nil, by: "storage")])
    }
}
