package import Authority
package import Records

/// Judges which epochs of a cabinet's acts count: the same rule at the cabinet, at headquarters and before a court.
package struct EpochJudge: Sendable {
    /// What officers said of each machine that stood under the cabinet's name, oldest first; none where that is not known yet.
    ///
    /// Each promises the key behind its first epoch.
    package let machines: [CabinetStatement]
    /// What officers let count, by epoch.
    package let confirmed: [UInt64: EpochStatement]

    /// A judge for one cabinet.
    package init(machines: [CabinetStatement], confirmed: [UInt64: EpochStatement]) {
        self.machines = machines
        self.confirmed = confirmed
    }

    /// A judge for one cabinet under a standing.
    package init(of cabinet: String, under standing: Standing) {
        self.init(
            machines: standing.machines(of: cabinet).map(\.statement),
            confirmed: standing.cabinetEpochs[cabinet] ?? [:]
        )
    }

    /// What each epoch counts for, oldest first, from the first one on.
    package func standings(of epochs: [ActsEpoch]) -> [EpochStanding] {
        var standings: [EpochStanding] = []
        for (place, epoch) in epochs.enumerated() {
            guard place > 0, let before = standings.last else {
                standings.append(judge(first: epoch))
                continue
            }
            standings.append(judge(epoch, after: epochs[place - 1], before))
        }
        return standings
    }

    /// The head at which officers ended an epoch; nil where they did not.
    package func cut(of origin: Origin) -> CitedHead? {
        // The newest word on it: a machine may be replaced in an epoch that officers had let count.
        machines.reversed().compactMap(\.replacement?.cut).first { $0.origin == origin.text }
            ?? confirmed.values.map(\.cut).first { $0.origin == origin.text }
    }

    /// The epoch that goes on from another, if it counts: the next one, or that of a machine which officers enrolled behind its end.
    package func following(_ epoch: UInt64) -> UInt64 {
        machines.compactMap(\.replacement).first { $0.cutEpoch == epoch }?.actsEpoch ?? epoch + 1
    }

    /// The epoch from which another goes on.
    package func preceding(_ epoch: UInt64) -> UInt64 {
        machine(beginning: epoch)?.replacement?.cutEpoch ?? epoch - min(epoch, 1)
    }

    /// The statement of the machine whose record begins with an epoch; nil for an epoch that goes on from another.
    package func machine(beginning epoch: UInt64) -> CabinetStatement? {
        machines.first { ($0.replacement?.actsEpoch ?? 1) == epoch }
    }

    /// Whether officers ended the record before an epoch, and let it go on behind it.
    package func isLeftOut(_ epoch: UInt64) -> Bool {
        machines.contains { machine in
            machine.replacement.map { $0.cutEpoch < epoch && epoch < $0.actsEpoch } ?? false
        }
    }

    private func judge(first epoch: ActsEpoch) -> EpochStanding {
        isLeftOut(epoch.epoch) ? .provisional(.leftOut) : replaced(epoch) ?? .enrolled
    }

    private func judge(_ epoch: ActsEpoch, after previous: ActsEpoch, _ standing: EpochStanding)
        -> EpochStanding
    {
        guard !isLeftOut(epoch.epoch) else { return .provisional(.leftOut) }
        if let replaced = replaced(epoch) { return replaced }
        if let statement = confirmed[epoch.epoch], statement.key == epoch.key {
            return .confirmed(cut: statement.cut)
        }
        if let doubt = doubt(epoch, after: previous, standing) { return .provisional(doubt) }
        return .continued
    }

    /// What the first epoch of a machine counts for that took another's place: the key that officers signed, or nothing.
    private func replaced(_ epoch: ActsEpoch) -> EpochStanding? {
        guard let machine = machine(beginning: epoch.epoch), let cut = machine.replacement?.cut else {
            return nil
        }
        return machine.keys.acts == epoch.key ? .replaced(cut: cut) : .provisional(.keyNotPromised)
    }

    private func doubt(_ epoch: ActsEpoch, after previous: ActsEpoch, _ standing: EpochStanding)
        -> EpochDoubt?
    {
        guard let opening = epoch.opening, opening.key == epoch.key,
            opening.previousOrigin == previous.origin.text, epoch.epoch == previous.epoch + 1
        else { return .openingMissing }
        guard standing.counts else { return .previousInDoubt }
        let promised = machine(beginning: previous.epoch)?.keys.nextActs ?? previous.opening?.nextKey
        guard promised == EpochOpening.commitment(to: epoch.key) else { return .keyNotPromised }
        guard !previous.isForked else { return .previousForked }
        // In order the end is the last own head; after a restore or a bit error it is what headquarters had, because the rest is gone, or
        // goes on in this epoch.
        let end: CitedHead?
        switch opening.reason {
        case .rotation: end = opening.lastOwn
        case .restore, .bitError: end = opening.lastCosigned
        default: return .asksForOfficers
        }
        return end == previous.closed ? nil : .endNotCosigned
    }
}
