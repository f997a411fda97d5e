package import Records

extension Standing {
    /// Folds the next leaf of `authority`.
    ///
    /// A leaf that cannot be read is `.notUnderstood(.unreadable)`: it may have been a removal.
    ///
    /// - Throws: ``RecordsError`` when the record is not the next one.
    package mutating func fold(_ record: OpenedRecord) throws(RecordsError) -> FoldOutcome {
        guard record.leaf.header.sequence == size else {
            throw RecordsError(
                .refused,
                "leaf \(record.leaf.header.sequence) of authority is not the next, \(size)"
            )
        }
        let index = size
        size += 1
        do {
            return try fold(record, index: index)
        } catch {
            return .notUnderstood(.unreadable)
        }
    }

    /// Passes over a leaf that does not decode, or whose body is not the one it commits to.
    ///
    /// It may have been a removal: takes stop until people have looked, and everything else goes on.
    package mutating func foldUnreadable() -> FoldOutcome {
        size += 1
        return .notUnderstood(.unreadable)
    }

    private mutating func fold(_ record: OpenedRecord, index: UInt64) throws(RecordsError) -> FoldOutcome {
        guard let kind = try record.kind() else { return .notUnderstood(.unreadable) }
        switch record.leaf.header.recordClass {
        case .giving:
            guard let signed: SignedStatement = try record.detail() else {
                return .notUnderstood(.unreadable)
            }
            return give(
                WaitingStatement(index: index, kind: kind.kind, signed: signed),
                critical: kind.isCritical
            )
        case .taking:
            return try take(kind, from: record, index: index)
        default:
            return kind.isCritical && !Self.passedKinds.contains(kind.kind)
                ? .notUnderstood(kind.kind) : .passed
        }
    }

    /// Learns that a majority of the witnesses in force cosigned a head of `size` leaves (``witnessMajority(of:)``).
    ///
    /// - Returns: what became of the statements that waited for it, by index.
    package mutating func witness(upTo size: UInt64) -> [(index: UInt64, outcome: FoldOutcome)] {
        witnessedSize = max(witnessedSize, size)
        var outcomes: [(UInt64, FoldOutcome)] = []
        while let first = waiting.first, first.index < witnessedSize {
            waiting.removeFirst()
            outcomes.append((first.index, apply(first)))
        }
        return outcomes
    }

    private static var passedKinds: Set<RecordKind> { [.headsNoted] }

    private mutating func give(_ statement: WaitingStatement, critical: Bool) -> FoldOutcome {
        let waits = !(witnessPolicy?.witnesses.isEmpty ?? true) && statement.kind != .witnessPolicy
        guard waits, statement.index >= witnessedSize else { return apply(statement, critical: critical) }
        waiting.append(statement)
        return .waiting
    }

    private mutating func apply(_ statement: WaitingStatement, critical: Bool = true) -> FoldOutcome {
        do {
            switch statement.kind {
            case .root: try apply(root: statement.signed, index: statement.index)
            case .services: try apply(services: statement.signed, index: statement.index)
            case .officers: try apply(officers: statement.signed, index: statement.index)
            case .rules: try apply(rules: statement.signed, index: statement.index)
            case .witnessPolicy: try apply(witnessPolicy: statement.signed, index: statement.index)
            case .site: try apply(site: statement.signed, index: statement.index)
            case .cabinet: try apply(cabinet: statement.signed, index: statement.index)
            case .cabinetEpoch: try apply(epoch: statement.signed, index: statement.index)
            case .approver: try apply(approver: statement.signed, index: statement.index)
            default: return critical ? .notUnderstood(statement.kind) : .passed
            }
            return .counted
        } catch {
            return .refused(error)
        }
    }

    private mutating func take(_ kind: KindContent, from record: OpenedRecord, index: UInt64)
        throws(RecordsError) -> FoldOutcome
    {
        switch kind.kind {
        case .personRemoved:
            guard let removed: PersonInGeneration = try record.detail() else {
                throw RecordsError(.refused, "the detail of leaf \(index) of authority is closed")
            }
            removedGenerations[removed.person] = max(
                removedGenerations[removed.person] ?? 0,
                removed.generation
            )
        case .cabinetSuspended:
            guard let cabinet = try record.subject()?.cabinet else {
                throw RecordsError(.malformed, "leaf \(index) of authority suspends no cabinet")
            }
            suspendedCabinets[cabinet] = index
        default:
            return kind.isCritical ? .notUnderstood(kind.kind) : .passed
        }
        return .counted
    }
}
