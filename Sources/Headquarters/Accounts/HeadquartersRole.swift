package import Screens

/// What somebody may be to headquarters; each over a part of the organisation.
package enum HeadquartersRole: String, ScreenRole, CaseIterable {
    /// Applies for seals.
    case applicant
    /// Approves, with a key that headquarters does not have.
    case approver
    /// Keeps the seals of a site.
    case custodian
    /// Administers accounts, addresses and enrolment; reads nothing of what is administered.
    case systemAdministrator
    /// Lays out rights for officers, releases slips, takes away.
    case securityAdministrator
    /// Reads everything and changes nothing.
    case auditor

    /// The role in words.
    package var phrase: Phrase {
        switch self {
        case .applicant: Phrase("申请人", "Applicant")
        case .approver: Phrase("审批人", "Approver")
        case .custodian: Phrase("印章管理员", "Custodian")
        case .systemAdministrator: Phrase("系统管理员", "System administrator")
        case .securityAdministrator: Phrase("安全管理员", "Security administrator")
        case .auditor: Phrase("审计员", "Auditor")
        }
    }
}
