package import Authority
import Cryptography
package import Records

extension HeadquartersLedger {
    /// Puts a signed statement into the log that it belongs to, if it would count there.
    ///
    /// It is folded on a copy first: what would not count never enters a log.
    ///
    /// `site` is the site whose policy it is for, where the statement does not say.
    /// - Throws: ``HeadquartersError`` `.malformed`, `.refused` with the reason, `.notFound` for an unknown site.
    package func give(_ signed: SignedStatement, site: String? = nil, by actor: Actor) throws -> GivenRecord {
        let kind = try ProposedKind(of: signed.bytes)
        let draft = Draft(.giving, kind.kind, isCritical: true, actor: actor, detail: signed.canonical)
        switch kind.destination {
        case .authority: return try giveAuthority(draft, signed: signed, kind: kind.kind)
        case .policyOfCabinet(let cabinet):
            guard let known = view.standing.cabinets[cabinet]?.site else {
                throw HeadquartersError(.notFound, "cabinet \(cabinet) is not known in authority")
            }
            let picture = (try? SealStatement(decoding: signed.bytes)).flatMap {
                impressionDraft(of: $0, by: actor)
            }
            return try givePolicy(draft, site: known, with: [picture].compactMap(\.self))
        case .policy:
            guard let site else {
                throw HeadquartersError(.malformed, "say for which site's policy this statement is")
            }
            guard let person = SiteSubject.person(in: signed.bytes, kind.kind) else {
                return try givePolicy(draft, site: site)
            }
            let (key, giving) = try subjectKey(of: person, at: site, by: actor)
            return try givePolicy(draft, sealedFor: key, site: site, behind: giving)
        }
    }

    /// Puts an approved grant into its site's policy, if every seal's rule is satisfied.
    package func give(grant: ApprovedGrant, by actor: Actor) throws -> GivenRecord {
        if let objection = try GrantReview(view).objection(to: grant) { throw HeadquartersError(objection) }
        let statement = try grant.statement()
        return try givePolicy(
            Draft(.giving, .grant, isCritical: true, actor: actor, detail: grant.canonical),
            site: statement.site,
            with: try fileDrafts(of: statement, by: actor)
        )
    }

    /// Why a statement would not count with the signatures that it has; nil when it would.
    package func objection(to signed: SignedStatement, site: String?) throws -> AuthorityError? {
        let kind = try ProposedKind(of: signed.bytes)
        let draft = Draft(
            .giving,
            kind.kind,
            isCritical: true,
            actor: Actor(component: "trial"),
            detail: signed.canonical
        )
        switch kind.destination {
        case .authority:
            return try tryAuthority(draft).objection ?? objection(toReplacementIn: signed)
        case .policyOfCabinet(let cabinet):
            guard let known = view.standing.cabinets[cabinet]?.site else {
                return AuthorityError(.unknownSubject, "cabinet \(cabinet) is not known in authority")
            }
            return try tryPolicy(draft, site: known)
        case .policy:
            guard let site else { return AuthorityError(.unknownSubject, "the statement names no site") }
            return try tryPolicy(draft, site: site)
        }
    }
}

extension HeadquartersLedger {
    private func giveAuthority(_ draft: Draft, signed: SignedStatement, kind: RecordKind) throws
        -> GivenRecord
    {
        if kind == .logEpochs { return try open(epochs: signed, draft) }
        if kind == .site { try checkPolicyKey(of: try SiteStatement(decoding: signed.bytes)) }
        if kind == .cabinet, let objection = try objection(toReplacementIn: signed) {
            throw HeadquartersError(objection)
        }
        let trial = try tryAuthority(draft)
        if let objection = trial.objection { throw HeadquartersError(objection) }
        // What officers signed before they were left out is in `policy` already: `authority` says how far.
        let noted = kind == .officers || kind == .root ? notedHeads(policyHeads) : []
        try appendAuthority(noted + [draft])
        let index = authority.head.size - 1
        return GivenRecord(origin: origins.authority, index: index, isWaiting: trial.isWaiting)
    }

    /// Gives, and says in the same commit where what belongs to it lies.
    ///
    /// `first` are drafts that must stand before it: the key under which its detail is sealed.
    private func givePolicy(
        _ draft: Draft,
        sealedFor key: SubjectKey? = nil,
        site: String,
        behind first: [Draft] = [],
        with others: [Draft] = []
    ) throws -> GivenRecord {
        if let objection = try tryPolicy(draft, site: site) { throw HeadquartersError(objection) }
        var given = draft
        given.sealedFor = key
        let index = try appendPolicy(first + [given] + others, site: site) + UInt64(first.count)
        return GivenRecord(origin: try origins.policy(site), index: index, isWaiting: false)
    }

    private func checkPolicyKey(of site: SiteStatement) throws {
        let key = try keys.policyKey(makingFor: site.site)
        guard site.policyKey.bytes == key.bytes, site.policyEpoch == 1 else {
            throw HeadquartersError(
                .refused,
                "the site \(site.site) names another policy key than headquarters holds for it"
            )
        }
    }

    func tryAuthority(_ draft: Draft) throws -> (objection: AuthorityError?, isWaiting: Bool) {
        var standing = view.standing
        let record = try trial(draft, origin: origins.authority, sequence: standing.size, heads: nil)
        let outcome = try standing.fold(record)
        // What waits is judged already: witnesses add nothing to what it says.
        return outcome == .waiting ? (nil, true) : (Self.objection(outcome), false)
    }

    private func tryPolicy(_ draft: Draft, site: String) throws -> AuthorityError? {
        guard var policy = view.policies[site], let journal = policies[site] else {
            throw HeadquartersError(.notFound, "the site \(site) has no policy log here")
        }
        let record = try trial(
            draft,
            origin: journal.origin,
            sequence: policy.hereSize,
            heads: heads(policy: journal)
        )
        let reports = try policy.take(record, standing: view.standing)
        return Self.objection(reports.last?.outcome ?? .waiting)
    }

    private func trial(_ draft: Draft, origin: Origin, sequence: UInt64, heads: ObeyedHeads?) throws
        -> OpenedRecord
    {
        var composer = Composer(
            origin: origin.text,
            boot: boot,
            nextSequence: sequence,
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        return try composer.compose(draft, at: reading, obeying: heads).opened()
    }

    static func objection(_ outcome: FoldOutcome) -> AuthorityError? {
        switch outcome {
        case .counted, .beside, .witnessesChanged: nil
        case .refused(let error): error
        case .waiting:
            AuthorityError(
                .notWitnessed,
                "those who signed it, or the cabinet that it names, wait for witnesses: file it when these have cosigned"
            )
        case .passed: AuthorityError(.unknownKind, "it would be passed over")
        case .notUnderstood(let kind):
            AuthorityError(.unknownKind, "kind \(kind.rawValue) is not known here")
        }
    }
}
