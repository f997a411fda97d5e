package import Records

/// What a leaf of `policy` came to when its turn came.
package struct PolicyReport: Sendable, Equatable {
    /// The leaf's index.
    package let index: UInt64
    /// What it came to.
    package let outcome: FoldOutcome
}

extension SitePolicy {
    /// Takes the next leaf of the site's `policy`, and folds it and what waits where `standing` is far enough.
    ///
    /// nil stands for a leaf that does not decode, or that names another place than its own: `.notUnderstood(.unreadable)`,
    /// since it may have been a revocation. One that gives and cites an older head of `authority` than the leaf before is
    /// refused: headquarters may not reach back for officers who have left.
    ///
    /// - Returns: what the folded leaves came to, in order; nothing where all wait.
    /// - Throws: ``RecordsError`` when the record is not the next one, or there is no ``room``.
    package mutating func take(_ record: OpenedRecord?, standing: Standing) throws(RecordsError)
        -> [PolicyReport]
    {
        if let sequence = record?.leaf.header.sequence, sequence != hereSize {
            throw RecordsError(.refused, "leaf \(sequence) of policy is not the next, \(hereSize)")
        }
        guard room > 0 else {
            throw RecordsError(.tooLarge, "more than \(waitingCountMax) leaves of policy wait for authority")
        }
        waiting.append(record)
        if let record { takeAhead(record) }
        return settle(standing)
    }

    /// Folds what waits, as far as `standing` permits it now.
    package mutating func settle(_ standing: Standing) -> [PolicyReport] {
        var reports: [PolicyReport] = []
        var folded = 0
        deliverCarried()
        while folded < waiting.count {
            guard let outcome = fold(waiting[folded], standing) else { break }
            reports.append(PolicyReport(index: size - 1, outcome: outcome))
            folded += 1
            deliverCarried()
        }
        guard folded > 0 else { return [] }
        waiting.removeFirst(folded)
        (takenAhead, citedAhead) = (PolicyTakings(), citedAuthority)
        for case let record? in waiting { takeAhead(record) }
        return reports
    }

    /// Whether officers changed behind leaves that were folded by the officers before: the log is to be folded anew.
    ///
    /// - Returns: how many leaves were noted to be there before; nil where nothing is to be folded anew.
    func foldsAnew(since first: UInt64, _ standing: Standing) -> UInt64? {
        guard let lastSigned else { return nil }
        let origins = standing.policyOrigins(of: site, epoch: epoch, holding: lastSigned)
        guard standing.changesOfficers(behind: origins, index: lastSigned, from: first) else { return nil }
        return standing.notedSize(of: origins)
    }

    private mutating func takeAhead(_ record: OpenedRecord) {
        let header = record.leaf.header
        citedAhead = max(citedAhead, citedAuthority, header.obeyedHeads?.authoritySize ?? 0)
        // What cannot be read is told when its turn comes.
        guard header.recordClass == .taking, let kind = try? record.kind() else { return }
        _ = try? takenAhead.take(kind, from: record, cited: citedAhead)
    }

    /// Folds the leaf at ``size``.
    ///
    /// Nil where it must wait.
    private mutating func fold(_ record: OpenedRecord?, _ standing: Standing) -> FoldOutcome? {
        guard let record else {
            size += 1
            return .notUnderstood(.unreadable)
        }
        let header = record.leaf.header
        let cited = header.obeyedHeads?.authoritySize ?? 0
        guard cited <= standing.size,
            header.obeyedHeads?.authorityEpoch ?? 1 <= standing.epoch(of: .authority)
        else { return nil }
        let outcome: FoldOutcome
        do throws(RecordsError) {
            outcome = try fold(record, header, cited: cited, standing)
        } catch {
            outcome = .notUnderstood(.unreadable)
        }
        guard outcome != .waiting else { return nil }
        citedAuthority = max(citedAuthority, cited)
        size += 1
        return outcome
    }

    private mutating func fold(
        _ stored: OpenedRecord,
        _ header: LeafHeader,
        cited: UInt64,
        _ standing: Standing
    ) throws(RecordsError) -> FoldOutcome {
        if header.recordClass == .subjectKey { return try foldKey(stored) }
        let owners = stored.body.sealedFor
        let record = unsealed(stored)
        guard let kind = try record.kind() else { return .notUnderstood(.unreadable) }
        // What nobody can read any more has no place to be judged by.
        guard record.body.sealedFor.isEmpty else { return foldSealed(record, kind) }
        // What takes away counts in any case; what gives may not reach back for officers who have left.
        guard cited >= citedAuthority || header.recordClass != .giving else {
            return .refused(
                AuthorityError(
                    .versionNotRising,
                    "the leaf cites an older head of authority than the one before"
                )
            )
        }
        switch header.recordClass {
        case .giving:
            let place = PolicyPlace(
                origins: standing.policyOrigins(of: site, epoch: epoch, holding: size),
                index: size,
                cited: cited
            )
            return try give(kind, from: record, sealedFor: owners, at: place, standing)
        case .taking where kind.kind == .subjectErased: return try erase(record)
        case .taking: return try take(kind, from: record, cited: max(citedAuthority, cited))
        case .administration where kind.kind == .fileNamed: return try name(record, sealedFor: owners)
        default: return kind.isCritical ? .notUnderstood(kind.kind) : .passed
        }
    }

    private mutating func give(
        _ kind: KindContent,
        from record: OpenedRecord,
        sealedFor owners: Set<Identifier<Person>>,
        at place: PolicyPlace,
        _ standing: Standing
    ) throws(RecordsError) -> FoldOutcome {
        // Whoever is erased takes nothing of others along: only what is about one person may be sealed.
        guard owners.isEmpty || PolicySubjects.personalKinds.contains(kind.kind) else {
            return .notUnderstood(kind.kind)
        }
        if kind.kind == .grant {
            guard let approved: ApprovedGrant = try record.detail() else {
                return .notUnderstood(.unreadable)
            }
            return file(approved, at: place, standing)
        }
        guard let signed: SignedStatement = try record.detail() else { return .notUnderstood(.unreadable) }
        do throws(AuthorityError) {
            switch kind.kind {
            case .person: try apply(person: signed, sealedFor: owners, standing, place)
            case .credential: try apply(credential: signed, sealedFor: owners, standing, place)
            case .seal: try apply(seal: signed, standing, place)
            case .lockMap: try apply(lockMap: signed, standing, place)
            case .tagJob: try apply(tagJob: signed, standing, place)
            default: return kind.isCritical ? .notUnderstood(kind.kind) : .passed
            }
            if let name = try? GivenName(kind.kind, of: signed) { sources[name] = place.index }
            lastSigned = place.index
            return .counted
        } catch {
            return error.code == .notWitnessed ? .waiting : .refused(error)
        }
    }

    /// Keeps a grant as it came; a later filing of the same text adds its approvals.
    ///
    /// They are judged when it is used, and here once so that a forged one is a finding.
    private mutating func file(_ approved: ApprovedGrant, at place: PolicyPlace, _ standing: Standing)
        -> FoldOutcome
    {
        let statement: GrantStatement
        do { statement = try approved.statement() } catch {
            return .refused(AuthorityError(.malformed, error.message))
        }
        // As with statements: a text from the future would outlive its approver's removal and return.
        guard statement.head.madeUnder <= place.cited else {
            return .refused(
                AuthorityError(.outOfTime, "the grant claims to know leaves of authority that do not exist")
            )
        }
        let filed = FiledGrant(index: place.index, approved: approved, statement: statement)
        guard grants[filed.digest, default: filed].add(approved.approvals, at: place.index) else {
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

    mutating func keep(_ delivery: TagKeyDelivery, cited: UInt64) {
        let before = deliveredUnder[delivery.cabinet]?[delivery.uid] ?? 0
        deliveredUnder[delivery.cabinet, default: [:]][delivery.uid] = max(before, cited)
        let known = deliveries(of: delivery.uid, version: delivery.keyVersion, to: delivery.cabinet)
        guard known.count < Self.deliveryCountMax, !known.contains(delivery) else { return }
        tagKeys[delivery.uid, default: [:]][delivery.cabinet, default: []].append(delivery)
    }

    private mutating func name(_ record: OpenedRecord, sealedFor owners: Set<Identifier<Person>>)
        throws(RecordsError) -> FoldOutcome
    {
        guard let named: BlobNamed = try record.detail() else { return .passed }
        if let owner = owners.first { subjects.files[size] = PersonalFile(owner: owner, named: named) }
        files[named.original.content] = named
        blobs.insert(named.original.digest)
        if let preview = named.preview { blobs.insert(preview.digest) }
        return .counted
    }

    private mutating func take(_ kind: KindContent, from record: OpenedRecord, cited: UInt64)
        throws(RecordsError) -> FoldOutcome
    {
        if kind.kind == .tagKeysDelivered {
            if let delivery: TagKeyDelivery = try record.detail() { keep(delivery, cited: cited) }
            return .counted
        }
        let outcome = try taken.take(kind, from: record, cited: cited)
        return outcome ?? (kind.isCritical ? .notUnderstood(kind.kind) : .passed)
    }
}
