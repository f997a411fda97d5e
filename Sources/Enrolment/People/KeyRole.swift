/// What a person's key is for.
package enum KeyRole: String, CaseIterable, Sendable {
    /// Holds a key of the root.
    case owner
    /// Names approvers and people, or answers the night phone.
    case officer
    /// Signs grants.
    case approver
}
