package import Records

/// What must be explained.
///
/// Numbers are never reused.
package struct FindingKind: RawRepresentable, Canonical, Hashable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// Something came back that is not the seal.
    package static let substitute = FindingKind(rawValue: 1)
    /// Something came back that could not be read.
    package static let unproved = FindingKind(rawValue: 2)
    /// A drawer opened without being released.
    package static let forced = FindingKind(rawValue: 3)
    /// A drawer stayed open too long.
    package static let heldOpen = FindingKind(rawValue: 4)
    /// Bolt and door disagree.
    package static let ajar = FindingKind(rawValue: 5)
    /// Released, and nothing moved.
    package static let jammed = FindingKind(rawValue: 6)
    /// A reader or sensor is ill.
    package static let ill = FindingKind(rawValue: 7)
    /// A statement or grant in a log that the cabinet obeys is not signed by those who may give it.
    package static let forgedStatement = FindingKind(rawValue: 8)
    /// A count found something else than it should.
    package static let countDifference = FindingKind(rawValue: 9)
    /// A record of `policy` or `authority` that this program must understand and does not.
    package static let notUnderstood = FindingKind(rawValue: 10)
    /// Something else than the seal lay in the slot after a take.
    package static let exchanged = FindingKind(rawValue: 11)
    /// The witnesses of `authority` were changed.
    package static let witnessesChanged = FindingKind(rawValue: 12)
    /// The seal is not back when it should be.
    package static let overdue = FindingKind(rawValue: 13)
    /// Two heads of one log contradict each other.
    package static let fork = FindingKind(rawValue: 14)
    /// Headquarters' signed time is more than five minutes off the interval.
    package static let timeLeap = FindingKind(rawValue: 15)
    /// Two edits of one version of the rules: the stricter is in force until people say what is meant.
    package static let editsCollide = FindingKind(rawValue: 20)
    /// Headquarters was restored from a backup and took its records back from cabinets.
    package static let restored = FindingKind(rawValue: 21)
    /// Somebody who was removed took a seal at a cabinet that did not know it yet.
    package static let unknownRemoval = FindingKind(rawValue: 22)
    /// A tag's key was delivered with two values under one version: the first stands.
    package static let otherTagKey = FindingKind(rawValue: 23)
    /// A cabinet's records are older than what it signed before: a disk was put back.
    package static let rolledBack = FindingKind(rawValue: 24)
    /// Two machines write in one cabinet's name.
    package static let clone = FindingKind(rawValue: 25)
    /// A cabinet's acts begin anew, and nothing vouches for it yet: officers must look.
    package static let epochProvisional = FindingKind(rawValue: 26)
    /// Officers ended an epoch below what headquarters had cosigned of it.
    package static let cutBelowCosigned = FindingKind(rawValue: 27)
    /// Headquarters lost leaves of a log that a cabinet had obeyed: what they took away stays taken there, and is to be filed anew.
    package static let leavesLost = FindingKind(rawValue: 28)

    /// Stored leaves, bodies or trees are not those that were signed.
    package static let damaged = FindingKind(rawValue: 30)
    /// What a program had stored of its own state is not what it signed.
    package static let stateDiffers = FindingKind(rawValue: 40)
    /// The disk is full, or what records may take of it.
    package static let diskFull = FindingKind(rawValue: 41)
    /// A record of a cabinet's acts is not signed by the cabinet's act key: it says nothing.
    package static let unattested = FindingKind(rawValue: 50)
    /// The body of a record stays away from headquarters while newer records come.
    package static let bodyWithheld = FindingKind(rawValue: 51)

    package var canonical: CBOR { .integer(rawValue) }

    package init(canonical: CBOR) throws(RecordsError) { rawValue = try Int64(canonical: canonical) }
}

/// The detail of `findingOpened`; the subject names seal, drawer and visit, and the finding itself.
package struct FindingOpened: Canonical, Hashable {
    /// The kind.
    package let kind: FindingKind
    /// One sentence in English for people who read the log; screens have their own words for the kind.
    package let note: String
    /// What a reader found, where one was asked.
    package let reading: TagReading?

    /// A finding.
    package init(kind: FindingKind, note: String, reading: TagReading? = nil) {
        self.kind = kind
        self.note = note
        self.reading = reading
    }

    package var canonical: CBOR {
        .map(CBORMap([0: kind.canonical, 1: note.canonical, 2: reading?.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a finding")
        kind = try fields.value(0)
        note = try fields.value(1)
        reading = try fields.optional(2)
        try fields.finish()
    }
}
