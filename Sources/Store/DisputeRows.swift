import FoundationEssentials
import GRDB
import Records

/// Records that contradict one log.
struct DisputeRows {
    let db: Database
    let log: Int64

    /// All of them, oldest first.
    func fetchAll() throws -> [LeafDispute] {
        try Row.fetchAll(
            db,
            sql: "SELECT reason, first, leaves, bodies FROM dispute WHERE log = ? ORDER BY id",
            arguments: [log]
        )
        .map { row in
            guard let reason = LeafDispute.Reason(rawValue: try row.text("reason")) else {
                throw RecordsError(.unknownVersion, "a dispute has a reason that is not known here")
            }
            return LeafDispute(
                reason: reason,
                first: try row.size("first"),
                bundle: try row.bundle()
            )
        }
    }

    /// Keeps records, once, as long as there is room for what contradicts this log.
    ///
    /// `isOwn` are leaves that were written here: there is always room for them.
    func put(_ dispute: LeafDispute, isOwn: Bool = false) throws {
        let isKnown = try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM dispute WHERE log = ? AND first = ? AND leaves = ?)",
            arguments: [log, Int64(clamping: dispute.first), Data(dispute.bundle.leaves)]
        )
        guard isKnown == false else { return }
        let used = try Int.fetchOne(
            db,
            sql: "SELECT coalesce(sum(length(leaves) + length(bodies)), 0) FROM dispute WHERE log = ?",
            arguments: [log]
        )
        let byteCount = dispute.bundle.leaves.count + dispute.bundle.bodies.count
        guard isOwn || (used ?? 0) + byteCount <= LeafDispute.byteCountMax else { return }
        try db.execute(
            sql: "INSERT INTO dispute (log, reason, first, leaves, bodies) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                log, dispute.reason.rawValue, Int64(clamping: dispute.first), Data(dispute.bundle.leaves),
                Data(dispute.bundle.bodies),
            ]
        )
    }
}
