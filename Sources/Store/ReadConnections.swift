import Dispatch
import GRDB
import Synchronization

/// The connections on which one file is read, a few at most, each opened when it is first needed.
///
/// The library's own pool asks for the version of the schema and parses the words that begin and end a transaction at every read,
/// which costs as much as a small read itself. The schema of this file does not change while it is open.
final class ReadConnections: Sendable {
    private static let countMax = 4

    private let path: String
    private let configuration: Configuration
    private let places = DispatchSemaphore(value: countMax)
    // Nil once they are closed.
    private let idle = Mutex<[DatabaseQueue]?>([])

    /// Connections to a file that a writer has made already.
    init(path: String, configuration: Configuration) {
        self.path = path
        var configuration = configuration
        configuration.readonly = true
        self.configuration = configuration
    }

    /// What a body reads, all of it from one snapshot.
    ///
    /// Who comes while each connection is in use waits for one.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        places.wait()
        defer { places.signal() }
        let connection = try take()
        defer { give(connection) }
        return try connection.unsafeRead { db in
            try db.cachedStatement(sql: "BEGIN DEFERRED TRANSACTION").execute()
            do {
                let result = try body(db)
                try db.cachedStatement(sql: "COMMIT TRANSACTION").execute()
                return result
            } catch {
                if db.isInsideTransaction { try? db.rollback() }
                throw error
            }
        }
    }

    /// Closes them when nobody reads any more; every later read throws.
    func close() throws {
        for _ in 0..<Self.countMax { places.wait() }
        defer { for _ in 0..<Self.countMax { places.signal() } }
        let connections = idle.withLock { idle in
            defer { idle = nil }
            return idle ?? []
        }
        for connection in connections { try connection.close() }
    }

    private func take() throws -> DatabaseQueue {
        let connection = try idle.withLock { idle in
            guard idle != nil else {
                throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the file is closed")
            }
            return idle?.popLast()
        }
        return try connection ?? DatabaseQueue(path: path, configuration: configuration)
    }

    private func give(_ connection: DatabaseQueue) { idle.withLock { $0?.append(connection) } }
}
