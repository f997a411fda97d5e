import Cryptography
import FoundationEssentials
import GRDB
import Records

/// The stored tiles of one log.
struct TileRows: TileReader {
    let db: Database
    let log: Int64

    func hashes(of tile: Tile, width: Int) throws(RecordsError) -> [Digest] {
        do {
            if let row = try stored(level: tile.level, place: tile.index), row.count >= width {
                return Array(row.prefix(width))
            }
            guard tile.level == 0 else {
                throw RecordsError(.unavailable, "tile \(tile.index) of level \(tile.level) is not stored")
            }
            // The last tile of leaves is stored when it is full; until then the leaves speak for it.
            let start = tile.index * UInt64(Tile.widthMax)
            return try leafHashes(in: start..<start + UInt64(width))
        } catch {
            throw RecordsError(storage: error)
        }
    }

    /// Writes what a growth adds, and returns the hashes of the last tile of leaves where they are known then.
    ///
    /// `edge` has the hashes of the last tile of leaves before, nil where they have to be read.
    func write(_ growth: TreeGrowth, edge: [Digest]?) throws -> [Digest]? {
        for level in growth.levels.indices.dropFirst() {
            try extend(level: level, from: growth.firstPosition(level: level), by: growth.levels[level])
        }
        return try extendLeaves(growth, edge: edge)
    }

    /// Takes away every hash beyond the first `size` leaves.
    func truncate(at size: UInt64) throws {
        for level in 0...Tile.levelMax {
            let count = Tile.hashCount(level: level, size: size)
            let place = count / UInt64(Tile.widthMax)
            let width = level == 0 ? 0 : Int(count % UInt64(Tile.widthMax))
            try db.execute(
                sql: "DELETE FROM tile WHERE log = ? AND level = ? AND place >= ?",
                arguments: [log, level, Int64(width == 0 ? place : place + 1)]
            )
            guard width > 0 else { continue }
            try db.execute(
                sql:
                    "UPDATE tile SET hashes = substr(hashes, 1, ?) WHERE log = ? AND level = ? AND place = ?",
                arguments: [width * Digest.byteCount, log, level, Int64(place)]
            )
        }
    }
}

extension TileRows {
    private func extend(level: Int, from position: UInt64, by hashes: [Digest]) throws {
        var place = position / UInt64(Tile.widthMax)
        let width = Int(position % UInt64(Tile.widthMax))
        var tile: [Digest] = []
        if width > 0 {
            guard let stored = try stored(level: level, place: place), stored.count == width else {
                throw RecordsError(.mismatch, "tile \(place) of level \(level) does not end where it should")
            }
            tile = stored
        }
        var rest = hashes[...]
        while !rest.isEmpty {
            let added = rest.prefix(Tile.widthMax - tile.count)
            tile += added
            rest = rest.dropFirst(added.count)
            try put(tile, level: level, place: place)
            place += 1
            tile = []
        }
    }

    private func extendLeaves(_ growth: TreeGrowth, edge: [Digest]?) throws -> [Digest]? {
        let before = growth.sizeBefore
        let tiles = Tile.completed(level: 0, from: before, to: growth.sizeAfter)
        let start = before / UInt64(Tile.widthMax) * UInt64(Tile.widthMax)
        let known = before == start ? [] : edge
        guard !tiles.isEmpty else { return known.map { $0 + growth.levels[0] } }
        let hashes = try (known ?? leafHashes(in: start..<before)) + growth.levels[0]
        for (number, place) in tiles.enumerated() {
            let first = number * Tile.widthMax
            try put(Array(hashes[first..<first + Tile.widthMax]), level: 0, place: place)
        }
        return Array(hashes.dropFirst(tiles.count * Tile.widthMax))
    }

    private func put(_ hashes: [Digest], level: Int, place: UInt64) throws {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * Digest.byteCount)
        for hash in hashes { hash.append(to: &bytes) }
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO tile (log, level, place, hashes) VALUES (?, ?, ?, ?)
                ON CONFLICT (log, level, place) DO UPDATE SET hashes = excluded.hashes
                """
        )
        try statement.execute(arguments: [log, level, Int64(place), Data(bytes)])
    }

    private func stored(level: Int, place: UInt64) throws -> [Digest]? {
        let statement = try db.cachedStatement(
            sql: "SELECT hashes FROM tile WHERE log = ? AND level = ? AND place = ?"
        )
        return try statement.first([log, level, Int64(place)]) { try $0.digests("hashes", at: 0) }
    }

    /// The hashes of leaves that no full tile stands for.
    ///
    /// Where one is gone the drive has answered, and will not answer otherwise when it is asked again: what is stored is not what was
    /// signed.
    private func leafHashes(in indices: Range<UInt64>) throws -> [Digest] {
        var hashes: [Digest] = []
        do {
            try BundleRows(db: db, log: log).forEach(in: indices) { stretch in
                hashes += stretch.bundle.leafHashes
                return true
            }
        } catch let error as RecordsError where error.code == .unavailable {
            hashes = []
        }
        guard hashes.count == indices.count else {
            throw RecordsError(.mismatch, "leaves \(indices) are not all stored")
        }
        return hashes
    }
}
