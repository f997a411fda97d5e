extension LogStore {
    /// Whether a record that was read at an index is the one that the log signed there.
    ///
    /// Who cannot read a record asks this: what was signed so says nothing for ever, and anything else is damaged here.
    package func isSigned(_ record: Record, at index: UInt64, of origin: Origin) throws(RecordsError) -> Bool
    {
        guard let head = try status(of: origin)?.proved, index < head.size else { return false }
        return try inclusion(of: index, in: origin, size: head.size)
            .holds(leafHash: TreeHash.leaf(record.leafBytes), head: head)
    }

    /// The record at an index, read anew and proved to lie under a signed head.
    ///
    /// - Throws: `.mismatch` where the tree of that head has another leaf there, or the body is not the leaf's.
    package func record(_ index: UInt64, of origin: Origin, under head: TreeHead) throws(RecordsError)
        -> OpenedRecord
    {
        let stretch = try records(of: origin, from: index, byteCountMax: 1)
        let proof = try inclusion(of: index, in: origin, size: head.size)
        guard stretch.first == index, let record = stretch.bundle.records.first,
            proof.holds(leafHash: TreeHash.leaf(record.leafBytes), head: head)
        else { throw RecordsError(.mismatch, "leaf \(index) of \(origin) is not the one that was signed") }
        return try record.opened()
    }
}
