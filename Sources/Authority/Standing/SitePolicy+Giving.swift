import Records

extension SitePolicy {
    mutating func apply(person signed: SignedStatement, _ standing: Standing) throws(AuthorityError) {
        let statement: PersonStatement = try standing.verified(signed, asOf: citedAuthority)
        try standing.requireNotRemoved(statement.person, generation: statement.generation)
        if let current = persons[statement.person] {
            guard (statement.generation, statement.version) > (current.generation, current.version) else {
                throw AuthorityError(.versionNotRising, "a later version of this person is in force")
            }
        }
        persons[statement.person] = statement
    }

    mutating func apply(credential signed: SignedStatement, _ standing: Standing) throws(AuthorityError) {
        let statement: CredentialStatement = try standing.verified(signed, asOf: citedAuthority)
        try standing.requireNotRemoved(statement.person, generation: statement.generation)
        guard !revokedCredentials.contains(statement.credential) else {
            throw AuthorityError(.removed, "this credential was revoked")
        }
        guard credentials[statement.credential] == nil else {
            throw AuthorityError(.versionNotRising, "this credential is there already")
        }
        if let uid = statement.card?.uid.bytes, let other = card(withUID: uid),
            other.person != statement.person
        {
            throw AuthorityError(
                .signersInsufficient,
                "this card is bound to another person; revoke that binding first"
            )
        }
        credentials[statement.credential] = statement
    }

    mutating func apply(seal signed: SignedStatement, _ standing: Standing) throws(AuthorityError) {
        let statement: SealStatement = try standing.verified(signed, asOf: citedAuthority)
        guard standing.cabinets[statement.cabinet]?.site == site else {
            throw AuthorityError(
                .unknownSubject,
                "the seal's cabinet \(statement.cabinet) does not belong to this site"
            )
        }
        guard statement.version > seals[statement.seal]?.version ?? 0 else {
            throw AuthorityError(.versionNotRising, "a later version of this seal is in force")
        }
        if let other = seal(withTag: statement.tag.uid.bytes), other.seal != statement.seal {
            throw AuthorityError(.versionNotRising, "this tag sits in another seal")
        }
        if let suspended = suspendedSeals[statement.seal] {
            guard statement.head.madeUnder > suspended else {
                throw AuthorityError(.removed, "the seal was suspended after this was signed")
            }
            suspendedSeals[statement.seal] = nil
        }
        seals[statement.seal] = statement
    }

    mutating func apply(lockMap signed: SignedStatement, _ standing: Standing) throws(AuthorityError) {
        let statement: LockMapStatement = try standing.verified(signed, asOf: citedAuthority)
        guard standing.cabinets[statement.cabinet]?.site == site else {
            throw AuthorityError(.unknownSubject, "cabinet \(statement.cabinet) does not belong to this site")
        }
        guard statement.version > lockMaps[statement.cabinet]?.version ?? 0 else {
            throw AuthorityError(.versionNotRising, "a later lock map is in force")
        }
        lockMaps[statement.cabinet] = statement
    }

    mutating func apply(tagJob signed: SignedStatement, _ standing: Standing) throws(AuthorityError) {
        let statement: TagJobStatement = try standing.verified(signed, asOf: citedAuthority)
        guard tagJobs[statement.job] == nil else {
            throw AuthorityError(.versionNotRising, "this job is there already; a job is used once")
        }
        tagJobs[statement.job] = statement
    }
}
