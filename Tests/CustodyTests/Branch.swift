import Authority
import Cryptography
import Records
import Simulation

@testable import Custody

/// The simulated organisation's branch with a registered seal in drawer 1, a taker, a companion, and an approved grant.
struct Branch {
    static let seal: Identifier<Seal> = id(400)
    static let taker: Identifier<Person> = id(3)
    static let companion: Identifier<Person> = id(4)
    static let tag = TagReference(uid: Bytes([4, 0, 0, 0, 0, 0, 1]), keyNumber: 1, keyVersion: 1)

    var organisation: SimulatedOrganisation
    var custody = CustodyState(cabinet: "c1")
    var grant: Digest
    /// Everything that was written, in its order.
    private(set) var records: [OpenedRecord] = []
    private var composer: Composer
    private let actKey: Ed25519PrivateKey

    init() throws {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let places = (1...2).map { number in
            DrawerPlace(
                drawer: UInt64(number),
                reader: "slot-\(number)",
                lock: BoardPlace(board: "a", number: UInt64(number)),
                bolt: SwitchPlace(BoardPlace(board: "a", number: UInt64(number)), isActiveWhenSecure: true),
                door: nil,
                light: nil
            )
        }
        let seal = SealStatement(
            head: organisation.head,
            seal: Self.seal,
            version: 1,
            name: "合同专用章",
            tag: Self.tag,
            grade: .proved,
            cabinet: "c1",
            drawer: 1,
            rule: "contract"
        )
        _ = try organisation.file(
            LockMapStatement(head: organisation.head, cabinet: "c1", version: 1, drawers: places),
            by: officers
        )
        _ = try organisation.file(seal, by: officers)
        for (person, rights) in [(Self.taker, []), (Self.companion, [SiteRight.companion])] {
            _ = try organisation.file(
                PersonStatement(
                    head: organisation.head,
                    person: person,
                    generation: 1,
                    version: 1,
                    name: "某人",
                    rights: rights
                ),
                by: officers
            )
        }
        let approved = try organisation.approved(organisation.grant())
        _ = try organisation.file(approved)
        grant = SHA256.hash(approved.bytes)
        self.organisation = organisation
        actKey = try Ed25519PrivateKey()
        composer = Composer(
            origin: "example.org/cabinet/c1/acts/e1",
            boot: id(1),
            nextSequence: 0,
            lastTime: HybridTime(milliseconds: 0),
            actKey: actKey
        )
    }

    /// Goes on in the next epoch.
    mutating func nextEpoch() {
        custody.open(epoch: custody.epoch + 1)
        composer = Composer(
            origin: "example.org/cabinet/c1/acts/e\(custody.epoch)",
            boot: id(1),
            nextSequence: 0,
            lastTime: custody.lastTime,
            actKey: actKey
        )
    }

    /// A branch where the seal lies proved in drawer 1.
    static func withSealIn() throws -> Branch {
        var branch = try Branch()
        try branch.run(branch.plan(.giveBack), reading: .proved(tag))
        return branch
    }

    mutating func write(_ drafts: [Draft]) throws {
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        for draft in drafts {
            let record = try composer.compose(draft, at: reading, obeying: nil).opened()
            try custody.fold(record)
            records.append(record)
        }
    }

    func plan(_ purpose: OpenVisit.Purpose, drawer: UInt64 = 1, number: Int = 1) -> VisitPlan {
        VisitPlan(
            visit: id(500 + number),
            purpose: purpose,
            drawer: drawer,
            seal: purpose == .setAside ? nil : organisation.policy.seals[Self.seal],
            actor: Actor(person: Self.taker, companion: Self.companion),
            grant: purpose == .take ? id(201) : nil,
            begun: VisitBegun(
                persons: [],
                grantDigest: purpose == .take ? grant : nil,
                expectedReturn: 2_000_000
            ),
            finding: id(600 + number)
        )
    }

    /// Plays a visit from intent to outcome with a drawer that opens and closes.
    @discardableResult
    mutating func run(_ plan: VisitPlan, reading: TagReading) throws -> VisitResult? {
        var machine = VisitMachine(plan: plan, timing: VisitMachine.Timing())
        var queue = machine.begin()
        var result: VisitResult?
        while !queue.isEmpty {
            switch queue.removeFirst() {
            case .storeIntent(let draft):
                try write([draft])
                queue += machine.receive(.intentStored, at: 0)
            case .note(let draft): try write([draft])
            case .storeOutcome(let drafts):
                try write(drafts)
                queue += machine.receive(.outcomeStored, at: 0)
            case .pulse:
                queue += machine.receive(.pulsed(.done), at: 0)
                queue += machine.receive(.drawer(.open), at: 100)
                queue += machine.receive(.drawer(.closed), at: 200)
            case .read: queue += machine.receive(.reading(reading), at: 300)
            case .finish(let ended): result = ended
            case .light, .remindToClose: break
            }
        }
        return result
    }

    func question(
        taker: Identifier<Person> = Branch.taker,
        methods: Set<Method> = [.card, .pin],
        companion: Identifier<Person>? = Branch.companion,
        interval: TimeBounds? = TimeBounds(low: 1_500_000, high: 1_500_100),
        contactAge: UInt64? = 60
    ) -> TakeQuestion {
        TakeQuestion(
            seal: Self.seal,
            grantDigest: grant,
            taker: IdentifiedPerson(person: taker, methods: methods),
            companion: companion.map { IdentifiedPerson(person: $0, methods: [.card, .pin]) },
            interval: interval,
            contactAgeSeconds: contactAge
        )
    }

    var desk: TakeDesk {
        TakeDesk(
            standing: organisation.standing,
            policy: organisation.policy,
            custody: custody,
            missesCriticalRecord: false,
            isContradicted: false
        )
    }

    func refusals(_ question: TakeQuestion) -> [TakeRefusal] {
        if case .refused(let reasons) = desk.decide(question) { reasons } else { [] }
    }
}
