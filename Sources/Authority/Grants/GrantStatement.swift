package import Cryptography
package import Records

/// A file that was approved: its hash is what counts.
package struct ApprovedFile: Canonical, Hashable {
    /// SHA-256 of the file's bytes.
    package let digest: Digest
    /// The file's name, as the applicant gave it.
    package let name: String
    /// Pages as counted by the applicant; 0 when the file has none.
    package let pages: UInt64

    /// A file by the SHA-256 of its bytes.
    package init(digest: Digest, name: String, pages: UInt64) {
        self.digest = digest
        self.name = name
        self.pages = pages
    }

    package var canonical: CBOR { .array([digest.canonical, name.canonical, pages.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 3 else {
            throw RecordsError(.malformed, "a file is a digest, a name and a number of pages")
        }
        digest = try Digest(canonical: parts[0])
        name = try String(canonical: parts[1])
        pages = try UInt64(canonical: parts[2])
    }
}

/// A person in the generation for which something was given.
package struct PersonInGeneration: Canonical, Hashable {
    /// The person.
    package let person: Identifier<Person>
    /// The generation that must still be in force.
    package let generation: UInt64

    /// A person in a generation.
    package init(person: Identifier<Person>, generation: UInt64) {
        self.person = person
        self.generation = generation
    }

    package var canonical: CBOR { .array([person.canonical, generation.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a person and a generation are expected")
        }
        person = try Identifier(canonical: parts[0])
        generation = try UInt64(canonical: parts[1])
    }
}

/// What approvers sign: who may take which seals, where, for what, how often and until when.
///
/// Any edit is a new grant.
package struct GrantStatement: Statement {
    package static let kind = RecordKind.grant
    package static let signers = Signers.approvers
    package static let title = "grant"
    /// The most seals of one grant.
    package static let sealCountMax = 32
    /// The most takers of one grant.
    package static let takerCountMax = 32
    /// The most files of one grant.
    package static let fileCountMax = 64
    /// The most times that one grant lets a seal be taken.
    package static let usesMax: UInt64 = 1_000

    package let head: StatementHead
    /// Names this grant.
    package let grant: Identifier<GrantSubject>
    /// The application that it answers.
    package let application: Identifier<ApplicationSubject>
    /// Who applied; never approves.
    package let applicant: Identifier<Person>
    /// The seals that may be taken, each once.
    package let seals: [Identifier<Seal>]
    /// The site whose cabinets may act on it.
    package let site: String
    /// Who may take, in the generation that must still be in force.
    package let takers: [PersonInGeneration]
    /// How the seals may be used.
    package let mode: GrantMode
    /// What for, in the applicant's words.
    package let reason: String
    /// The files to be stamped.
    package let files: [ApprovedFile]
    /// How many copies are to be stamped.
    package let copies: UInt64
    /// How often each seal may be taken.
    package let uses: UInt64
    /// Where the impression will be made, in words.
    package let placeOfUse: String
    /// The person who must come along, where one is named.
    package let companion: PersonInGeneration?
    /// When the seal should be back, in milliseconds since 1970.
    package let expectedReturn: Int64
    /// The first moment, in milliseconds since 1970.
    package let notBefore: Int64
    /// The last moment, in milliseconds since 1970.
    package let notAfter: Int64
    /// Past this contact age the grant needs a code; in seconds.
    package let offlineSecondsMax: UInt64

    /// A grant with all its conditions.
    package init(
        head: StatementHead,
        grant: Identifier<GrantSubject>,
        application: Identifier<ApplicationSubject>,
        applicant: Identifier<Person>,
        seals: [Identifier<Seal>],
        site: String,
        takers: [PersonInGeneration],
        mode: GrantMode,
        reason: String,
        files: [ApprovedFile],
        copies: UInt64,
        uses: UInt64,
        placeOfUse: String,
        companion: PersonInGeneration?,
        expectedReturn: Int64,
        notBefore: Int64,
        notAfter: Int64,
        offlineSecondsMax: UInt64
    ) {
        self.head = head
        self.grant = grant
        self.application = application
        self.applicant = applicant
        self.seals = seals
        self.site = site
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
        self.offlineSecondsMax = offlineSecondsMax
    }

    package var fields: CBORMap {
        CBORMap([
            4: grant.canonical, 5: application.canonical, 6: applicant.canonical, 7: .list(seals),
            8: site.canonical,
            9: .list(takers), 10: mode.canonical, 11: reason.canonical, 12: .list(files),
            13: copies.canonical,
            14: uses.canonical, 15: placeOfUse.canonical, 16: companion?.canonical,
            17: expectedReturn.canonical,
            18: notBefore.canonical, 19: notAfter.canonical, 20: offlineSecondsMax.canonical,
        ])
    }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        grant = try fields.value(4)
        application = try fields.value(5)
        applicant = try fields.value(6)
        seals = try fields.list(7, countMax: Self.sealCountMax)
        site = try fields.value(8)
        takers = try fields.list(9, countMax: Self.takerCountMax)
        mode = try fields.value(10)
        reason = try fields.value(11)
        files = try fields.list(12, countMax: Self.fileCountMax)
        copies = try fields.value(13)
        uses = try fields.value(14)
        placeOfUse = try fields.value(15)
        companion = try fields.optional(16)
        expectedReturn = try fields.value(17)
        notBefore = try fields.value(18)
        notAfter = try fields.value(19)
        offlineSecondsMax = try fields.value(20)
        try Self.check(label: site)
        guard !seals.isEmpty, !takers.isEmpty, Set(seals).count == seals.count else {
            throw RecordsError(.malformed, "a grant names seals, each once, and takers")
        }
        guard (1...Self.usesMax).contains(uses), notBefore < notAfter else {
            throw RecordsError(.malformed, "a grant has 1–\(Self.usesMax) uses and ends after it begins")
        }
    }
}
