import FoundationEssentials
import GRDB
import Records

extension BundleRows {
    /// Puts whole bodies in the place of damaged ones, where leaves that are stored come once more.
    ///
    /// The tree covers leaves and not bodies, so a body that was damaged on its way is only seen against its leaf's
    /// commitments. One that was erased, or came with groups closed, is not damaged and stays as it is below what is mirrored.
    /// Above, nothing was erased yet: a body that is not whole there was held back by whoever brought the leaf, and would keep
    /// the mirror from ever reaching beyond it.
    func mendBodies(from bundle: RecordBundle, first: UInt64, mirroredSize: UInt64) throws {
        let end = first + UInt64(bundle.count)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, first, leaves, bodies FROM bundle
                WHERE log = ?1 AND first < ?3 AND first + count > ?2 ORDER BY first
                """,
            arguments: [log, Int64(first), Int64(end)]
        )
        for row in rows {
            let start = try row.size("first")
            let stored = try row.bundle()
            guard let mended = try Self.mended(stored, at: start, by: bundle, at: first, mirroredSize)
            else { continue }
            try db.execute(
                sql: "UPDATE bundle SET bodies = ? WHERE id = ?",
                arguments: [Data(mended.bodies), row.integer("id")]
            )
        }
    }

    /// The stored records with whole bodies for damaged ones; nil where there is nothing to mend.
    private static func mended(
        _ stored: RecordBundle,
        at start: UInt64,
        by offered: RecordBundle,
        at first: UInt64,
        _ mirroredSize: UInt64
    ) throws -> RecordBundle? {
        let low = max(start, first)
        let high = min(start + UInt64(stored.count), first + UInt64(offered.count))
        guard low < high else { return nil }
        let here = try stored.slice(Int(low - start)..<Int(high - start))
        let there = try offered.slice(Int(low - first)..<Int(high - first))
        guard here.bodies != there.bodies else { return nil }
        var records = stored.records
        var isMended = false
        for (index, record) in there.records.enumerated() {
            let place = Int(low - start) + index
            // What is sealed for a person can be judged by nobody here: whoever has the key finds out.
            guard records[place].bodyBytes != record.bodyBytes,
                let opened = try? record.opened(), opened.body.completes(opened.leaf, isErased: { _ in true })
            else { continue }
            let held = try? records[place].opened()
            let mayBeErased = start + UInt64(place) < mirroredSize
            let isWhole = held?.body.completes(opened.leaf, isErased: { _ in true }) ?? false
            if held != nil, mayBeErased || isWhole { continue }
            records[place] = record
            isMended = true
        }
        return isMended ? try RecordBundle(records) : nil
    }
}
