package import Authority
package import Cryptography
import Records

/// Who this cabinet is: set at enrolment, the same for life.
package struct CabinetIdentity: Sendable {
    /// The organisation's DNS name.
    package let organisation: String
    /// The site's name in origins.
    package let site: String
    /// The cabinet's name in origins.
    package let cabinet: String
    /// The root statement whose digest was compared at enrolment.
    package let root: RootStatement

    /// A cabinet of a site under a root.
    package init(organisation: String, site: String, cabinet: String, root: RootStatement) {
        self.organisation = organisation
        self.site = site
        self.cabinet = cabinet
        self.root = root
    }

    /// What everything that gives hangs on.
    package var pinnedRoot: Digest { SHA256.hash(root.encoded) }
}
