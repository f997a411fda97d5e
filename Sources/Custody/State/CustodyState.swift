import Authority
package import Cryptography
package import Records

/// A seal in somebody's hands.
package struct Holding: Sendable, Hashable {
    /// Who took it.
    package let holder: Identifier<Person>
    /// Who stood by.
    package let companion: Identifier<Person>?
    /// Under which grant.
    package let grant: Identifier<GrantSubject>?
    /// The exact text of that grant.
    package let grantDigest: Digest?
    /// Since when, by the cabinet's clock.
    package let since: HybridTime
    /// When it should be back, in milliseconds since 1970.
    package let expectedReturn: Int64?
}

/// Where a seal is, as far as the cabinet's acts say.
package enum SealPlace: Sendable, Hashable {
    /// In a slot; its tag proved itself at the given time.
    case present(drawer: UInt64, proved: HybridTime)
    /// In a slot, but what is there could not be read: *in, unproved*.
    case unproved(drawer: UInt64, since: HybridTime)
    /// Out with a person.
    case out(Holding)
}

/// What lies in a drawer that is no seal in its place.
package struct Quarantine: Sendable, Hashable {
    /// What the reader found.
    package let reading: TagReading
    /// Since when.
    package let since: HybridTime
    /// The seal for which it was put in.
    package let insteadOf: Identifier<Seal>?
}

/// An opening whose outcome is not written yet.
package struct OpenVisit: Sendable, Hashable {
    /// What the drawer was released for.
    package enum Purpose: Sendable, Hashable {
        case take
        case giveBack
        case setAside
    }

    /// The visit.
    package let visit: Identifier<Visit>
    /// Why the drawer was released.
    package let purpose: Purpose
    /// Which drawer.
    package let drawer: UInt64
    /// The seal it is about; nil when something is set aside.
    package let seal: Identifier<Seal>?
    /// Who stood there.
    package let actor: Actor
    /// The grant's id.
    package let grant: Identifier<GrantSubject>?
    /// The intent as written.
    package let begun: VisitBegun
    /// When it was written.
    package let time: HybridTime
}

/// A finding that was opened and by whom it was found.
package struct FindingState: Sendable, Hashable {
    /// Names it.
    package let finding: Identifier<FindingSubject>
    /// What was found.
    package let opened: FindingOpened
    /// The seal, drawer and visit.
    package let subject: Subject
    /// When.
    package let time: HybridTime
    /// The epoch of the cabinet's acts in which it stands.
    package let epoch: UInt64
    /// The leaf's index in that epoch.
    package let index: UInt64
}

/// What one cabinet's acts say: where its seals are, what lies apart, which openings have no outcome, how grants were used.
///
/// A fold over the log `acts`, the same code at the cabinet and at headquarters: a disagreement is a finding, not a conflict.
package struct CustodyState: Sendable, Equatable {
    /// The findings kept in memory; older ones are read from the log.
    package static let findingCountMax = 1_000
    /// The tags seen and credentials requested that are kept in memory.
    package static let deskCountMax = 200
    /// The records without a good signature of their own that are kept in memory.
    package static let unattestedCountMax = 1_000
    /// The files held that are kept in memory.
    package static let fileCountMax = 2_000

    /// The way in which this program folds and writes it; another number is another fold, and not comparable.
    package static let version: UInt64 = 7
    /// The name of the piece as which a cabinet stores and names it.
    package static let pieceName = "custody"

    /// The cabinet's name.
    package let cabinet: String
    /// The epoch of the acts that is folded, from 1.
    package internal(set) var epoch: UInt64 = 1
    /// How many leaves of earlier epochs have been folded.
    package internal(set) var earlierCount: UInt64 = 0
    /// Where the epochs began and were left.
    package internal(set) var epochSizes = EpochSizes()
    /// How many leaves of this epoch have been folded.
    package internal(set) var size: UInt64 = 0
    /// By seal.
    package internal(set) var seals: [Identifier<Seal>: SealPlace] = [:]
    /// By drawer.
    package internal(set) var quarantines: [UInt64: Quarantine] = [:]
    /// Openings without an outcome.
    package internal(set) var openVisits: [Identifier<Visit>: OpenVisit] = [:]
    /// How often each seal was taken under a grant.
    package internal(set) var uses: [GrantUse: UInt64] = [:]
    /// Takes that neither drawer nor reader saw, by seal: it counts as in, unproved, and may be with this person.
    package internal(set) var unseenTakes: [Identifier<Seal>: Holding] = [:]
    /// The newest findings, oldest first.
    package internal(set) var findings: [FindingState] = []
    /// Answers to count runs, by run.
    package internal(set) var counts: [Identifier<CountRun>: CountAnswer] = [:]
    /// The newest tags that the front reader has read, oldest first.
    package internal(set) var tagsSeen: [TagSeen] = []
    /// Jobs of tags' keys that were done here.
    package internal(set) var jobsDone: Set<Bytes> = []
    /// The newest requests for credentials, oldest first.
    package internal(set) var credentialRequests: [RequestedCredential] = []
    /// The blobs that came here whole, the newest last; whether they are here still is for their store to say.
    package internal(set) var filesHeld: [Digest] = []
    /// The leaves of `policy` whose erasures were carried out here.
    package internal(set) var erasuresDone: Set<UInt64> = []
    /// The most leaves of `authority` that the cabinet says, under a good signature, to have obeyed: by these its signatures are judged.
    package internal(set) var obeyedSize: UInt64 = 0
    /// The newest records that were passed over for their own signature, oldest first.
    package internal(set) var unattested: [UnattestedRecord] = []
    /// How many were passed over since the first leaf.
    package internal(set) var unattestedCount: UInt64 = 0
    /// The leaves that were carried on from earlier epochs and count here, by their hash.
    package internal(set) var carriedLeaves: Set<Digest> = []
    /// Whether another machine took this cabinet's name, and its drawers were not all counted since.
    package internal(set) var awaitsCount = false
    /// The latest moment that an opening was authorised for, in milliseconds since 1970; nil before the first.
    package internal(set) var authorisedFloor: Int64?
    /// Drawers that nobody may take for empty: while the acts are folded again, those that no reader found empty.
    package internal(set) var unlooked: Set<UInt64> = []
    /// The time of the last leaf.
    package internal(set) var lastTime = HybridTime(milliseconds: 0)

    /// Acts that were judged before `authority` was here as far as they cite; nil where there are none.
    package internal(set) var judgedAhead: JudgedAhead? {
        get { epochSizes.ahead }
        set { epochSizes.ahead = newValue }
    }

    /// Whether acts were judged of which `authority` is not here yet as far as they cite it: what they are worth may change.
    package var isJudgedAhead: Bool { judgedAhead.map { $0.citedSize < JudgedAhead.anySize } ?? false }

    /// How many leaves of one epoch have been folded.
    package func foldedSize(of epoch: UInt64) -> UInt64 {
        epoch == self.epoch ? size : epochSizes.left[epoch] ?? 0
    }

    /// How many leaves of all epochs have been folded.
    package var foldedCount: UInt64 { earlierCount + size }

    /// The state of a cabinet before its first act.
    package init(cabinet: String) { self.cabinet = cabinet }

    /// The seal that lies in a drawer, proved or not.
    package func seal(in drawer: UInt64) -> Identifier<Seal>? {
        seals.first { _, place in
            switch place {
            case .present(drawer, _), .unproved(drawer, _): true
            default: false
            }
        }?.key
    }

    /// Whether a seal or something set apart lies in a drawer, as far as is known.
    package func isOccupied(_ drawer: UInt64) -> Bool {
        quarantines[drawer] != nil || seal(in: drawer) != nil || unlooked.contains(drawer)
    }
}

/// What a person chose at the cabinet and two officers may make a credential.
package struct RequestedCredential: Sendable, Hashable {
    /// Who chose it.
    package let person: Identifier<Person>
    /// The id that the credential would have; a PIN's verifier is bound to it.
    package let credential: Identifier<CredentialSubject>
    /// What was chosen.
    package let requested: CredentialRequested
    /// When.
    package let time: HybridTime
}

/// One seal under one grant.
package struct GrantUse: Sendable, Hashable {
    /// The grant.
    package let grant: Identifier<GrantSubject>
    /// The seal.
    package let seal: Identifier<Seal>

    /// A seal under a grant.
    package init(grant: Identifier<GrantSubject>, seal: Identifier<Seal>) {
        self.grant = grant
        self.seal = seal
    }
}
