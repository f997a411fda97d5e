package import Cryptography
package import Records

/// What the log `authority` says, as far as its statements are signed by those who may give them.
///
/// A fold over the log from its first leaf: the same leaves give the same standing on a cabinet, at headquarters and in
/// the hands of a verifier. Headquarters writes the log and cannot give: a statement that its keys signed changes nothing.
package struct Standing: Sendable, Equatable {
    /// The organisation that the root was made for.
    package let organisation: String
    /// The root statement's digest that was compared by people; everything hangs on it.
    package let pinnedRoot: Digest

    /// How many leaves have been folded.
    package internal(set) var size: UInt64 = 0
    package internal(set) var root: RootStatement?
    package internal(set) var services: ServicesStatement?
    package internal(set) var officers: OfficersStatement?
    package internal(set) var rules: RulesStatement?
    package internal(set) var witnessPolicy: WitnessPolicyStatement?
    /// By site.
    package internal(set) var sites: [String: SiteStatement] = [:]
    /// By cabinet.
    package internal(set) var cabinets: [String: CabinetStatement] = [:]
    /// Epochs of cabinets' acts that officers let count, by cabinet and epoch.
    package internal(set) var cabinetEpochs: [String: [UInt64: EpochStatement]] = [:]
    /// By person.
    package internal(set) var approvers: [Identifier<Person>: ApproverStatement] = [:]
    /// Keys that approvers had before the ones in force: what they approved with them is void, and not forged.
    package internal(set) var earlierApproverKeys: [Identifier<Person>: Set<Bytes>] = [:]
    /// The generation up to which a person was removed for good.
    package internal(set) var removedGenerations: [Identifier<Person>: UInt64] = [:]
    /// Cabinets whose takes headquarters stopped, by the position of the record.
    package internal(set) var suspendedCabinets: [String: UInt64] = [:]
    /// Who signed as officers from which leaf on, so that a site's older records are judged by the officers of their time.
    var signingOfficers: [SigningOfficers] = []
    /// Statements that wait until a majority of witnesses has cosigned a head above them, oldest first.
    package internal(set) var waiting: [WaitingStatement] = []
    /// The size up to which a majority of witnesses has cosigned.
    package internal(set) var witnessedSize: UInt64 = 0

    /// An empty standing that will accept only the root with the given digest.
    package init(organisation: String, pinnedRoot: Digest) {
        self.organisation = organisation
        self.pinnedRoot = pinnedRoot
    }
}

/// A statement that is signed, in the log, and not yet under a head with enough cosignatures.
package struct WaitingStatement: Sendable, Equatable {
    /// The leaf's index.
    package let index: UInt64
    /// What the statement says, by the number of its kind.
    package let kind: RecordKind
    /// The statement with its signatures, to be applied later.
    package let signed: SignedStatement
}

/// The keys of which `threshold` make "two officers", from one leaf of `authority` on.
struct SigningOfficers: Sendable, Equatable {
    let index: UInt64
    let keys: [[UInt8]]
    let threshold: Int
}

/// What folding one record came to.
package enum FoldOutcome: Sendable, Equatable {
    /// It counts.
    case counted
    /// It waits for witnesses.
    case waiting
    /// It says nothing about authority, or its kind is not known and not critical.
    case passed
    /// It does not count: a finding.
    case refused(AuthorityError)
    /// A critical record of an unknown kind: takes stop until the program is renewed.
    case notUnderstood(RecordKind)
}
