/// What can be wrong with a reader: a row each of what the real ones and their line have done to hosts.
package enum ReaderFault: Hashable, Sendable {
    /// The status byte of exchanges has bit 7 set.
    case statusBit7
    /// The answer to select of a found tag says that it is no bytes long.
    case emptyAnswerToSelect
    /// Answers that need the radio come so much later than they should.
    case late(Duration)
    /// Answers that need the radio come so much later, and nothing that the host says in between stops them: the chip
    /// acknowledges it and takes it up afterwards.
    case belated(Duration)
    /// Answers come one byte at a time, so far apart.
    case dripping(Duration)
    /// The next command that needs the radio is taken and never answered; nothing is from then on.
    case dying
    /// The line is gone.
    case unplugged
    /// Nobody is at the far end of the line.
    case silent
    /// A bit of each answer is turned over on the line.
    case garbled
    /// The antenna is broken: no tag is found, and those that were found fall silent.
    case deaf

    /// The name in requests and answers on the control socket.
    package var name: String {
        switch self {
        case .statusBit7: "statusBit7"
        case .emptyAnswerToSelect: "emptyAnswerToSelect"
        case .late: "late"
        case .belated: "belated"
        case .dripping: "dripping"
        case .dying: "dying"
        case .unplugged: "unplugged"
        case .silent: "silent"
        case .garbled: "garbled"
        case .deaf: "deaf"
        }
    }

    /// The fault of a name; those with a time need one.
    package init?(name: String, duration: Duration?) {
        switch (name, duration) {
        case ("statusBit7", _): self = .statusBit7
        case ("emptyAnswerToSelect", _): self = .emptyAnswerToSelect
        case ("late", let duration?): self = .late(duration)
        case ("belated", let duration?): self = .belated(duration)
        case ("dripping", let duration?): self = .dripping(duration)
        case ("dying", _): self = .dying
        case ("unplugged", _): self = .unplugged
        case ("silent", _): self = .silent
        case ("garbled", _): self = .garbled
        case ("deaf", _): self = .deaf
        default: return nil
        }
    }
}

/// The faults of one reader, each for good or for a number of answers.
struct ReaderFaults {
    private struct Entry {
        let fault: ReaderFault
        /// How many answers it still spoils; nil until it is taken away.
        var remaining: Int?
    }

    private var entries: [String: Entry] = [:]

    var names: [String] { entries.keys.sorted() }

    mutating func set(_ fault: ReaderFault, count: Int?) {
        entries[fault.name] = Entry(fault: fault, remaining: count)
    }

    mutating func clear(_ name: String) {
        entries[name] = nil
    }

    func has(_ name: String) -> Bool {
        entries[name] != nil
    }

    /// The fault of that name if it spoils this answer, which is counted.
    mutating func use(_ name: String) -> ReaderFault? {
        guard let entry = entries[name] else { return nil }
        if let remaining = entry.remaining {
            entries[name] = remaining > 1 ? Entry(fault: entry.fault, remaining: remaining - 1) : nil
        }
        return entry.fault
    }
}
