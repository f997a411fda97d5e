package import Authority
package import Cryptography
package import Records

/// A statement that waits for people's signatures.
package struct Proposal: Sendable, Equatable {
    /// How far it has come.
    package enum State: Sendable, Equatable {
        /// Signatures are missing.
        case open
        /// It stands in a log.
        case given(origin: String, index: UInt64)
        /// It was taken back.
        case withdrawn
    }

    /// What was asked for.
    package let made: ProposalMade
    /// What it says of its kind.
    package let kind: ProposedKind
    /// Who asked.
    package let actor: Actor
    /// When, in milliseconds since 1970.
    package let madeAt: Int64
    /// The statement with the signatures that came in.
    package internal(set) var signed: SignedStatement
    /// How far it has come.
    package internal(set) var state: State = .open

    /// SHA-256 of the statement's bytes, by which people name it.
    package var digest: Digest { signed.digest }
}
