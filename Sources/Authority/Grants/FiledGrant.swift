package import Cryptography
import Records

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
