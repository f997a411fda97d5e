/// What is carried between people as text: the words in the first and last line of an ``Armor``.
package enum PaperKind: String, CaseIterable, Sendable {
    /// The canonical bytes of a statement that waits for signatures; a grant too.
    case statement = "STATEMENT"
    /// A statement with its signatures.
    case signedStatement = "SIGNED STATEMENT"
    /// One person's signature on a statement.
    case signature = "SIGNATURE"
    /// One approver's approval of a grant.
    case approval = "APPROVAL"
    /// A grant with its approvals.
    case approvedGrant = "APPROVED GRANT"
    /// An enrolment slip.
    case slip = "ENROLMENT SLIP"
    /// A cabinet's request to be enrolled.
    case request = "ENROLMENT REQUEST"
    /// Headquarters' answer to a request.
    case answer = "ENROLMENT ANSWER"
}
