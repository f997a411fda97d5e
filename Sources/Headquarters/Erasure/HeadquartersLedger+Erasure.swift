import Authority
import Cryptography
import Custody
package import Records
import Store

extension HeadquartersLedger {
    /// The first of two: asks that what is known about a removed person be erased.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound` for a person of whom nothing is sealed at the site, `.refused` for one who is
    ///   not removed or still holds a seal, `.conflict` where somebody has asked already.
    package func askErasure(
        of person: Identifier<Person>,
        at site: String,
        because reason: String,
        by actor: Actor
    ) throws {
        guard view.desks.erasureRequests[SiteSubject(site: site, person: person)] == nil else {
            throw HeadquartersError(
                .conflict,
                "somebody has asked for this already; another person confirms it"
            )
        }
        guard reason.utf8.count <= ErasureAsked.reasonByteCountMax else {
            throw HeadquartersError(.malformed, "the reason is too long; say it in one sentence")
        }
        try checkErasable(person, site)
        try record([
            Draft(
                .administration,
                .erasureAsked,
                actor: actor,
                subject: Subject(person: person),
                detail: ErasureAsked(site: site, reason: reason).canonical
            )
        ])
    }

    /// The second of two: erases the person's keys here and, by a leaf of the site's policy, at every cabinet of the site.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound` where nobody has asked, `.refused` for the one who asked.
    package func confirmErasure(of person: Identifier<Person>, at site: String, by actor: Actor) throws {
        guard let request = view.desks.erasureRequests[SiteSubject(site: site, person: person)] else {
            throw HeadquartersError(.notFound, "nobody has asked for this erasure at this site")
        }
        guard let second = actor.person, second != request.actor.person else {
            throw HeadquartersError(
                .refused,
                "another person than the one who asked must confirm the erasure"
            )
        }
        try checkErasable(person, site)
        let leaves = (view.policies[site]?.subjects.keyLeaves ?? [:]).filter { $0.value == person }
        _ = try appendPolicy(
            [
                Draft(
                    .taking,
                    .subjectErased,
                    isCritical: true,
                    actor: actor,
                    subject: Subject(person: person),
                    detail: SubjectErased(keyLeaves: leaves.keys.sorted()).canonical
                )
            ],
            site: site
        )
        try carryOutErasures()
    }

    /// Erases here what a leaf says is erased and no act acknowledges yet.
    ///
    /// May be done again after a crash: the acknowledgement is written behind what it says.
    func carryOutErasures() throws {
        let open = view.policies.flatMap { site, policy in
            policy.subjects.erasures.map { (SiteSubject(site: site, person: $0.key), $0.value) }
        }.filter { view.desks.erasuresDone[$0.0] == nil }.sorted { $0.0 < $1.0 }
        guard !open.isEmpty else { return }
        let acknowledged = try open.map { subject, erasure in
            let own = try personalActs(of: subject.person)
            try eraseBodies(ofPolicy: subject.site, at: Set(erasure.keyLeaves), of: subject.person)
            for (origin, indices) in own { try store.eraseBodies(of: origin, at: indices) }
            let done = ErasureDone(
                site: subject.site,
                index: erasure.index,
                bodyCount: UInt64(erasure.keyLeaves.count + own.values.reduce(0) { $0 + $1.count })
            )
            return Draft(
                .administration,
                .erasureDone,
                actor: Actor(component: "erasing"),
                subject: Subject(person: subject.person),
                detail: done.canonical
            )
        }
        try discardStates()
        try record(acknowledged)
        // A state that cannot be written costs a longer start, and no record.
        try? nameState()
    }

    /// Carries out what a crash left undone, and erases again what came back with a backup or from a cabinet.
    package func resumeErasures() throws {
        // What is missing says first what was erased; a restored headquarters comes here again.
        guard !recovery.isUnderWay else { return }
        try eraseAgain()
        try carryOutErasures()
    }

    /// Erases keys that lie here although a leaf says that they are erased; writes nothing into a log.
    func eraseAgain() throws {
        var isBack = false
        for (site, policy) in view.policies where try eraseAgain(inPolicyOf: site, policy) { isBack = true }
        if isBack { try discardStates() }
    }

    /// The key that seals what `policy` says about a person; a draft that gives a new one where there is none yet.
    func subjectKey(of person: Identifier<Person>, at site: String, by actor: Actor) throws -> (
        key: SubjectKey, giving: [Draft]
    ) {
        if let known = view.policies[site]?.subjects.key(of: person) { return (known, []) }
        let key = try SubjectKey(makingFor: person)
        let draft = Draft(
            .subjectKey,
            .subjectKeyGiven,
            actor: actor,
            subject: Subject(person: person),
            detail: SubjectKeyGiven(key).canonical
        )
        return (key, [draft])
    }
}

extension HeadquartersLedger {
    /// What was folded before the erasure names the person in clear.
    private func discardStates() throws {
        try states?.discard()
        namedPieces = [:]
    }

    private func checkErasable(_ person: Identifier<Person>, _ site: String) throws {
        guard let policy = view.policies[site], policy.subjects.key(of: person) != nil else {
            throw HeadquartersError(
                .notFound,
                "nothing is sealed for this person at this site; what was given before there were keys stays"
            )
        }
        if let statement = policy.persons[person] {
            guard view.standing.removedGeneration(of: person) ?? 0 >= statement.generation else {
                throw HeadquartersError(
                    .refused,
                    "remove the person first: who is erased can take nothing more"
                )
            }
        }
        let holds = view.cabinets.values.contains { copy in
            copy.custody.seals.values.contains {
                if case .out(let holding) = $0 { holding.holder == person } else { false }
            }
        }
        guard !holds else {
            throw HeadquartersError(
                .refused,
                "the person still has a seal: it must come back before anybody forgets who has it"
            )
        }
    }

    /// The own acts whose bodies say something about a person: statements that were laid out, files that he laid down.
    private func personalActs(of person: Identifier<Person>) throws -> [Origin: Set<UInt64>] {
        var files: Set<Digest> = []
        return try origins.epochs(of: .acts).reduce(into: [:]) { found, origin in
            let indices = try personalActs(of: person, in: origin, &files)
            if !indices.isEmpty { found[origin] = indices }
        }
    }

    private func personalActs(of person: Identifier<Person>, in origin: Origin, _ files: inout Set<Digest>)
        throws -> Set<UInt64>
    {
        var indices: Set<UInt64> = []
        let size = try store.status(of: origin)?.head.size ?? 0
        try store.forEachRecord(of: origin, from: 0, to: size) { index, record in
            let opened = try record.opened()
            switch try opened.kind()?.kind {
            case .proposalMade:
                guard let made: ProposalMade = try opened.detail(),
                    let kind = try? ProposedKind(of: made.bytes.bytes).kind,
                    SiteSubject.person(in: made.bytes.bytes, kind) == person
                else { return }
                indices.insert(index)
            case .fileLaidDown:
                guard let named: BlobNamed = try opened.detail(), try opened.subject()?.seal == nil else {
                    return
                }
                if named.preview == nil, try opened.actor()?.person == person {
                    files.insert(named.original.digest)
                }
                if files.contains(named.original.digest) { indices.insert(index) }
            default: break
            }
        }
        return indices
    }
}
