package import Cryptography
package import Records

/// A grant as it stands in a site's `policy` log.
///
/// Whether its approvals are good is asked anew at every take.
package struct FiledGrant: Sendable, Equatable {
    /// The most approvals that are kept of all filings of one text.
    package static let approvalCountMax = 4 * ApprovedGrant.approvalCountMax

    /// The index in `policy` of the leaf that filed it first.
    package let index: UInt64
    /// The bytes that were approved, and the approvals of all filings.
    package private(set) var approved: ApprovedGrant
    /// The grant that the bytes say.
    package let statement: GrantStatement
    /// Later filings of the same text that brought approvals, in the order of their leaves.
    package private(set) var later: [LaterFiling] = []

    /// A grant at a place of the log, or at the place where it would stand.
    package init(index: UInt64, approved: ApprovedGrant, statement: GrantStatement) {
        self.index = index
        self.approved = approved
        self.statement = statement
    }

    /// Adds what a later leaf brings for the same text; what is there already is not added again.
    ///
    /// - Returns: false when the text has more approvals than anybody asks for, and these were not taken.
    package mutating func add(_ approvals: [Approval], at index: UInt64) -> Bool {
        let new = approvals.filter { !approved.approvals.contains($0) }
        guard approved.approvals.count + new.count <= Self.approvalCountMax else { return false }
        guard !new.isEmpty else { return true }
        approved = ApprovedGrant(bytes: approved.bytes, approvals: approved.approvals + new)
        later.append(LaterFiling(index: index, approvals: new))
        return true
    }

    /// The grant with the approvals that stood in the first `size` leaves of `policy`; nil when it was filed later.
    package func filed(below size: UInt64) -> FiledGrant? {
        guard index < size else { return nil }
        let count = approved.approvals.count - later.reduce(0) { $0 + $1.approvals.count }
        var earlier = FiledGrant(
            index: index,
            approved: ApprovedGrant(
                bytes: approved.bytes,
                approvals: Array(approved.approvals.prefix(count))
            ),
            statement: statement
        )
        for filing in later where filing.index < size { _ = earlier.add(filing.approvals, at: filing.index) }
        return earlier
    }

    /// SHA-256 of the grant's bytes: names this exact text.
    package var digest: Digest { SHA256.hash(approved.bytes) }
}

/// A leaf that brought more approvals for a text that stands in `policy` already.
package struct LaterFiling: Sendable, Equatable {
    /// The leaf's index in `policy`.
    package let index: UInt64
    /// The approvals that were new then.
    package let approvals: [Approval]
}

/// What one site's `policy` log says: people, credentials, seals, lock maps, grants, and what was taken away.
///
/// Folded like ``Standing``, which judges its signatures by the officers in force at the head of `authority` that each
/// leaf cites.
package struct SitePolicy: Sendable, Equatable {
    /// The site's name.
    package let site: String

    /// How many leaves have been folded.
    package internal(set) var size: UInt64 = 0
    package internal(set) var persons: [Identifier<Person>: PersonStatement] = [:]
    package internal(set) var credentials: [Identifier<CredentialSubject>: CredentialStatement] = [:]
    package internal(set) var seals: [Identifier<Seal>: SealStatement] = [:]
    /// By cabinet.
    package internal(set) var lockMaps: [String: LockMapStatement] = [:]
    /// By the digest of the grant's bytes, so that a changed copy cannot take a real one's place.
    package internal(set) var grants: [Digest: FiledGrant] = [:]
    package internal(set) var revokedGrants: Set<Identifier<GrantSubject>> = []
    package internal(set) var revokedCredentials: Set<Identifier<CredentialSubject>> = []
    /// By seal, the position of `authority` when it was suspended.
    package internal(set) var suspendedSeals: [Identifier<Seal>: UInt64] = [:]
    /// The lowest limit that headquarters set, in seconds.
    package internal(set) var offlineSecondsMax: UInt64?
    /// Jobs for tags by their id.
    package internal(set) var tagJobs: [Bytes: TagJobStatement] = [:]
    /// Keys delivered, by UID and then by cabinet; a later delivery replaces an earlier one.
    package internal(set) var tagKeys: [Bytes: [String: TagKeyDelivery]] = [:]
    /// Count runs in the order asked for.
    package internal(set) var countRequests: [CountRequest] = []
    /// The newest epoch of its acts that a cabinet is asked to end, by cabinet.
    package internal(set) var requestedRotations: [String: UInt64] = [:]
    /// The position of `authority` that the last folded leaf cites; never falls.
    package internal(set) var citedAuthority: UInt64 = 0

    /// The policy of a site before its first record.
    package init(site: String) { self.site = site }

    /// The grants that name a person as taker, newest first.
    package func grants(for person: Identifier<Person>) -> [FiledGrant] {
        grants.values.filter { $0.statement.takers.contains { $0.person == person } }.sorted {
            $0.index > $1.index
        }
    }

    /// The seal whose tag has this UID.
    package func seal(withTag uid: [UInt8]) -> SealStatement? {
        seals.values.first { $0.tag.uid.bytes == uid }
    }

    /// The credential whose card has this UID, unless revoked.
    package func card(withUID uid: [UInt8]) -> CredentialStatement? {
        credentials.values.first { $0.card?.uid.bytes == uid && !revokedCredentials.contains($0.credential) }
    }

    /// The credentials of a person that are not revoked and belong to the person's present generation.
    package func credentials(of person: Identifier<Person>, kind: CredentialKind) -> [CredentialStatement] {
        credentials.values.filter {
            $0.person == person && $0.credentialKind == kind && !revokedCredentials.contains($0.credential)
                && $0.generation == persons[person]?.generation
        }
    }
}
