package import Authority
package import Cryptography
package import Records

/// The detail of `proposalMade`.
package struct ProposalMade: Canonical, Hashable {
    /// The canonical bytes of the statement.
    package let bytes: Bytes
    /// The site whose policy it is for, where the statement does not say.
    package let site: String?
    /// Why it is asked for, in words.
    package let note: String
    /// The enrolment slip that it answers.
    package let slip: Bytes?

    /// A statement that waits.
    package init(bytes: [UInt8], site: String?, note: String, slip: [UInt8]? = nil) {
        self.bytes = Bytes(bytes)
        self.site = site
        self.note = note
        self.slip = slip.map { Bytes($0) }
    }

    package var canonical: CBOR {
        .map(
            CBORMap([0: bytes.canonical, 1: site?.canonical, 2: note.canonical, 3: slip?.canonical])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a proposal")
        bytes = try fields.value(0)
        site = try fields.optional(1)
        note = try fields.value(2)
        slip = try fields.optional(3)
        try fields.finish()
    }
}

/// The detail of `signatureReceived`.
package struct SignatureReceived: Canonical, Hashable {
    /// SHA-256 of the statement's bytes.
    package let proposal: Digest
    /// The signature.
    package let signature: StatementSignature

    /// A signature on a proposal.
    package init(proposal: Digest, signature: StatementSignature) {
        self.proposal = proposal
        self.signature = signature
    }

    package var canonical: CBOR { .map(CBORMap([0: proposal.canonical, 1: signature.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a signature on a proposal")
        proposal = try fields.value(0)
        signature = try fields.value(1)
        try fields.finish()
    }
}

/// The detail of `proposalGiven` and `proposalWithdrawn`.
package struct ProposalEnded: Canonical, Hashable {
    /// SHA-256 of the statement's bytes.
    package let proposal: Digest
    /// The log in which it stands now.
    package let origin: String?
    /// The leaf's index there.
    package let index: UInt64?

    /// The end of a proposal.
    package init(proposal: Digest, origin: String? = nil, index: UInt64? = nil) {
        self.proposal = proposal
        self.origin = origin
        self.index = index
    }

    package var canonical: CBOR {
        .map(CBORMap([0: proposal.canonical, 1: origin?.canonical, 2: index?.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "the end of a proposal")
        proposal = try fields.value(0)
        origin = try fields.optional(1)
        index = try fields.optional(2)
        try fields.finish()
    }
}
