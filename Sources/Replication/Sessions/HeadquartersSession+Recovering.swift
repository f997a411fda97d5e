package import Records

/// Leaves of a log that headquarters writes, which it does not have and a cabinet shows.
package struct MissingLeaves: Sendable, Equatable {
    /// The log.
    package let origin: Origin
    /// The first that is missing.
    package let from: UInt64
    /// How many leaves the log has.
    package let size: UInt64

    /// Leaves from `from` up to `size`.
    package init(origin: Origin, from: UInt64, size: UInt64) {
        self.origin = origin
        self.from = from
        self.size = size
    }
}

// A headquarters that was restored from a backup takes its own records back before it answers a greeting: what it would
// write in the meantime would contradict what it has signed.
extension HeadquartersSession {
    /// The notes of a greeting that are of logs which headquarters writes, or has cosigned for this cabinet.
    ///
    /// In every epoch: some are over, and some are known to the cabinet alone, where headquarters was put back.
    func notesWithOwnLines(_ hello: Hello) -> [[UInt8]] {
        hello.cosigned.map(\.bytes).filter { bytes in
            guard let origin = (try? SignedNote(parsing: bytes)).flatMap({ try? Checkpoint($0).origin })
            else { return false }
            if writes[origin] != nil { return true }
            guard let log = HeadquartersLog.read(origin.text, of: organisation)?.log else { return false }
            return log == .receipts || offers.contains { isOf(log, $0) }
        }
    }

    private func isOf(_ log: HeadquartersLog, _ origin: Origin) -> Bool {
        HeadquartersLog.read(origin.text, of: organisation)?.log == log
    }

    /// Asks for what is missing, one stretch after the other; goes on with the greeting when nothing is.
    mutating func recover(_ missing: [MissingLeaves], _ hello: Hello) throws(ReplicationError) -> [Action] {
        guard let next = missing.first else { return try witness(hello) }
        state = .recovering(hello, missing: missing)
        let pull = Pull(
            origin: next.origin.text,
            from: next.from,
            byteCountMax: UInt64(LogStretch.byteCountAim)
        )
        return [.send(Frame.pull(pull).encoded)]
    }

    /// One stretch answers one PULL.
    func recover(_ stretch: LogStretch, _ missing: [MissingLeaves]) throws(ReplicationError) -> Action {
        guard let next = missing.first, stretch.origin == next.origin.text, stretch.first == next.from
        else {
            throw ReplicationError(
                .unexpected,
                "records of \(stretch.origin) came without being asked for"
            )
        }
        let bundle = try stretch.records()
        guard stretch.byteCount <= UInt64(LogStretch.byteCountAim) || bundle.count == 1 else {
            throw ReplicationError(.creditExceeded, "more of \(stretch.origin) came than was asked for")
        }
        return .recover(next.origin, first: stretch.first, bundle)
    }

    mutating func recovered(_ origin: Origin, _ size: UInt64) throws(ReplicationError) -> [Action] {
        guard case .recovering(let hello, var missing) = state, let next = missing.first,
            next.origin == origin
        else { return [] }
        missing.removeFirst()
        if size < next.size {
            missing.insert(MissingLeaves(origin: origin, from: size, size: next.size), at: 0)
        }
        return try recover(missing, hello)
    }
}
