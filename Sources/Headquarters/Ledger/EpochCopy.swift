import Authority
package import Custody
import Records

/// One epoch of a cabinet's acts as headquarters holds it.
package struct EpochCopy: Sendable, Equatable {
    /// What is known of it.
    package var log: ActsEpoch
    /// What it counts for.
    package var standing: EpochStanding
    /// How many of its leaves lie here with every body, under a cosigned head.
    package var mirroredSize: UInt64 = 0
    /// Whether its first leaf is here under a cosigned head; else what was announced of it is all that is known.
    var isOpeningProved = false

    /// An epoch of which nothing is judged yet.
    package init(_ log: ActsEpoch) {
        self.log = log
        standing = log.epoch == 1 ? .enrolled : .provisional(.openingMissing)
    }
}

extension CabinetCopy {
    /// The most epochs of one cabinet; one that opens more is broken or lies.
    package static let epochCountMax = 1_000

    /// The newest epoch.
    package var current: EpochCopy? { epochs.last }

    /// Whether the newest epoch counts; a cabinet in another one gets no time.
    package var isCurrentEpochCounting: Bool { current?.standing.counts ?? false }

    /// The head at which an epoch ends, where a later one counts that says so.
    func end(of place: Int) -> UInt64? {
        if case .provisional(.leftOut) = epochs[place].standing { return 0 }
        guard let next = following(place) else { return nil }
        return epochs[next].standing.cut?.size ?? epochs[place].log.closed?.size ?? 0
    }

    /// The epoch that goes on from another; nil where none does that counts.
    ///
    /// It is the next one, or the first one of a machine that officers enrolled behind this one's end.
    func following(_ place: Int) -> Int? {
        epochs.indices.first { later in
            guard later > place, epochs[later].standing.counts else { return false }
            guard case .replaced(let cut) = epochs[later].standing else { return later == place + 1 }
            return cut.origin == epochs[place].log.origin.text
        }
    }

    /// The newest epoch that counts and behind which all is here that another machine would want back.
    ///
    /// An earlier one may have ended with a head of which leaves never came: nobody has them any more, and nothing behind it can be
    /// reached.
    ///
    /// Nor does one count here that was only announced: until a record of it is here its promised key proves nothing to another machine,
    /// and no start remembers it. What officers let begin is known from them.
    var lastReached: EpochCopy? {
        let last = unfinished?.log.epoch ?? .max
        let counting = epochs.filter { $0.standing.counts && $0.log.epoch <= last }
        return counting.last { $0.mirroredSize > 0 || $0.standing != .continued } ?? counting.first
    }

    /// The first epoch that counts and is over, and of which not every record below its end is here; nil where none is.
    ///
    /// They may be under way. Where the cabinet's disk was put back below them they are nowhere any more, and it waits for them until
    /// officers enrol another machine under its name.
    package var unfinished: EpochCopy? {
        let place = epochs.indices.first { place in
            epochs[place].standing.counts && (end(of: place).map { epochs[place].mirroredSize < $0 } ?? false)
        }
        return place.map { epochs[$0] }
    }
}
