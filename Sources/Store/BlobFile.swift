package import Cryptography
import FoundationEssentials
import GRDB
package import Records
import Synchronization

/// The file of sealed blobs, apart from the evidence: what is in it can be fetched again, or given up when room is short.
///
/// One row for each chunk, and no book beside them: which chunks are held is which rows are there, so that no crash can
/// make the two disagree. A commit is on the disk before it returns (synchronous=FULL).
///
/// Every call blocks until its work is done, and throws ``RecordsError`` `.unavailable` where the file cannot be read or
/// written, `.exhausted` where the disk is full.
package final class BlobFile: Sendable {
    private let pool: DatabasePool
    private let byteCountMax: Int
    /// The tree of the blob that was read last: all its pieces are asked for one after the other.
    private let tree = Mutex<(blob: Digest, tree: PieceTree)?>(nil)

    /// Opens the file, or makes an empty one.
    ///
    /// `byteCountMax` is the most bytes of all sealed chunks together.
    package convenience init(path: String, byteCountMax: Int) throws(RecordsError) {
        try self.init(path: path, byteCountMax: byteCountMax, configuration: Configuration())
    }

    init(path: String, byteCountMax: Int, configuration: Configuration) throws(RecordsError) {
        self.byteCountMax = byteCountMax
        var configuration = configuration
        configuration.label = "blobs"
        configuration.prepareDatabase { db in
            // Before the first table: what is given up goes back to the disk, whose room the evidence needs.
            if !db.configuration.readonly { try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // What is erased is overwritten, not only forgotten.
                try db.execute(sql: "PRAGMA secure_delete = ON")
            }
            try Self.migrator.migrate(pool)
        } catch {
            throw RecordsError(storage: error)
        }
    }

    /// Closes the file; every later call throws.
    package func close() throws(RecordsError) {
        do { try pool.close() } catch { throw RecordsError(storage: error) }
    }

    /// The chunks of a blob that are here.
    package func held(_ manifest: BlobManifest) throws(RecordsError) -> BlobBitmap {
        try read { db in
            var held = BlobBitmap(count: manifest.chunkCount)
            for place in try Int.fetchAll(
                db,
                sql: "SELECT place FROM chunk JOIN blob ON blob.id = blob WHERE digest = ?",
                arguments: [Data(manifest.digest.bytes)]
            ) { held.insert(place) }
            return held
        }
    }

    /// The manifest of a blob of which every chunk is here; nil for another one.
    package func whole(_ digest: Digest) throws(RecordsError) -> BlobManifest? {
        guard let manifest = try manifest(digest), try held(manifest).isWhole else { return nil }
        return manifest
    }

    /// Stores a chunk whose pieces were held against the manifest; one that is here already stays as it is.
    ///
    /// - Throws: `.exhausted` also where the room for blobs is used up.
    package func put(_ bytes: [UInt8], chunk: Int, of manifest: BlobManifest) throws(RecordsError) {
        try write { db in try self.insert(db, bytes, chunk: chunk, of: manifest) }
    }

    /// Stores a whole blob in one step.
    ///
    /// - Throws: `.exhausted` also where the room for blobs is used up.
    package func put(_ blob: SealedBlob) throws(RecordsError) {
        try write { db in
            for (index, bytes) in blob.chunks.enumerated() {
                try self.insert(db, bytes, chunk: index, of: blob.reference.manifest)
            }
        }
    }

    /// A piece of a whole blob and the hashes that lead from it to the root; nil where the blob is not whole here.
    package func piece(_ index: Int, of digest: Digest) throws(RecordsError) -> (
        bytes: [UInt8], path: [Digest]
    )? {
        guard let manifest = try manifest(digest), (0..<manifest.pieceCount).contains(index) else {
            return nil
        }
        let tree = try tree(of: manifest)
        guard tree.root == manifest.root, let path = tree.path(of: index) else { return nil }
        let chunk = index / BlobManifest.pieceCountPerChunk
        let start = index % BlobManifest.pieceCountPerChunk * BlobManifest.pieceByteCount
        let bytes = try read { db in
            try Data.fetchOne(
                db,
                sql: """
                    SELECT substr(bytes, ?, ?) FROM chunk JOIN blob ON blob.id = blob
                    WHERE digest = ? AND place = ?
                    """,
                arguments: [start + 1, BlobManifest.pieceByteCount, Data(digest.bytes), chunk]
            )
        }
        return bytes.map { ([UInt8]($0), path) }
    }

    /// The content of a blob.
    ///
    /// - Throws: `.unavailable` where it is not whole here; `.mismatch` where what lies here is not what was named.
    package func content(of reference: BlobReference) throws(RecordsError) -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(Int(reference.manifest.byteCount))
        for index in 0..<reference.manifest.chunkCount {
            guard let chunk = try chunk(index, of: reference.digest) else {
                throw RecordsError(.unavailable, "the file is not here whole yet")
            }
            do { content += try SealedBlob.open(chunk, at: index, key: reference.key.bytes) } catch {
                throw RecordsError(.mismatch, "the file was changed on the disk; fetch it again")
            }
        }
        guard SHA256.hash(content) == reference.content else {
            throw RecordsError(.mismatch, "the file is not the one that the record names")
        }
        return content
    }

    /// Takes blobs away, so that they can be read from the file no more.
    package func erase(_ digests: some Sequence<Digest>) throws(RecordsError) {
        tree.withLock { $0 = nil }
        try write { db in
            for digest in digests {
                try db.execute(sql: "DELETE FROM blob WHERE digest = ?", arguments: [Data(digest.bytes)])
            }
        }
        do {
            // The write-ahead log still holds the pages as they were: it is emptied into the file.
            try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        } catch {
            throw RecordsError(storage: error)
        }
    }

    /// Takes a blob away a chunk at a time and gives the disk back what it took: a full disk has no room for more at once.
    package func giveUp(_ digest: Digest) throws(RecordsError) {
        tree.withLock { $0 = nil }
        let blob = Data(digest.bytes)
        var hasMore = true
        while hasMore {
            hasMore = try write { db in
                try db.execute(
                    sql: """
                        DELETE FROM chunk WHERE (blob, place) IN (SELECT blob, place FROM chunk
                            WHERE blob = (SELECT id FROM blob WHERE digest = ?) LIMIT 1)
                        """,
                    arguments: [blob]
                )
                return db.changesCount > 0
            }
            do {
                try pool.writeWithoutTransaction { db in
                    _ = try Row.fetchAll(db, sql: "PRAGMA incremental_vacuum")
                    _ = try db.checkpoint(.truncate)
                }
            } catch {
                throw RecordsError(storage: error)
            }
        }
        try erase([digest])
    }

    /// Every blob of which something is here.
    package func digests() throws(RecordsError) -> Set<Digest> {
        try read { db in
            Set(try Data.fetchAll(db, sql: "SELECT digest FROM blob").compactMap { Digest([UInt8]($0)) })
        }
    }

    /// The bytes of all sealed chunks together.
    package func byteCount() throws(RecordsError) -> Int { try read { db in try Self.byteCount(db) } }
}

extension BlobFile {
    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("blobs/v1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE blob (
                        id INTEGER PRIMARY KEY,
                        digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
                        manifest BLOB NOT NULL
                    ) STRICT
                    """
            )
            // The hashes stand before the bytes: reading them then does not walk through the chunk's pages.
            try db.execute(
                sql: """
                    CREATE TABLE chunk (
                        blob INTEGER NOT NULL REFERENCES blob (id) ON DELETE CASCADE,
                        place INTEGER NOT NULL CHECK (place >= 0),
                        hashes BLOB NOT NULL CHECK (length(hashes) % 32 = 0 AND length(hashes) BETWEEN 32 AND 256),
                        bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 17 AND 262144),
                        PRIMARY KEY (blob, place)
                    ) STRICT
                    """
            )
        }
        return migrator
    }

    private static func byteCount(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT coalesce(sum(length(bytes)), 0) FROM chunk") ?? 0
    }

    private func insert(_ db: Database, _ bytes: [UInt8], chunk: Int, of manifest: BlobManifest) throws {
        guard (0..<manifest.chunkCount).contains(chunk), bytes.count == manifest.chunkByteCount(at: chunk)
        else { throw RecordsError(.mismatch, "the blob has no such chunk") }
        guard try Self.byteCount(db) + bytes.count <= byteCountMax else {
            throw RecordsError(.exhausted, "the room for files is used up: \(byteCountMax >> 20) MiB")
        }
        let digest = Data(manifest.digest.bytes)
        try db.execute(
            sql: "INSERT INTO blob (digest, manifest) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
            arguments: [digest, Data(manifest.encoded)]
        )
        try db.execute(
            sql: """
                INSERT INTO chunk (blob, place, hashes, bytes)
                VALUES ((SELECT id FROM blob WHERE digest = ?), ?, ?, ?) ON CONFLICT DO NOTHING
                """,
            arguments: [
                digest, chunk, Data(PieceTree.hashes(ofChunk: bytes).flatMap(\.bytes)), Data(bytes),
            ]
        )
    }

    private func manifest(_ digest: Digest) throws(RecordsError) -> BlobManifest? {
        let bytes = try read { db in
            try Data.fetchOne(
                db,
                sql: "SELECT manifest FROM blob WHERE digest = ?",
                arguments: [Data(digest.bytes)]
            )
        }
        return try bytes.map { bytes throws(RecordsError) in try BlobManifest(decoding: [UInt8](bytes)) }
    }

    private func chunk(_ index: Int, of digest: Digest) throws(RecordsError) -> [UInt8]? {
        try read { db in
            try Data.fetchOne(
                db,
                sql: "SELECT bytes FROM chunk JOIN blob ON blob.id = blob WHERE digest = ? AND place = ?",
                arguments: [Data(digest.bytes), index]
            )
        }
        .map { [UInt8]($0) }
    }

    private func tree(of manifest: BlobManifest) throws(RecordsError) -> PieceTree {
        let digest = manifest.digest
        if let known = tree.withLock({ $0 }), known.blob == digest { return known.tree }
        let rows = try read { db in
            try Data.fetchAll(
                db,
                sql: "SELECT hashes FROM chunk JOIN blob ON blob.id = blob WHERE digest = ? ORDER BY place",
                arguments: [Data(digest.bytes)]
            )
        }
        let made = PieceTree(
            rows.flatMap { row in
                let bytes = [UInt8](row)
                return stride(from: 0, to: bytes.count, by: Digest.byteCount).compactMap { start in
                    Digest(bytes.span.extracting(start..<start + Digest.byteCount))
                }
            }
        )
        // Only a whole blob has its root: what is not whole is read again each time.
        if made.root == manifest.root { tree.withLock { $0 = (digest, made) } }
        return made
    }

    private func write<Result>(_ body: (Database) throws -> Result) throws(RecordsError) -> Result {
        do { return try pool.write(body) } catch { throw RecordsError(storage: error) }
    }

    private func read<Result>(_ body: (Database) throws -> Result) throws(RecordsError) -> Result {
        do { return try pool.read(body) } catch { throw RecordsError(storage: error) }
    }
}
