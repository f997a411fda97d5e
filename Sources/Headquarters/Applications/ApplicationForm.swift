package import Authority
package import Records

/// What an applicant fills in.
package struct ApplicationForm: Sendable {
    /// The seals, all of one site.
    package var seals: [Identifier<Seal>]
    /// Who will take them.
    package var takers: [Identifier<Person>]
    /// How they are used.
    package var mode: GrantMode
    /// What for.
    package var reason: String
    /// The files to be stamped.
    package var files: [ApprovedFile]
    /// Copies to be stamped.
    package var copies: UInt64
    /// How often each seal may be taken.
    package var uses: UInt64
    /// Where, in words.
    package var placeOfUse: String
    /// The person who must come along.
    package var companion: Identifier<Person>?
    /// When the seals should be back, in milliseconds since 1970.
    package var expectedReturn: Int64
    /// The first moment.
    package var notBefore: Int64
    /// The last moment.
    package var notAfter: Int64

    /// A filled form.
    package init(
        seals: [Identifier<Seal>],
        takers: [Identifier<Person>],
        mode: GrantMode = .borrow,
        reason: String,
        files: [ApprovedFile] = [],
        copies: UInt64 = 1,
        uses: UInt64 = 1,
        placeOfUse: String,
        companion: Identifier<Person>? = nil,
        expectedReturn: Int64,
        notBefore: Int64,
        notAfter: Int64
    ) {
        self.seals = seals
        self.takers = takers
        self.mode = mode
        self.reason = reason
        self.files = files
        self.copies = copies
        self.uses = uses
        self.placeOfUse = placeOfUse
        self.companion = companion
        self.expectedReturn = expectedReturn
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}
