package import Records

/// How much of a log's records a file shows.
package struct ShownOpenness: Sendable, Equatable {
    /// The log.
    package let origin: Origin
    /// Records in the file.
    package let count: Int
    /// Those of which every group is open.
    package let wholeCount: Int
    /// Those of which only the header is shown.
    package let shutCount: Int
    /// How many records have a group and keep it closed, by group.
    package let closed: [Group: Int]

    init(_ origin: Origin, _ records: [OpenedRecord]) {
        self.origin = origin
        count = records.count
        wholeCount = records.count { $0.body.completes($0.leaf) }
        shutCount = records.count { $0.body.commitments.isEmpty && !$0.leaf.header.commitments.isEmpty }
        var closed: [Group: Int] = [:]
        for record in records {
            for group in record.leaf.header.commitments.keys where record.body[group] == nil {
                closed[group, default: 0] += 1
            }
        }
        self.closed = closed
    }
}
