/// A log that headquarters writes, whatever its epoch.
package enum HeadquartersLog: Hashable, Sendable {
    /// What was given and taken away.
    case authority
    /// What people and programs did at headquarters.
    case acts
    /// Heads that were cosigned.
    case receipts
    /// What one site's cabinets obey.
    case policy(site: String)

    /// What stands between `ORG/hq/` and the epoch.
    package var name: String {
        switch self {
        case .authority: "authority"
        case .acts: "acts"
        case .receipts: "receipts"
        case .policy(let site): "policy/\(site)"
        }
    }

    /// The origin of one epoch.
    package func origin(_ organisation: String, epoch: UInt64) throws(RecordsError) -> Origin {
        try Origin("\(organisation)/hq/\(name)/e\(epoch)")
    }

    /// The log and the epoch that an origin names; nil for one that is not of this organisation's headquarters.
    package static func read(_ origin: String, of organisation: String) -> (
        log: HeadquartersLog, epoch: UInt64
    )? {
        let parts = origin.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, let last = parts.last, last.first == "e", let epoch = UInt64(last.dropFirst())
        else { return nil }
        let log: HeadquartersLog
        switch (parts[2], parts.count) {
        case ("authority", 4): log = .authority
        case ("acts", 4): log = .acts
        case ("receipts", 4): log = .receipts
        case ("policy", 5): log = .policy(site: parts[3])
        default: return nil
        }
        // Written again, so that one log has one name.
        guard epoch >= 1, (try? log.origin(organisation, epoch: epoch))?.text == origin else { return nil }
        return (log, epoch)
    }
}
