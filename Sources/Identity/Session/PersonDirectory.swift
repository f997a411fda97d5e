package import Authority
package import Records

/// Who may be identified here, as `policy` and `authority` say now.
///
/// A removed person, an old generation and a revoked credential are not found, whatever the cards still hold.
package struct PersonDirectory: Sendable {
    private let policy: SitePolicy
    private let standing: Standing

    /// The directory of a site under the given standing.
    package init(policy: SitePolicy, standing: Standing) {
        self.policy = policy
        self.standing = standing
    }

    /// A person in force, nil when unknown or removed.
    package func person(_ id: Identifier<Person>) -> PersonStatement? {
        guard let person = policy.persons[id],
            (try? standing.requireNotRemoved(id, generation: person.generation)) != nil
        else { return nil }
        return person
    }

    /// The person's credentials of one kind that hold now.
    package func credentials(of person: Identifier<Person>, _ kind: CredentialKind) -> [CredentialStatement] {
        guard self.person(person) != nil else { return [] }
        return policy.credentials(of: person, kind: kind).sorted { $0.credential < $1.credential }
    }

    /// Whose card this is and which key proves it, nil when it identifies nobody.
    func card(_ uid: Bytes) -> (person: Identifier<Person>, card: TagReference)? {
        guard let credential = policy.card(withUID: uid.bytes), let card = credential.card,
            credentials(of: credential.person, .card).contains(where: {
                $0.credential == credential.credential
            })
        else { return nil }
        return (credential.person, card)
    }

    /// Whose finger this credential is, nil when it identifies nobody.
    func finger(_ id: Identifier<CredentialSubject>) -> Identifier<Person>? {
        guard let credential = policy.credentials[id],
            credentials(of: credential.person, .fingerprint).contains(where: { $0.credential == id })
        else { return nil }
        return credential.person
    }
}
