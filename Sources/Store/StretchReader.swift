import GRDB
import Records

/// Gathers stored records that follow each other, as far as they fit: one in any case.
struct StretchReader {
    private let byteCountMax: Int
    private var taken: [RecordBundle] = []
    private var count = 0
    private var byteCount = 0

    /// A reader for so many bytes of leaves and bodies with their lengths, at most what a bundle holds.
    init(byteCountMax: Int) { self.byteCountMax = min(byteCountMax, RecordBundle.byteCountMax) }

    var isEmpty: Bool { count == 0 }

    /// Whether half of the room is used.
    var isHalfFull: Bool { byteCount * 2 > byteCountMax }

    /// Takes the records in a range of indices, which follows what was taken before.
    ///
    /// - Returns: whether all of them fitted.
    mutating func take(_ indices: Range<UInt64>, of log: StoredLog, _ db: Database) throws -> Bool {
        var isWhole = true
        try BundleRows(db: db, log: log.id).forEach(in: indices) { stretch in
            let bundle = stretch.bundle
            var fitting = bundle.fittingCount(
                from: 0,
                byteCountMax: byteCountMax - byteCount,
                countMax: RecordBundle.countMax - count
            )
            if fitting == 0, count == 0 { fitting = 1 }
            isWhole = fitting == bundle.count
            guard fitting > 0 else { return false }
            let part = try bundle.slice(0..<fitting)
            taken.append(part)
            count += fitting
            byteCount += part.leaves.count + part.bodies.count
            return isWhole
        }
        return isWhole
    }

    /// What was taken.
    func bundle() throws(RecordsError) -> RecordBundle { try RecordBundle(joining: taken) }
}
