import Authority
import Records
import Store

/// Leaves of an own log that is over which cannot be read: they are passed over, and found.
struct UnreadLeaves {
    let origin: Origin
    let first: UInt64
    private(set) var count: UInt64 = 1

    init(of origin: Origin, at index: UInt64) { (self.origin, first) = (origin, index) }

    /// Takes one more, where it is the next.
    mutating func take(_ index: UInt64) -> Bool {
        guard index == first + count else { return false }
        count += 1
        return true
    }

    /// The finding's sentence.
    var text: String {
        "\(origin), which is over: \(count) leaves from \(first) on cannot be read and are not folded; what they said is in older backups"
    }
}

extension LogOpening {
    /// Hands on what can be read of a log that is over: nothing is written there any more, so that damage in it stops no start.
    ///
    /// `pass` is told of each leaf that cannot be read, or not be folded.
    ///
    /// - Returns: the leaves that were passed over.
    /// - Throws: what the store throws where the drive cannot be read just now: those leaves may be whole.
    func forEachReadable(
        of origin: Origin,
        from first: UInt64,
        to size: UInt64,
        _ body: (OpenedRecord) throws -> Void,
        pass: (UInt64) -> Void
    ) throws -> [UnreadLeaves] {
        var unread: [UnreadLeaves] = []
        var next = first
        func passOver() {
            pass(next)
            if unread.isEmpty || !unread[unread.count - 1].take(next) {
                unread.append(UnreadLeaves(of: origin, at: next))
            }
            next += 1
        }
        while next < size {
            guard let records = try readable(of: origin, from: next) else {
                passOver()
                continue
            }
            for record in records where next < size {
                do {
                    try body(try record.opened())
                    next += 1
                } catch { passOver() }
            }
        }
        return unread
    }

    /// The records from an index on: many, or the first alone where one behind it cannot be read; nil where it cannot itself.
    private func readable(of origin: Origin, from first: UInt64) throws -> [Record]? {
        try records(of: origin, from: first, byteCountMax: 1 << 20)
            ?? records(of: origin, from: first, byteCountMax: 1)
    }

    private func records(of origin: Origin, from first: UInt64, byteCountMax: Int) throws -> [Record]? {
        do {
            let records = try store.records(of: origin, from: first, byteCountMax: byteCountMax).bundle
                .records
            return records.isEmpty ? nil : records
        } catch {
            guard error.code != .unavailable, error.code != .exhausted else { throw error }
            return nil
        }
    }
}
