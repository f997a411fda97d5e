import Authority
import Custody
import Records
import Store

// What the ledger does when records press on their disk.
extension CabinetLedger where Store == EvidenceFile {
    /// The newest acts that always stay: screens and a start look back this far.
    static var keptLeafCount: UInt64 { LedgerStart<Store>.replayCountMax }

    /// Gives up, oldest first, telemetry, then acts that lie in a backup at headquarters while records press on their room, and
    /// keeps room back again when there is enough.
    ///
    /// `keptLeafCount`: so many of the newest stay; `leafCountMin`: so many records an epoch of telemetry must have to be ended
    /// for it. Returns whether there is more to do at once; each call is short, so that acts are written in between.
    ///
    /// - Throws: what the store throws. Nothing is lost then.
    func tendRoom(
        keeping keptLeafCount: UInt64 = CabinetLedger.keptLeafCount,
        endingTelemetryFrom leafCountMin: UInt64 = CabinetLedger.telemetryLeafCountMin
    ) throws -> Bool {
        guard let room else { return false }
        if view.isDiskFull, try room.hold() { change { $0.isDiskFull = false } }
        if try room.isPressed() {
            let isUrgent = try view.isDiskFull || room.isNearlyFull()
            // Whatever is wrong with it, acts make room behind it; the next value says what it was.
            if (try? shedTelemetry(isUrgent: isUrgent, endingFrom: leafCountMin)) == true { return true }
        }
        let (safe, size) = (view.safeSize, view.head.size)
        // A later epoch's first leaf names its key: it stays, and so do those behind it.
        guard view.epoch == 1, rebuilding == nil, size > keptLeafCount, safe > 0, try room.isPressed() else {
            return false
        }
        let bound = min(safe, size - keptLeafCount)
        guard try store.firstIndex(of: view.acts) < bound, try stand(above: bound) else { return false }
        return try store.prune(view.acts, below: bound)
    }

    /// Puts the newest named state into the evidence file, so that what is above it can be folded without what is below.
    ///
    /// - Returns: false where there is none that reaches so far: then nothing may be given up yet.
    private func stand(above bound: UInt64) throws -> Bool {
        let base = EvidenceBase(store)
        if let index = try base.states(of: view.acts).first?.index, index >= bound { return true }
        guard let states else { return false }
        try nameState()
        let recovery = StateRecovery(
            store: store,
            shelf: states,
            origin: view.acts,
            head: view.head,
            version: LedgerStart<Store>.version
        )
        guard case .found(let index, let pieces) = try recovery.find(), index >= bound,
            let state = try states.states(of: view.acts).first(where: { $0.index == index })
        else { return false }
        try base.keep(
            state,
            of: view.acts,
            parts: pieces.map { StatePart(name: $0.key, bytes: $0.value) }
        )
        return true
    }
}
