package import Records
package import Screens

/// One log-in of the console.
///
/// It gives nobody a right over a seal: approvals and statements carry people's own keys.
package struct Account: Canonical, Hashable {
    /// The most bytes of a name.
    package static let nameByteCountMax = 64

    /// What is typed at the log-in.
    package let name: String
    /// What the person is called.
    package let displayName: String
    /// The person's id in records.
    package let person: Identifier<Person>
    /// The roles, each with the part of the organisation over which it is held.
    package let posts: [AccountPost]
    /// The password's verifier as stored text.
    package let verifier: String
    /// Whether it can be used.
    package let isActive: Bool

    /// An account.
    package init(
        name: String,
        displayName: String,
        person: Identifier<Person>,
        posts: [AccountPost],
        verifier: String,
        isActive: Bool = true
    ) {
        self.name = name
        self.displayName = displayName
        self.person = person
        self.posts = posts
        self.verifier = verifier
        self.isActive = isActive
    }

    /// Who it is to the console.
    package var principal: Principal<HeadquartersRole> {
        Principal(
            account: name,
            name: displayName,
            posts: posts.compactMap { post in
                guard let role = HeadquartersRole(rawValue: post.role),
                    let place = try? OrganisationPath(post.place)
                else { return nil }
                return .init(role, at: place)
            }
        )
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: name.canonical, 1: displayName.canonical, 2: person.canonical, 3: .list(posts),
                4: verifier.canonical, 5: isActive.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an account")
        name = try fields.value(0)
        displayName = try fields.value(1)
        person = try fields.value(2)
        posts = try fields.list(3, countMax: 64)
        verifier = try fields.value(4)
        isActive = try fields.value(5)
        try fields.finish()
    }
}

/// One role over one part of the organisation, as it is stored.
package struct AccountPost: Canonical, Hashable {
    /// The role's name.
    package let role: String
    /// The part; empty for the whole.
    package let place: String

    /// A role over a part.
    package init(_ role: HeadquartersRole, at place: OrganisationPath) {
        self.role = role.rawValue
        self.place = place.description
    }

    package var canonical: CBOR { .array([role.canonical, place.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a post is a role and a part of the organisation")
        }
        role = try String(canonical: parts[0])
        place = try String(canonical: parts[1])
    }
}
