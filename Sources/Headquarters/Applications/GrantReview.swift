package import Authority
import Records

/// Looks at a grant as cabinets will: every seal of it under its own rule.
package struct GrantReview: Sendable {
    private let view: HeadquartersView

    /// A review under what is in force now.
    package init(_ view: HeadquartersView) { self.view = view }

    /// Why a grant would not let its seals go; nil when every seal's rule is satisfied.
    package func objection(to approved: ApprovedGrant) throws(HeadquartersError) -> AuthorityError? {
        let statement: GrantStatement
        do { statement = try approved.statement() } catch { throw HeadquartersError(error) }
        guard let policy = view.policies[statement.site] else {
            throw HeadquartersError(.notFound, "the site \(statement.site) has no policy log here")
        }
        guard !policy.isRevoked(grant: statement.grant) else {
            return AuthorityError(.removed, "the grant was revoked")
        }
        let filed = FiledGrant(index: policy.size, approved: approved, statement: statement)
        let judge = GrantJudge(standing: view.standing)
        for seal in statement.seals {
            guard let registered = policy.seals[seal] else {
                return AuthorityError(.unknownSubject, "the seal \(seal) is not registered at this site")
            }
            guard let rule = view.standing.rules?.rules.first(where: { $0.name == registered.rule }) else {
                return AuthorityError(
                    .unknownSubject,
                    "the rule «\(registered.rule)» of «\(registered.name)» is not in force"
                )
            }
            guard rule.modes.contains(statement.mode) else {
                return AuthorityError(
                    .signersInsufficient,
                    "the rule «\(rule.name)» does not permit this mode of use"
                )
            }
            if let objection = judge.objection(to: filed, under: rule) { return objection }
        }
        return nil
    }
}
