import Records

extension SitePolicy {
    mutating func apply(
        person signed: SignedStatement,
        sealedFor owners: Set<Identifier<Person>>,
        _ standing: Standing,
        _ place: PolicyPlace
    ) throws(AuthorityError) {
        let statement: PersonStatement = try standing.verified(signed, at: place)
        try requireOwn(statement.person, owners)
        try standing.requireNext(
            statement.person,
            generation: statement.generation,
            madeUnder: statement.head.madeUnder,
            at: place
        )
        if let current = persons[statement.person] {
            guard (statement.generation, statement.version) > (current.generation, current.version) else {
                throw AuthorityError(.versionNotRising, "a later version of this person is in force")
            }
        }
        persons[statement.person] = statement
    }

    mutating func apply(
        credential signed: SignedStatement,
        sealedFor owners: Set<Identifier<Person>>,
        _ standing: Standing,
        _ place: PolicyPlace
    ) throws(AuthorityError) {
        let statement: CredentialStatement = try standing.verified(signed, at: place)
        try requireOwn(statement.person, owners)
        try standing.requireNext(
            statement.person,
            generation: statement.generation,
            madeUnder: statement.head.madeUnder,
            at: place
        )
        guard !taken.revokedCredentials.contains(statement.credential) else {
            throw AuthorityError(.removed, "this credential was revoked")
        }
        guard credentials[statement.credential] == nil else {
            throw AuthorityError(.versionNotRising, "this credential is there already")
        }
        if let uid = statement.card?.uid.bytes, isBound(card: uid, otherThan: statement.person) {
            throw AuthorityError(
                .signersInsufficient,
                "this card is bound to another person; revoke that binding first"
            )
        }
        credentials[statement.credential] = statement
    }

    mutating func apply(seal signed: SignedStatement, _ standing: Standing, _ place: PolicyPlace)
        throws(AuthorityError)
    {
        let statement: SealStatement = try standing.verified(signed, at: place)
        try standing.requireCabinet(statement.cabinet, inSite: site, at: place)
        guard statement.version > seals[statement.seal]?.version ?? 0 else {
            throw AuthorityError(.versionNotRising, "a later version of this seal is in force")
        }
        if let other = seal(withTag: statement.tag.uid.bytes), other.seal != statement.seal {
            throw AuthorityError(.versionNotRising, "this tag sits in another seal")
        }
        if let suspended = taken.suspendedSeals[statement.seal], statement.head.madeUnder <= suspended {
            throw AuthorityError(.removed, "the seal was suspended after this was signed")
        }
        seals[statement.seal] = statement
    }

    mutating func apply(lockMap signed: SignedStatement, _ standing: Standing, _ place: PolicyPlace)
        throws(AuthorityError)
    {
        let statement: LockMapStatement = try standing.verified(signed, at: place)
        try standing.requireCabinet(statement.cabinet, inSite: site, at: place)
        guard statement.version > lockMaps[statement.cabinet]?.version ?? 0 else {
            throw AuthorityError(.versionNotRising, "a later lock map is in force")
        }
        lockMaps[statement.cabinet] = statement
    }

    mutating func apply(tagJob signed: SignedStatement, _ standing: Standing, _ place: PolicyPlace)
        throws(AuthorityError)
    {
        let statement: TagJobStatement = try standing.verified(signed, at: place)
        guard tagJobs[statement.job] == nil else {
            throw AuthorityError(.versionNotRising, "this job is there already; a job is used once")
        }
        tagJobs[statement.job] = statement
    }

    /// What is about a person is sealed for him or for nobody, so that whoever is erased takes nothing of others along; after
    /// an erasure nothing more is given to him.
    private func requireOwn(_ person: Identifier<Person>, _ owners: Set<Identifier<Person>>)
        throws(AuthorityError)
    {
        guard owners.isSubset(of: [person]) else {
            throw AuthorityError(.malformed, "the statement is sealed for another person than it is about")
        }
        guard subjects.erasures[person] == nil else {
            throw AuthorityError(.removed, "what is known about this person was erased; register a new one")
        }
    }

    /// Whether a card was bound to another person in the leaves before, and not revoked there.
    private func isBound(card uid: [UInt8], otherThan person: Identifier<Person>) -> Bool {
        credentials.values.contains {
            $0.card?.uid.bytes == uid && $0.person != person
                && !taken.revokedCredentials.contains($0.credential)
        }
    }
}
