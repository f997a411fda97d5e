import Authority
import Enrolment
package import Records
import Screens

extension StateFolder {
    /// Founds from the texts of SIGNED STATEMENT papers.
    ///
    /// - Returns: one line for each statement that was given now.
    package func found(papers: [[UInt8]]) async throws -> [String] {
        try await found(
            papers.map { try SignedStatement(decoding: try Armor.bytes(of: $0, .signedStatement)) }
        )
    }

    /// Makes an account from what a command line says.
    ///
    /// `posts` is `ROLE` or `ROLE@PART`.
    /// - Returns: the person's id.
    /// - Throws: ``HeadquartersError`` `.malformed` for an unknown role, part or id, or a password that is too short.
    package func addAccount(
        _ name: String,
        displayName: String,
        posts: [String],
        person: String?,
        password: String
    ) async throws -> Identifier<Person> {
        guard password.utf8.count >= 12 else {
            throw HeadquartersError(.malformed, "a password has at least 12 characters")
        }
        let id: Identifier<Person>
        if let person {
            guard let known = Identifier<Person>(hexadecimal: person) else {
                throw HeadquartersError(.malformed, "«\(person)» is no id of 32 hexadecimal characters")
            }
            id = known
        } else {
            id = .drawn()
        }
        let account = Account(
            name: name,
            displayName: displayName,
            person: id,
            posts: try posts.map(Self.post),
            verifier: try PasswordVerifier(password: password).stored
        )
        try put(account, replacing: true)
        return id
    }

    private static func post(_ text: String) throws -> AccountPost {
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        guard let word = parts.first, let role = HeadquartersRole(rawValue: word) else {
            throw HeadquartersError(
                .malformed,
                "«\(text)» is no role; roles are \(HeadquartersRole.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        do { return AccountPost(role, at: try OrganisationPath(parts.count > 1 ? parts[1] : "")) } catch {
            throw HeadquartersError(.malformed, error.message)
        }
    }
}
