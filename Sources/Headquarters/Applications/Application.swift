package import Authority
package import Cryptography
package import Records

/// An application for seals, and how far it has come.
package struct Application: Sendable, Equatable {
    /// How far it has come.
    package enum State: Sendable, Equatable {
        /// Approvals are missing.
        case open
        /// The grant stands in the site's policy.
        case granted(index: UInt64)
        /// It was taken back or refused; why.
        case ended(reason: String)
    }

    /// The number that people use.
    package let number: String
    /// What approvers sign.
    package let statement: GrantStatement
    /// Who filed it.
    package let actor: Actor
    /// When, in milliseconds since 1970.
    package let filedAt: Int64
    /// The grant's bytes with the approvals that came in.
    package internal(set) var approved: ApprovedGrant
    /// How far it has come.
    package internal(set) var state: State = .open

    /// SHA-256 of the grant's bytes.
    package var digest: Digest { SHA256.hash(approved.bytes) }
}
