import FoundationEssentials
import GRDB
import Records

/// Reads a stored log from its first leaf and holds it against everything that was signed of it.
///
/// Unlike an audit it takes no row for granted: a log whose own row, notes or framing are damaged is what it is there for.
struct DamageReader {
    /// What was read.
    struct Reading {
        /// What is not as it was signed; nothing where all is.
        fileprivate(set) var damages: [LogDamage] = []
        /// The leaves below the first damage that lie under a cosigned head and have the bodies that they commit to.
        fileprivate(set) var kept = TreeFrontier()
        /// The index of the first leaf that is here.
        fileprivate(set) var first: UInt64 = 0
    }

    /// A head as a note's row names it.
    private struct Head {
        let head: TreeHead
        let role: NoteRole
    }

    private let db: Database
    private let log: Int64
    private let policy: CheckpointPolicy
    private var reading = Reading()
    /// The heads that are still ahead, smallest first.
    private var heads: [Head] = []
    private var frontier = TreeFrontier()
    /// The leaves that the last head has confirmed.
    private var confirmed = TreeFrontier()
    /// The first leaf behind them that is none of this log's form, and the first with another body than its own.
    private var strayLeaf: UInt64?
    private var strayBody: UInt64?

    private var origin: Origin { policy.origin }

    init(_ db: Database, log: Int64, signedBy policy: CheckpointPolicy) {
        (self.db, self.log, self.policy) = (db, log, policy)
    }

    /// Reads everything, up to the first damage.
    mutating func read() throws -> Reading {
        let stored = try? StoredLog.fetch(db, origin)
        try readHeads()
        if try begin(), try readLeaves() { compare(stored) }
        // Where the oldest records were given up their tree cannot be made anew: it must be sound as far as it is kept.
        let tileStart = reading.kept.size / UInt64(Tile.widthMax) * UInt64(Tile.widthMax)
        if reading.first > 0, tileStart < reading.first || self.stored(reading.kept.size) != reading.kept {
            reading.kept = TreeFrontier()
        }
        return reading
    }

    /// Whether a kept note is one of this log and says what its row says.
    static func isSound(_ row: Row, under policy: CheckpointPolicy) -> Bool {
        guard let bytes = try? row.bytes("bytes"), let note = try? SignedNote(parsing: bytes),
            let head = try? policy.verify(note).head
        else { return false }
        return (try? row.size("size")) == head.size && (try? row.digest("root")) == head.root
    }
}

extension DamageReader {
    private mutating func readHeads() throws {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT role, size, root FROM note WHERE log = ? ORDER BY size",
            arguments: [log]
        )
        for row in rows {
            guard let size = try? row.size("size"), let root = try? row.digest("root"),
                let text = try? row.text("role"), let role = NoteRole(rawValue: text)
            else { continue }
            if size > 0 { heads.append(Head(head: TreeHead(size: size, root: root), role: role)) }
        }
        for role in NoteRole.allCases {
            let newest = try Row.fetchOne(
                db,
                sql:
                    "SELECT size, root, bytes FROM note WHERE log = ? AND role = ? ORDER BY size DESC LIMIT 1",
                arguments: [log, role.rawValue]
            )
            guard let newest, !Self.isSound(newest, under: policy) else { continue }
            let size = (try? newest.size("size")) ?? 0
            heads.removeAll { $0.role == role && $0.head.size == size }
            find(.note, 0..<size)
        }
    }

    /// Comes to the first leaf that is here: oldest records may have been given up.
    ///
    /// - Returns: false where the tree below it cannot be read.
    private mutating func begin() throws -> Bool {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT first FROM bundle WHERE log = ? ORDER BY first LIMIT 1",
            arguments: [log]
        )
        guard let first = try row?.size("first"), first > 0 else { return true }
        reading.first = first
        guard let start = stored(first) else {
            find(.tree, 0..<first)
            return false
        }
        (frontier, confirmed) = (start, start)
        heads.removeAll { $0.head.size <= first }
        return true
    }

    /// Reads leaves and bodies, up to the first damage.
    ///
    /// - Returns: whether there is none.
    private mutating func readLeaves() throws -> Bool {
        while let row = try nextRow() {
            let first = try row.size("first")
            guard first == frontier.size else {
                find(.missing, frontier.size..<max(first, frontier.size + 1))
                return false
            }
            guard let bundle = try? row.bundle(), Int64(bundle.count) == (try? row.integer("count")) else {
                find(.leaves, first..<first + UInt64(max(1, (try? row.integer("count")) ?? 1)))
                return false
            }
            for record in bundle.records {
                look(at: record)
                try frontier.append(TreeHash.leaf(record.leafBytes))
                guard meet() else { return false }
            }
        }
        return true
    }

    private func nextRow() throws -> Row? {
        let next = Int64(clamping: frontier.size)
        return try Row.fetchOne(
            db,
            sql: """
                SELECT first, count, leaves, bodies FROM bundle
                WHERE log = ? AND first + count > ? ORDER BY first LIMIT 1
                """,
            arguments: [log, next]
        )
    }

    private mutating func look(at record: Records.Record) {
        guard let leaf = try? Leaf(decoding: record.leafBytes), leaf.header.sequence == frontier.size else {
            strayLeaf = strayLeaf ?? frontier.size
            return
        }
        if !record.bodyBytes.isEmpty, !record.isAsCommitted { strayBody = strayBody ?? frontier.size }
    }

    /// Holds the leaves so far against the heads of their size.
    ///
    /// - Returns: false where they are not what was signed, or a body is not.
    private mutating func meet() -> Bool {
        guard let next = heads.first, next.head.size == frontier.size else { return true }
        let met = heads.prefix { $0.head.size == frontier.size }
        heads.removeFirst(met.count)
        let root = frontier.root
        guard met.contains(where: { $0.head.root == root }) else {
            find(.leaves, (strayLeaf ?? confirmed.size)..<frontier.size)
            return false
        }
        // What is signed is not damaged, whatever it says.
        strayLeaf = nil
        if let strayBody {
            find(.body, strayBody..<strayBody + 1)
            return false
        }
        confirmed = frontier
        if met.contains(where: { $0.role != .checkpoint && $0.head.root == root }) { reading.kept = frontier }
        return true
    }

    /// Holds what stands beside the leaves against them, once all were read.
    private mutating func compare(_ row: StoredLog?) {
        // Of a log that was given up before, what is signed beyond its end is on its way back.
        let signed = row?.isOwn ?? true ? heads.last?.head.size ?? 0 : 0
        let end = max(signed, row?.head.size ?? 0)
        if end > frontier.size { find(.missing, frontier.size..<end) }
        if let strayLeaf { find(.leaves, strayLeaf..<strayLeaf + 1) }
        if let strayBody { find(.body, strayBody..<strayBody + 1) }
        let isRowSound = (try? row?.key()) == policy.logKey && row?.head.size == frontier.size
        guard isRowSound, stored(confirmed.size) == confirmed else {
            return find(.tree, 0..<max(1, frontier.size))
        }
    }

    /// The frontier of a size as the tiles have it; nil where they cannot be read.
    private func stored(_ size: UInt64) -> TreeFrontier? {
        guard var prover = try? TreeProver(reader: TileRows(db: db, log: log), size: size) else { return nil }
        return try? prover.frontier()
    }

    private mutating func find(_ part: LogDamage.Part, _ indices: Range<UInt64>) {
        reading.damages.append(LogDamage(origin: origin, part: part, indices: indices))
    }
}
