import Cryptography
import Records

/// What headquarters knows to be missing of its own logs, after it was restored from a backup.
struct Recovery {
    /// The most bytes of leaves and bodies that one cabinet's stretch of a log may have until its head proves them.
    static let byteCountMax = 64 * 1_024 * 1_024

    /// Leaves that a cabinet gave back and that no head proves yet.
    struct Stage {
        let origin: Origin
        var frontier: TreeFrontier
        var bundles: [RecordBundle] = []
        var byteCount = 0
    }

    /// By log, the largest head that own signatures prove and whose leaves are not here.
    private(set) var targets: [Origin: SignedNote] = [:]
    /// Own logs of which heads are known that no cabinet can give back.
    private(set) var lost: [Origin: UInt64] = [:]
    /// By cabinet, what it is giving back.
    var stages: [String: Stage] = [:]
    /// What was taken back since the log of findings could be written last.
    var news: [String] = []

    /// Whether anything is missing.
    var isUnderWay: Bool { !targets.isEmpty || !lost.isEmpty }

    /// - Throws: ``HeadquartersError`` `.unavailable` while anything is missing.
    func requireNothingMissing() throws {
        guard isUnderWay else { return }
        let logs = (targets.keys.map(\.text) + lost.keys.map(\.text)).sorted().joined(separator: ", ")
        throw HeadquartersError(
            .unavailable,
            "headquarters was restored from a backup and signs nothing before it has these records back: \(logs)"
        )
    }

    /// Learns of a head that is signed by the log's own key and lies beyond what is here.
    mutating func expect(_ note: SignedNote, of origin: Origin, size: UInt64) throws {
        if let known = targets[origin], try Checkpoint(known).head.size >= size { return }
        targets[origin] = note
    }

    /// Learns of a head of a log that no cabinet can give back.
    mutating func miss(_ origin: Origin, size: UInt64) { lost[origin] = max(lost[origin] ?? 0, size) }

    /// Learns that a log has so many leaves now.
    mutating func settle(_ origin: Origin, size: UInt64) throws {
        if let known = targets[origin], try Checkpoint(known).head.size <= size {
            targets[origin] = nil
        }
        if let missed = lost[origin], missed <= size { lost[origin] = nil }
    }
}
