/// Who is logged in, and what they are to which part of the organisation.
package struct Principal<Role: ScreenRole>: Sendable, Hashable {
    /// One role over one part.
    package struct Post: Sendable, Hashable {
        /// The role.
        package let role: Role
        /// The part; `OrganisationPath.whole` for all of it.
        package let place: OrganisationPath

        /// A role over a part.
        package init(_ role: Role, at place: OrganisationPath) {
            self.role = role
            self.place = place
        }
    }

    /// The account, one of a kind.
    package let account: String
    /// What the person is called.
    package let name: String
    /// The person's roles.
    package let posts: [Post]

    /// Somebody with roles.
    package init(account: String, name: String, posts: [Post]) {
        self.account = account
        self.name = name
        self.posts = posts
    }

    /// Whether one of the roles is held over a part, or anywhere when no part is asked for.
    package func holds(_ roles: Set<Role>, at place: OrganisationPath? = nil) -> Bool {
        posts.contains { post in
            roles.contains(post.role) && (place.map(post.place.contains) ?? true)
        }
    }

    /// The parts over which one of the roles is held: what a list may show.
    package func places(of roles: Set<Role>) -> [OrganisationPath] {
        posts.filter { roles.contains($0.role) }.map(\.place)
    }
}
