package import Records

// What people and programs do at headquarters: the kinds of its own logs `acts` and `receipts`. Numbers are never reused. Those of
// counts, 3030–3032, are in Custody, and those of heads, 3100–3102, in Records: a verifier of evidence reads them.

extension RecordKind {
    /// Somebody logged in (``AccountNamed``).
    package static let loggedIn = RecordKind(rawValue: 3_000)
    /// Somebody tried to log in (``AccountNamed``).
    package static let logInFailed = RecordKind(rawValue: 3_001)
    /// An account was made or changed (``AccountNamed``).
    package static let accountChanged = RecordKind(rawValue: 3_002)

    /// A statement waits for signatures (``ProposalMade``).
    package static let proposalMade = RecordKind(rawValue: 3_010)
    /// A signature on a proposal came in (``SignatureReceived``).
    package static let signatureReceived = RecordKind(rawValue: 3_011)
    /// A proposal has its signatures and stands in a log (``ProposalEnded``).
    package static let proposalGiven = RecordKind(rawValue: 3_012)
    /// A proposal was taken back (``ProposalEnded``).
    package static let proposalWithdrawn = RecordKind(rawValue: 3_013)

    /// Somebody applied (``ApplicationFiled``).
    package static let applicationFiled = RecordKind(rawValue: 3_020)
    /// An approval came in (``ApprovalReceived``).
    package static let approvalReceived = RecordKind(rawValue: 3_021)
    /// The grant stands in the site's policy (``ApplicationEnded``).
    package static let grantGiven = RecordKind(rawValue: 3_022)
    /// An application was taken back or refused (``ApplicationEnded``).
    package static let applicationEnded = RecordKind(rawValue: 3_023)

    /// A file or a picture was laid down (`BlobNamed` of Records); the subject names what it belongs to.
    package static let fileLaidDown = RecordKind(rawValue: 3_024)

    /// An administrator wants a cabinet enrolled (``SlipAsked``).
    package static let slipAsked = RecordKind(rawValue: 3_043)
    /// A slip was handed out (``SlipAsked``); the subject names the cabinet.
    package static let slipIssued = RecordKind(rawValue: 3_040)
    /// A cabinet asked under a slip; the subject names it.
    package static let slipRedeemed = RecordKind(rawValue: 3_041)
    /// A slip was taken back or its time passed; the subject names the cabinet.
    package static let slipEnded = RecordKind(rawValue: 3_042)

    /// Evidence left the house (``EvidenceExported``).
    package static let evidenceExported = RecordKind(rawValue: 3_050)
    /// Headquarters itself found something to explain (`FindingOpened` of Custody); the subject names the cabinet.
    package static let findingNoted = RecordKind(rawValue: 3_060)
    /// Something was taken away in `authority` or `policy` (``TakingMade``).
    package static let takingMade = RecordKind(rawValue: 3_070)

    /// Somebody wants what is known about a person erased (``ErasureAsked``).
    package static let erasureAsked = RecordKind(rawValue: 3_080)
    /// It was erased here (``ErasureDone``).
    package static let erasureDone = RecordKind(rawValue: 3_081)

    /// Every chunk of a blob lies here (``BlobComplete``), in `receipts`.
    package static let blobComplete = RecordKind(rawValue: 3_103)

    /// Somebody looked at what is known of others.
    package static let lookedAt = RecordKind(rawValue: 3_121)
}
