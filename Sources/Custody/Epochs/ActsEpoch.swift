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
    /// Officers ended the record before it, when another machine took the cabinet's name.
    case leftOut

    /// Half a sentence in English, for records; screens have their own words.
    package var description: String {
        switch self {
        case .openingMissing: "its first record is not here yet"
        case .previousInDoubt: "the epoch before is in doubt itself"
        case .keyNotPromised: "the epoch before promised another key"
        case .previousForked: "the epoch before contradicts itself"
        case .endNotCosigned: "the end of the epoch before is not cosigned"
        case .asksForOfficers: "it does not begin in order"
        case .leftOut: "officers ended the record before it, and enrolled another machine"
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
    /// The first one of another machine, which two officers enrolled under this name: the record before ends there.
    case replaced(cut: CitedHead)
    /// It is kept and attests nothing yet.
    case provisional(EpochDoubt)

    /// Whether its records say where seals are, and takes go on in it.
    package var counts: Bool { if case .provisional = self { false } else { true } }

    /// Where officers ended what was before; nil where they did not.
    package var cut: CitedHead? {
        switch self {
        case .confirmed(let cut), .replaced(let cut): cut
        case .enrolled, .continued, .provisional: nil
        }
    }
}
