import Authority
import Cryptography
import Custody
import Records

/// What the screen shows, for programs: the answer of `GET /api/state`.
struct ScreenReport: Encodable, Sendable {
    struct Offer: Encodable, Sendable {
        let seal: String
        let grant: String?
        let reasons: [Int64]
    }

    struct SealLine: Encodable, Sendable {
        let id: String
        let name: String
        /// One of in, unproved, out, unknown.
        let place: String
        let drawer: UInt64?
        let holder: String?
        let expectedReturn: Int64?
    }

    struct DrawerLine: Encodable, Sendable {
        let drawer: UInt64
        let seal: String?
        let isQuarantined: Bool
        let isLit: Bool
    }

    let formToken: String
    let step: String
    let page: UInt64
    let errand: String?
    let persons: [String]
    /// Why the last card or PIN was not accepted.
    let identityRefusal: String?
    /// Numbers of ``TakeRefusal`` of a refused take.
    let reasons: [Int64]
    let outcome: String?
    let trouble: String?
    let drawer: UInt64?
    let checkCode: String?
    let uid: String?
    let offers: [Offer]
    let returnable: [String]
    let jobs: [String]
    let credentials: [String]
    let seals: [SealLine]
    let drawers: [DrawerLine]
    let size: UInt64
    let root: String
    let pending: UInt64
    let unwitnessed: UInt64
    let online: Bool
    let contactAgeSeconds: UInt64?
    let findings: Int

    init(_ snapshot: ScreenSnapshot, formToken: String) {
        let (view, step) = (snapshot.view, snapshot.step)
        self.formToken = formToken
        self.step = step.name
        page = snapshot.flow.page
        errand = snapshot.flow.errand?.rawValue
        persons = snapshot.flow.persons.map { "\($0.person)" }
        let lit = Self.drawer(of: step, view)
        drawer = lit
        identityRefusal = if case .identifying(let way) = step { way.refusal.map { "\($0)" } } else { nil }
        reasons = if case .refused(_, let reasons) = step { reasons.map(\.rawValue) } else { [] }
        outcome = if case .ended(_, let result) = step { "\(OutcomeText.Outcome(result))" } else { nil }
        trouble = if case .trouble(let trouble) = step { "\(trouble)" } else { nil }
        checkCode =
            if case .checkingTake(let choice) = step {
                choice.grant.flatMap { view.obeyed.policy.grants[$0]?.approved.checkCode }
            } else { nil }
        switch step {
        case .bench(.tagRead(let read)), .bench(.jobDone(let read)): uid = Hex.encode(read.bytes)
        default: uid = nil
        }
        credentials = if case .bench(.requested(_, let ids)) = step { ids.map { "\($0)" } } else { [] }
        offers =
            if step == .choosingTake {
                TakeOffer.offers(to: snapshot.flow.persons, in: snapshot.surroundings).map {
                    Offer(
                        seal: "\($0.seal)",
                        grant: $0.grant.map { "\($0.digest)" },
                        reasons: $0.reasons.map(\.rawValue)
                    )
                }
            } else { [] }
        returnable = view.returnDesk.returnable.map { "\($0.seal)" }
        jobs = snapshot.surroundings.openJobs.map { Hex.encode($0.job.bytes) }
        seals = view.obeyed.policy.seals.values.sorted { $0.seal < $1.seal }.map { Self.line($0, view) }
        drawers = snapshot.drawers.map {
            DrawerLine(
                drawer: $0,
                seal: view.custody.seal(in: $0).map { "\($0)" },
                isQuarantined: view.custody.quarantines[$0] != nil,
                isLit: $0 == lit
            )
        }
        size = view.head.size
        root = "\(view.head.root)"
        pending = snapshot.pendingCount
        unwitnessed = snapshot.unwitnessedCount
        online = snapshot.isOnline
        contactAgeSeconds = snapshot.surroundings.contactAgeSeconds
        findings = view.custody.findings.count
    }

    private static func line(_ seal: SealStatement, _ view: CabinetView) -> SealLine {
        let (place, drawer, holding): (String, UInt64?, Holding?) =
            switch view.custody.seals[seal.seal] {
            case .present(let drawer, _): ("in", drawer, nil)
            case .unproved(let drawer, _): ("unproved", drawer, nil)
            case .out(let holding): ("out", nil, holding)
            case nil: ("unknown", nil, nil)
            }
        return SealLine(
            id: "\(seal.seal)",
            name: seal.name,
            place: place,
            drawer: drawer,
            holder: holding.map { "\($0.holder)" },
            expectedReturn: holding?.expectedReturn
        )
    }

    private static func drawer(of step: ScreenStep, _ view: CabinetView) -> UInt64? {
        switch step {
        case .checkingReturn(_, let drawer), .checkingAside(let drawer): drawer
        case .beginning(let opening), .underWay(let opening, _), .ended(let opening, _): opening.drawer
        case .checkingTake(let choice), .weighing(let choice):
            if case .present(let drawer, _)? = view.custody.seals[choice.seal] { drawer } else { nil }
        default: nil
        }
    }
}
