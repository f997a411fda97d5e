package import Authority
package import Cryptography
package import Records

/// One approval, and what it is worth under the approvers in force when the cabinet acted.
package struct ShownApproval: Sendable, Equatable {
    /// Who approved.
    package let approver: Identifier<Person>
    /// Good with its grade, or why not.
    package let verdict: GrantJudge.Verdict
}

/// A grant under which the seal was taken.
package struct ShownGrant: Sendable, Equatable {
    /// SHA-256 of the grant's text.
    package let digest: Digest
    /// The site's `policy`, in which it stands.
    package let policy: Origin?
    /// The leaf's index there.
    package let index: UInt64
    /// The text.
    package let statement: GrantStatement
    /// All approvals, each judged.
    package let approvals: [ShownApproval]
    /// Whether nothing speaks against the take under it.
    package let isSound: Bool
}
