import Authority
import Cryptography
import Custody
import Identity
import Records

/// What the screen shows.
enum ScreenStep: Sendable, Equatable {
    /// Dark: nobody stands here.
    case idle
    /// What do you want to do?
    case choosingErrand
    /// Who are you?
    case identifying(Identifying)
    /// Which seal under which grant?
    case choosingTake
    /// Is this what was approved?
    case checkingTake(TakeChoice)
    /// The grant is read again and the slot looked into.
    case weighing(TakeChoice)
    /// The refusal is being written.
    case refusing(TakeChoice, [TakeRefusal])
    /// The take was refused, and that is on disk.
    case refused(TakeChoice, [TakeRefusal])
    /// Which seal comes back?
    case choosingReturn
    /// Into this drawer.
    case checkingReturn(Identifier<Seal>, drawer: UInt64)
    /// What is to be set aside?
    case choosingAside
    /// From this drawer.
    case checkingAside(drawer: UInt64)
    /// The intent is being written and the lock released.
    case beginning(Opening)
    /// A drawer is released or open.
    case underWay(Opening, VisitMachine.Phase)
    /// How it ended, which is on disk.
    case ended(Opening, VisitResult)
    /// At the front reader.
    case bench(BenchStep)
    /// It could not be done.
    case trouble(ScreenTrouble)

    /// How long it stays without a touch, in milliseconds; nil where something else ends it.
    var staysMilliseconds: UInt64? {
        switch self {
        case .idle, .identifying, .weighing, .refusing, .beginning, .underWay: nil
        case .choosingErrand, .ended: 30_000
        case .choosingTake, .checkingTake, .choosingReturn, .checkingReturn, .choosingAside, .checkingAside,
            .refused, .trouble:
            60_000
        case .bench(.working): nil
        case .bench: 120_000
        }
    }

    /// Its name in the state that programs read.
    var name: String {
        switch self {
        case .idle: "idle"
        case .choosingErrand: "choosing-errand"
        case .identifying(let way) where way.isChecking: "checking-identity"
        case .identifying(let way):
            switch way.ask {
            case .card: way.isSecond ? "waiting-for-second-card" : "waiting-for-card"
            case .method: "waiting-for-pin"
            }
        case .choosingTake: "choosing-take"
        case .checkingTake: "checking-take"
        case .weighing: "weighing"
        case .refusing: "refusing"
        case .refused: "refused"
        case .choosingReturn: "choosing-return"
        case .checkingReturn: "checking-return"
        case .choosingAside: "choosing-set-aside"
        case .checkingAside: "checking-set-aside"
        case .beginning: "beginning"
        case .underWay(_, .awaitingOpen): "drawer-released"
        case .underWay(_, .open): "drawer-open"
        case .underWay: "drawer-closed"
        case .ended: "ended"
        case .bench(let bench): bench.name
        case .trouble: "trouble"
        }
    }
}

/// A seal under a grant, as somebody wants it.
struct TakeChoice: Sendable, Hashable {
    let seal: Identifier<Seal>
    /// SHA-256 of the grant's bytes; nil when the person has none.
    let grant: Digest?
}

/// Where an identification stands.
struct Identifying: Sendable, Equatable {
    /// What the person is asked for.
    enum Ask: Sendable, Equatable {
        case card
        case method(name: String, [Method])
    }

    var ask = Ask.card
    /// Whether it is the second person's turn.
    var isSecond = false
    /// Whether a card or a PIN is being checked.
    var isChecking = false
    /// Why it did not go on.
    var refusal: VerificationRefusal?
    /// Whether what was typed is no PIN.
    var isPINUnreadable = false
    /// What waits for the second person.
    var choice: TakeChoice?
}

/// One drawer that is released for a reason.
struct Opening: Sendable, Hashable {
    let purpose: OpenVisit.Purpose
    let drawer: UInt64
    let seal: Identifier<Seal>?
}

/// Where work at the front reader stands.
enum BenchStep: Sendable, Equatable {
    /// Lay on a blank tag.
    case awaitingTag
    /// The tag was read, and that is on disk.
    case tagRead(uid: Bytes)
    /// Which job?
    case choosingJob
    /// The tag has its keys, and that is on disk.
    case jobDone(uid: Bytes)
    /// Whose credential is it? With what was wrong with the last answer.
    case askingPerson(isUnknown: Bool)
    /// Lay the card on.
    case awaitingCard(Identifier<Person>)
    /// Choose a PIN.
    case choosingPIN(Identifier<Person>, card: TagReference?, PINProblem?)
    /// Type it again.
    case repeatingPIN(Identifier<Person>, card: TagReference?, PIN)
    /// The request is on disk.
    case requested(Identifier<Person>, [Identifier<CredentialSubject>])
    /// The reader or the disk is at work.
    case working

    /// Its name in the state that programs read.
    var name: String {
        switch self {
        case .awaitingTag: "waiting-for-tag"
        case .tagRead: "tag-read"
        case .choosingJob: "choosing-job"
        case .jobDone: "job-done"
        case .askingPerson: "asking-person"
        case .awaitingCard: "waiting-for-new-card"
        case .choosingPIN: "choosing-pin"
        case .repeatingPIN: "repeating-pin"
        case .requested: "credential-requested"
        case .working: "working"
        }
    }
}

/// What is wrong with a PIN that was chosen.
enum PINProblem: Sendable, Hashable {
    /// Not 6 to 12 digits.
    case unreadable
    /// Others would guess it.
    case weak(PINRules.Weakness)
    /// The two entries differ.
    case different
}
