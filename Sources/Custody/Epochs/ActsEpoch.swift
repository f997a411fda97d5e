package import Authority
package import Records

/// One epoch of a cabinet's acts, as whoever keeps it knows it.
package struct ActsEpoch: Sendable, Equatable {
    /// Counts epochs, from 1.
    package let epoch: UInt64
    /// The log.
    package let origin: Origin
    /// The key that signs its checkpoints (Ed25519).
    package let key: Bytes
    /// What its first leaf says; nil in the first epoch, and where that leaf is not here.
    package var opening: EpochOpening?
    /// Its newest head that headquarters has cosigned; nil before the first.
    package var closed: CitedHead?
    /// Whether its key signed two heads that contradict each other.
    package var isForked: Bool

    /// An epoch.
    package init(
        epoch: UInt64,
        origin: Origin,
        key: Bytes,
        opening: EpochOpening? = nil,
        closed: CitedHead? = nil,
        isForked: Bool = false
    ) {
        self.epoch = epoch
        self.origin = origin
        self.key = key
        self.opening = opening
        self.closed = closed
        self.isForked = isForked
    }
}

/// Why an epoch does not count yet.
package enum EpochDoubt: Sendable, Equatable, CustomStringConvertible {
    /// Its first leaf is not here, or says nothing of a key.
    case openingMissing
    /// The epoch before does not count.
    case previousInDoubt
    /// The epoch before promised another key.
    case keyNotPromised
    /// The epoch before contradicts itself.
    case previousForked
    /// Headquarters has not cosigned the head with which the epoch before is said to end, or has cosigned another.
    case endNotCosigned
    /// It does not begin in order: officers must look.
    case asksForOfficers

    /// Half a sentence in English, for records; screens have their own words.
    package var description: String {
        switch self {
        case .openingMissing: "its first record is not here yet"
        case .previousInDoubt: "the epoch before is in doubt itself"
        case .keyNotPromised: "the epoch before promised another key"
        case .previousForked: "the epoch before contradicts itself"
        case .endNotCosigned: "the end of the epoch before is not cosigned"
        case .asksForOfficers: "it does not begin in order"
        }
    }
}

/// What an epoch counts for.
package enum EpochStanding: Sendable, Equatable {
    /// The first one: by the cabinet's enrolment.
    case enrolled
    /// Its key was promised, and the epoch before ends under a cosigned head.
    case continued
    /// Two officers let it count from that end of the epoch before.
    case confirmed(cut: CitedHead)
    /// It is kept and attests nothing yet.
    case provisional(EpochDoubt)

    /// Whether its records say where seals are, and takes go on in it.
    package var counts: Bool { if case .provisional = self { false } else { true } }
}

/// Judges which epochs of a cabinet's acts count: the same rule at the cabinet and at headquarters.
package struct EpochJudge: Sendable {
    /// The cabinet's statement, which promises the key of epoch 2; nil where it is not known yet.
    package let cabinet: CabinetStatement?
    /// What officers let count, by epoch.
    package let confirmed: [UInt64: EpochStatement]

    /// A judge for one cabinet.
    package init(cabinet: CabinetStatement?, confirmed: [UInt64: EpochStatement]) {
        self.cabinet = cabinet
        self.confirmed = confirmed
    }

    /// A judge for one cabinet under a standing.
    package init(of cabinet: String, under standing: Standing) {
        self.init(cabinet: standing.cabinets[cabinet], confirmed: standing.cabinetEpochs[cabinet] ?? [:])
    }

    /// What each epoch counts for, oldest first, from the first one on.
    package func standings(of epochs: [ActsEpoch]) -> [EpochStanding] {
        var standings: [EpochStanding] = []
        for (place, epoch) in epochs.enumerated() {
            guard place > 0, let before = standings.last else {
                standings.append(.enrolled)
                continue
            }
            standings.append(judge(epoch, after: epochs[place - 1], before))
        }
        return standings
    }

    private func judge(_ epoch: ActsEpoch, after previous: ActsEpoch, _ standing: EpochStanding)
        -> EpochStanding
    {
        if let statement = confirmed[epoch.epoch], statement.key == epoch.key {
            return .confirmed(cut: statement.cut)
        }
        if let doubt = doubt(epoch, after: previous, standing) { return .provisional(doubt) }
        return .continued
    }

    private func doubt(_ epoch: ActsEpoch, after previous: ActsEpoch, _ standing: EpochStanding)
        -> EpochDoubt?
    {
        guard let opening = epoch.opening, opening.key == epoch.key,
            opening.previousOrigin == previous.origin.text, epoch.epoch == previous.epoch + 1
        else { return .openingMissing }
        guard standing.counts else { return .previousInDoubt }
        let promised = previous.epoch == 1 ? cabinet?.keys.nextActs : previous.opening?.nextKey
        guard promised == EpochOpening.commitment(to: epoch.key) else { return .keyNotPromised }
        guard !previous.isForked else { return .previousForked }
        // In order the end is the last own head; after a restore it is what headquarters had, because the rest is gone.
        let end: CitedHead?
        switch opening.reason {
        case .rotation: end = opening.lastOwn
        case .restore: end = opening.lastCosigned
        default: return .asksForOfficers
        }
        return end == previous.closed ? nil : .endNotCosigned
    }
}
