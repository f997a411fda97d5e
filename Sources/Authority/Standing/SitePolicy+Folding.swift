package import Records

extension SitePolicy {
    /// Folds the next leaf of the site's `policy`; `standing` must have folded at least the leaves that the record cites.
    ///
    /// A leaf that cannot be read is `.notUnderstood(.unreadable)`: it may have been a revocation. One that gives and cites
    /// an older head of `authority` than the leaf before is refused: headquarters may not reach back for officers who have
    /// left.
    ///
    /// - Throws: ``RecordsError`` when the record is not the next one or cites leaves of `authority` that are not here.
    package mutating func fold(_ record: OpenedRecord, standing: Standing) throws(RecordsError) -> FoldOutcome
    {
        let header = record.leaf.header
        guard header.sequence == size else {
            throw RecordsError(.refused, "leaf \(header.sequence) of policy is not the next, \(size)")
        }
        let cited = header.obeyedHeads?.authoritySize ?? 0
        guard standing.size >= cited else {
            throw RecordsError(
                .refused,
                "leaf \(size) of policy cites leaves of authority that are not here yet"
            )
        }
        let index = size
        size += 1
        do {
            guard let kind = try record.kind() else { return .notUnderstood(.unreadable) }
            // What takes away counts in any case; what gives may not reach back for officers who have left.
            guard cited >= citedAuthority || header.recordClass != .giving else {
                return .refused(
                    AuthorityError(
                        .versionNotRising,
                        "the leaf cites an older head of authority than the one before"
                    )
                )
            }
            citedAuthority = max(citedAuthority, cited)
            switch header.recordClass {
            case .giving: return try give(kind, from: record, index: index, standing: standing)
            case .taking: return try take(kind, from: record, index: index)
            default: return kind.isCritical ? .notUnderstood(kind.kind) : .passed
            }
        } catch {
            return .notUnderstood(.unreadable)
        }
    }

    /// Passes over a leaf that does not decode, or whose body is not the one it commits to: takes stop until people look.
    package mutating func foldUnreadable() -> FoldOutcome {
        size += 1
        return .notUnderstood(.unreadable)
    }

    private mutating func give(
        _ kind: KindContent,
        from record: OpenedRecord,
        index: UInt64,
        standing: Standing
    )
        throws(RecordsError) -> FoldOutcome
    {
        if kind.kind == .grant {
            guard let approved: ApprovedGrant = try record.detail() else {
                throw RecordsError(.refused, "the grant of leaf \(index) of policy is closed")
            }
            return file(approved, index: index, standing: standing)
        }
        guard let signed: SignedStatement = try record.detail() else {
            throw RecordsError(.refused, "the statement of leaf \(index) of policy is closed")
        }
        do {
            switch kind.kind {
            case .person: try apply(person: signed, standing)
            case .credential: try apply(credential: signed, standing)
            case .seal: try apply(seal: signed, standing)
            case .lockMap: try apply(lockMap: signed, standing)
            case .tagJob: try apply(tagJob: signed, standing)
            default: return kind.isCritical ? .notUnderstood(kind.kind) : .passed
            }
            return .counted
        } catch {
            return .refused(error)
        }
    }

    /// Keeps a grant as it came; a later filing of the same text adds its approvals.
    ///
    /// They are judged when it is used, and here once so that a forged one is a finding.
    private mutating func file(_ approved: ApprovedGrant, index: UInt64, standing: Standing) -> FoldOutcome {
        let statement: GrantStatement
        do { statement = try approved.statement() } catch {
            return .refused(AuthorityError(.malformed, error.message))
        }
        // As with statements: a text from the future would outlive its approver's removal and return.
        guard statement.head.madeUnder <= citedAuthority else {
            return .refused(
                AuthorityError(.outOfTime, "the grant claims to know leaves of authority that do not exist")
            )
        }
        let filed = FiledGrant(index: index, approved: approved, statement: statement)
        guard grants[filed.digest, default: filed].add(approved.approvals, at: index) else {
            return .refused(
                AuthorityError(.signersInsufficient, "too many approvals were filed for this text")
            )
        }
        guard statement.head.organisation == standing.organisation, statement.site == site else {
            return .refused(AuthorityError(.otherOrganisation, "the grant was made for another site"))
        }
        switch GrantJudge(standing: standing).filing(filed) {
        case .approved: return .counted
        case .unapproved:
            return .refused(
                AuthorityError(.signersInsufficient, "nobody who may approve has approved the grant")
            )
        case .forged:
            return .refused(
                AuthorityError(
                    .signatureInvalid,
                    "an approval of the grant is forged or does not fit its text; it is left aside"
                )
            )
        }
    }

    private mutating func take(_ kind: KindContent, from record: OpenedRecord, index: UInt64)
        throws(RecordsError) -> FoldOutcome
    {
        switch kind.kind {
        case .grantRevoked:
            if let grant = try record.subject()?.grant { revokedGrants.insert(grant) }
        case .credentialRevoked:
            if let credential = try record.subject()?.credential { revokedCredentials.insert(credential) }
        case .sealSuspended:
            if let seal = try record.subject()?.seal { suspendedSeals[seal] = citedAuthority }
        case .offlineLimitLowered:
            if let seconds: UInt64 = try record.detail() {
                offlineSecondsMax = min(offlineSecondsMax ?? .max, seconds)
            }
        case .rotationRequested:
            if let cabinet = try record.subject()?.cabinet, let epoch: UInt64 = try record.detail() {
                requestedRotations[cabinet] = max(requestedRotations[cabinet] ?? 0, epoch)
            }
        case .countRequested:
            if let request: CountRequest = try record.detail() { countRequests.append(request) }
        case .tagKeysDelivered:
            if let delivery: TagKeyDelivery = try record.detail() {
                tagKeys[delivery.uid, default: [:]][delivery.cabinet] = delivery
            }
        default:
            return kind.isCritical ? .notUnderstood(kind.kind) : .passed
        }
        return .counted
    }
}
