import Records

extension AuthorityState {
    /// Folds the next leaf, in its place and as if a majority had cosigned a head above it.
    mutating func fold(_ leaf: AuthorityLeaf) -> FoldOutcome {
        let index = size
        size += 1
        switch leaf {
        case .give(let kind, let isCritical, let signed):
            do throws(AuthorityError) {
                return try give(kind, signed, index: index) ?? (isCritical ? .notUnderstood(kind) : .passed)
            } catch {
                return .refused(error)
            }
        case .remove(let removed):
            // Nobody is in a later generation than the next: a larger number would end the person's id for good.
            let before = removedGeneration(of: removed.person) ?? 0
            if removed.generation > before {
                removals[removed.person, default: []].append(Removal(index: index, generation: before + 1))
            }
            return .counted
        case .suspend(let cabinet):
            suspensions[cabinet] = index
            return .counted
        case .note(let heads):
            for head in heads where head.size >= notedHeads[head.origin]?.size ?? 0 {
                notedHeads[head.origin] = head
            }
            return .passed
        case .passed: return .passed
        case .notUnderstood(let kind): return .notUnderstood(kind)
        }
    }

    /// Nil for a kind that is not known.
    private mutating func give(_ kind: RecordKind, _ signed: SignedStatement, index: UInt64)
        throws(AuthorityError) -> FoldOutcome?
    {
        switch kind {
        case .root: try apply(root: signed, index: index)
        case .services: try apply(services: signed, index: index)
        case .officers: try apply(officers: signed, index: index)
        case .rules:
            let outcome = try apply(rules: signed, index: index)
            note(kind, signed, index)
            return outcome
        case .witnessPolicy: try apply(witnessPolicy: signed, index: index)
        case .site: try apply(site: signed, index: index)
        case .logEpochs: try apply(logEpochs: signed, index: index)
        case .cabinet: try apply(cabinet: signed, index: index)
        case .cabinetEpoch: try apply(epoch: signed, index: index)
        case .approver: try apply(approver: signed, index: index)
        default: return nil
        }
        note(kind, signed, index)
        return .counted
    }

    /// Notes where a statement stands that counts.
    private mutating func note(_ kind: RecordKind, _ signed: SignedStatement, _ index: UInt64) {
        if let name = try? GivenName(kind, of: signed) { sources[name] = index }
    }
}
