import Cryptography
import FoundationEssentials
import GRDB
import Records

/// The row of one log, as a transaction found it.
struct StoredLog {
    let id: Int64
    let origin: Origin
    /// The log's key as text: most steps need no key, and reading one costs more than they do.
    private let keyText: String
    private(set) var isOwn: Bool
    private(set) var head: TreeHead
    private var frontierBytes: [UInt8]
    private(set) var proved: TreeFrontier

    /// The row of a log, or nil.
    static func fetch(_ db: Database, _ origin: Origin) throws -> StoredLog? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM log WHERE origin = ?")
        return try statement.first([origin.text]) { try StoredLog($0, origin: origin) }
    }

    /// The row of a log that must be there.
    static func require(_ db: Database, _ origin: Origin) throws -> StoredLog {
        guard let log = try fetch(db, origin) else {
            throw RecordsError(.unavailable, "the log \(origin) was never opened here")
        }
        return log
    }

    /// Every row, in the order in which the logs were opened.
    static func fetchAll(_ db: Database) throws -> [StoredLog] {
        try Row.fetchAll(db, sql: "SELECT \(columns), origin FROM log ORDER BY id").map {
            try StoredLog($0, origin: Origin($0.text("origin")))
        }
    }

    /// Makes the row of an empty log.
    static func insert(_ db: Database, _ origin: Origin, key: NoteVerifierKey, isOwn: Bool) throws
        -> StoredLog
    {
        let empty = TreeFrontier()
        try db.execute(
            sql: """
                INSERT INTO log (origin, verifier_key, is_own, size, root, frontier, proved_size, proved_frontier)
                VALUES (?, ?, ?, 0, ?, ?, 0, ?)
                """,
            arguments: [
                origin.text, key.text, isOwn, Data(empty.root.bytes), Data(empty.encoded),
                Data(empty.encoded),
            ]
        )
        return try require(db, origin)
    }

    private static let columns = "id, verifier_key, is_own, size, root, frontier, proved_frontier"

    private init(_ row: Row, origin: Origin) throws {
        id = try row.integer("id", at: 0)
        self.origin = origin
        keyText = try row.text("verifier_key", at: 1)
        isOwn = try row.flag("is_own", at: 2)
        head = TreeHead(size: try row.size("size", at: 3), root: try row.digest("root", at: 4))
        frontierBytes = try row.bytes("frontier", at: 5)
        proved = try TreeFrontier(encoded: row.bytes("proved_frontier", at: 6))
    }

    /// The key that signs the log's checkpoints.
    func key() throws(RecordsError) -> NoteVerifierKey { try ReadKeys.key(keyText) }

    /// Whether this is the key that signs the log's checkpoints.
    func isSigned(by key: NoteVerifierKey) -> Bool { (try? self.key()) == key }

    /// The frontier, which must lead to the root beside it.
    func frontier() throws(RecordsError) -> TreeFrontier {
        guard let frontier = try? TreeFrontier(encoded: frontierBytes), frontier.head == head else {
            throw RecordsError(
                .mismatch,
                "the end of \(origin)'s tree is damaged; make it anew from the leaves"
            )
        }
        return frontier
    }

    /// The frontier of a size whose end is kept in this row: of all leaves, or of those that are confirmed; nil for another.
    ///
    /// Most heads that come are one of these two: what is kept then spares a walk through the tree.
    func frontier(of size: UInt64) throws(RecordsError) -> TreeFrontier? {
        if size == head.size { return try frontier() }
        return size == proved.size ? proved : nil
    }

    /// Makes an own log a copy.
    mutating func becomeCopy(_ db: Database) throws {
        try db.execute(sql: "UPDATE log SET is_own = 0 WHERE id = ?", arguments: [id])
        isOwn = false
    }

    /// Sets the end of the tree, if the row is still the one that was read: a compare-and-set.
    mutating func save(_ db: Database, frontier: TreeFrontier, proved: TreeFrontier) throws {
        let next = frontier.head
        let statement = try db.cachedStatement(
            sql: """
                UPDATE log SET size = ?, root = ?, frontier = ?, proved_size = ?, proved_frontier = ?
                WHERE id = ? AND size = ? AND root = ?
                """
        )
        try statement.execute(arguments: [
            Int64(next.size), Data(next.root.bytes), Data(frontier.encoded), Int64(proved.size),
            Data(proved.encoded), id, Int64(head.size), Data(head.root.bytes),
        ])
        guard db.changesCount == 1 else {
            throw RecordsError(.conflict, "somebody else appended to \(origin)")
        }
        head = next
        frontierBytes = frontier.encoded
        self.proved = proved
    }
}
