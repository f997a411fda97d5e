import Records

/// What one leaf of `authority` says, read once, so that it can be folded again when witnesses have cosigned.
enum AuthorityLeaf: Sendable, Equatable {
    /// A statement with its signatures.
    case give(RecordKind, isCritical: Bool, SignedStatement)
    /// A person's generation ends for good.
    case remove(PersonInGeneration)
    /// A cabinet's takes stop.
    case suspend(String)
    /// Heads of headquarters' other logs.
    case note([CitedHead])
    /// Nothing about authority.
    case passed
    /// It must be understood, and is not.
    case notUnderstood(RecordKind)

    /// Reads a leaf.
    ///
    /// One that cannot be read may have been a removal.
    init(_ record: OpenedRecord) {
        do throws(RecordsError) { self = try Self.read(record) } catch { self = .notUnderstood(.unreadable) }
    }

    /// Whether folding it changes anything but the number of leaves.
    var matters: Bool {
        switch self {
        case .give, .remove, .suspend, .note: true
        case .passed, .notUnderstood: false
        }
    }

    private static func read(_ record: OpenedRecord) throws(RecordsError) -> AuthorityLeaf {
        guard let kind = try record.kind() else { return .notUnderstood(.unreadable) }
        switch record.leaf.header.recordClass {
        case .giving:
            guard let signed: SignedStatement = try record.detail() else {
                return .notUnderstood(.unreadable)
            }
            return .give(kind.kind, isCritical: kind.isCritical, signed)
        case .taking: return try taking(kind, record)
        default:
            // Heads take nothing away and give nothing: what is wrong with them is for those who compare heads.
            if kind.kind == .headsNoted {
                return .note(((try? record.detail() as HeadsNoted?) ?? nil)?.heads ?? [])
            }
            return kind.isCritical ? .notUnderstood(kind.kind) : .passed
        }
    }

    private static func taking(_ kind: KindContent, _ record: OpenedRecord) throws(RecordsError)
        -> AuthorityLeaf
    {
        switch kind.kind {
        case .personRemoved:
            guard let removed: PersonInGeneration = try record.detail() else {
                return .notUnderstood(.unreadable)
            }
            return .remove(removed)
        case .cabinetSuspended:
            guard let cabinet = try record.subject()?.cabinet else { return .notUnderstood(.unreadable) }
            return .suspend(cabinet)
        default: return kind.isCritical ? .notUnderstood(kind.kind) : .passed
        }
    }
}
