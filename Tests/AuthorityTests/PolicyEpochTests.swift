import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

/// Later epochs of a site's policy: they begin with leaves of the one before.
@Suite struct PolicyEpochTests {
    private var organisation: SimulatedOrganisation
    private var owners: [Ed25519PrivateKey] { Array(organisation.owners.prefix(2)) }
    private var officers: [Ed25519PrivateKey] { Array(organisation.officers.prefix(2)) }

    init() throws { organisation = try SimulatedOrganisation.founded() }

    private func epoch(_ number: UInt64 = 2, last: UInt64, cut: UInt64? = nil) throws -> LogEpoch {
        func head(_ size: UInt64) -> CitedHead {
            CitedHead(
                origin: "example.org/hq/policy/east/e\(number - 1)",
                size: size,
                root: SHA256.hash([UInt8(size)])
            )
        }
        return LogEpoch(
            origin: "example.org/hq/policy/east/e\(number)",
            key: Bytes(try Ed25519PrivateKey().publicKey.bytes),
            last: head(last),
            cut: head(cut ?? last)
        )
    }

    @discardableResult
    private mutating func open(_ epochs: LogEpoch...) throws -> FoldOutcome {
        try organisation.give(
            LogEpochsStatement(head: organisation.head, reason: .restore, epochs: epochs),
            by: owners
        )
    }

    private func seal(_ number: Int = 0, version: UInt64 = 1) -> SealStatement {
        SealStatement(
            head: organisation.head,
            seal: id(400 + number),
            version: version,
            name: "合同专用章",
            tag: TagReference(uid: Bytes([4, 0, 0, 0, 0, 0, UInt8(number)]), keyNumber: 1, keyVersion: 1),
            grade: .proved,
            cabinet: "c1",
            drawer: UInt64(number + 1),
            rule: "contract"
        )
    }

    private mutating func take(_ kind: RecordKind, _ subject: Subject = Subject(), detail: CBOR? = nil) throws
    {
        _ = try organisation.appendToPolicy(
            Draft(
                .taking,
                kind,
                isCritical: true,
                actor: Actor(component: "test"),
                subject: subject,
                detail: detail ?? .map(CBORMap())
            )
        )
    }

    @Test func `owners open the next epoch of a site's policy, under its own key`() throws {
        var test = self
        let (second, third) = (try epoch(last: 5, cut: 9), try epoch(3, last: 7))
        #expect(try test.open(third) == .refused(AuthorityError(.versionNotRising, "")))
        #expect(try test.open(second) == .counted)
        let log = HeadquartersLog.policy(site: "east")
        #expect(test.organisation.standing.epoch(of: log) == 2)
        #expect(test.organisation.standing.logKey(log, epoch: 2) == second.key)
        #expect(
            test.organisation.standing.logKey(log, epoch: 1)?.bytes
                == test.organisation.logKey.publicKey.bytes
        )
        #expect(try test.open(third) == .counted)
        let standing = test.organisation.standing
        #expect(standing.epoch(of: .policy(site: "north")) == 1 && standing.epoch(of: .acts) == 1)
        #expect(standing.sharedSizes(of: log, with: 3) == [1: 5, 2: 7])
        #expect(standing.sharedSizes(of: log, with: 2) == [1: 5])
        #expect(standing.sharedSizes(of: log, with: 1).isEmpty)
        #expect(try AuthorityState(decoding: standing.known.encoded) == standing.known)
    }

    @Test func `a site keeps the first key of its policy, and begins in epoch 1`() throws {
        var test = self
        func site(_ name: String, version: UInt64, epoch: UInt64 = 1, key: [UInt8]) -> SiteStatement {
            SiteStatement(
                head: test.organisation.head,
                version: version,
                site: name,
                name: "东支行",
                unit: "华东",
                policyEpoch: epoch,
                policyKey: Bytes(key)
            )
        }
        let (own, other) = (
            test.organisation.logKey.publicKey.bytes, try Ed25519PrivateKey().publicKey.bytes
        )
        let refused = FoldOutcome.refused(AuthorityError(.versionNotRising, ""))
        let statements = [
            site("east", version: 2, key: other), site("east", version: 2, epoch: 2, key: own),
            site("west", version: 1, epoch: 2, key: other),
        ]
        for statement in statements {
            #expect(try test.organisation.give(statement, by: owners) == refused)
        }
        #expect(test.organisation.standing.sites["east"]?.policyKey.bytes == own)
        let named = site("east", version: 2, key: own)
        #expect(try test.organisation.give(named, by: owners) == .counted)
    }

    @Test func `a leaf stands in every epoch that began with it`() throws {
        var test = self
        try test.open(try epoch(last: 10))
        try test.open(try epoch(3, last: 6))
        let standing = test.organisation.standing
        func epochs(_ index: UInt64, of epoch: UInt64) -> [String] {
            standing.policyOrigins(of: "east", epoch: epoch, holding: index).map { String($0.suffix(2)) }
        }
        #expect(epochs(5, of: 3) == ["e3", "e2", "e1"])
        #expect(epochs(6, of: 3) == ["e3"])
        #expect(epochs(9, of: 2) == ["e2", "e1"])
        #expect(epochs(10, of: 2) == ["e2"])
        #expect(epochs(0, of: 1) == ["e1"])
    }

    @Test
    func
        `what was noted of an earlier epoch speaks for the leaves that the next one has of it, and for no others`()
        throws
    {
        var test = self
        let known = test.organisation.standing.size
        #expect(try test.organisation.file(test.seal(), by: officers, citing: known) == .counted)
        // Headquarters has lost four of five leaves that it had noted.
        let later = test.seal(1)
        try test.organisation.noteHeads(policySize: 5, root: SHA256.hash([5]))
        #expect(try test.open(try epoch(last: 1, cut: 5)) == .counted)
        let leaving = test.organisation.officers[0]
        let others = [test.organisation.officers[1], test.organisation.officers[2]]
        let statement = test.organisation.officersStatement(version: 2, others)
        let change = test.organisation.standing.size
        #expect(try test.organisation.give(statement, by: owners) == .counted)
        // Behind what it has it writes what somebody signed who had left by then; the leaf says that it is of the first epoch.
        _ = try test.organisation.file(later, by: [leaving, others[0]], citing: later.head.madeUnder)
        var policy = SitePolicy(site: "east", epoch: 2)
        let outcomes = try test.organisation.policyRecords.map {
            try policy.take(try $0.opened(), standing: test.organisation.standing).last?.outcome
        }
        #expect(outcomes == [.counted, .refused(AuthorityError(.signersInsufficient, ""))])
        #expect(policy.seals.count == 1)
        // Officers leave behind what is folded: how much was noted is asked of every epoch that holds it.
        #expect(policy.foldsAnew(since: change, test.organisation.standing) == nil)
        var first = SitePolicy(site: "east", epoch: 2)
        _ = try first.take(
            try test.organisation.policyRecords[0].opened(),
            standing: self.organisation.standing
        )
        #expect(first.foldsAnew(since: change, test.organisation.standing) == nil)
    }

    @Test func `what lost leaves took away stays taken, and what they gave is given no more`() throws {
        var test = self
        _ = try test.organisation.file(test.seal(), by: officers)
        let grant = test.organisation.grant()
        _ = try test.organisation.file(try test.organisation.approved(grant))
        let credential: Identifier<CredentialSubject> = id(77)
        try test.take(.grantRevoked, Subject(grant: grant.grant))
        try test.take(.sealSuspended, Subject(seal: id(400)))
        try test.take(.credentialRevoked, Subject(credential: credential))
        try test.take(.offlineLimitLowered, detail: UInt64(7).canonical)
        _ = try test.organisation.file(test.seal(1), by: officers)
        try test.take(.subjectErased, Subject(person: id(9)), detail: SubjectErased(keyLeaves: [0]).canonical)
        let records = test.organisation.policyRecords
        var carried = CarriedTakings()
        carried.begin(sharing: 2)
        for record in records.prefix(2) { carried.pass(record) }
        for record in records.dropFirst(2) { carried.carry(record) }
        #expect(carried.leafCount == 6 && !carried.isUnreadable && carried.erased == [id(9)])
        for name in ["\(grant.grant)", "\(credential)", "seconds: 7"] {
            #expect(carried.summary.contains(name))
        }

        try test.open(try epoch(last: 2))
        var policy = SitePolicy(site: "east", epoch: 2, carrying: carried)
        for record in records.prefix(2) {
            _ = try policy.take(try record.opened(), standing: test.organisation.standing)
        }
        #expect(policy.isRevoked(grant: grant.grant) && policy.isRevoked(credential: credential))
        #expect(policy.isSuspended(seal: id(400)) && policy.offlineSecondsMax == 7)
        #expect(policy.seals.keys.sorted() == [id(400)])
        #expect(try SitePolicy(decoding: policy.encoded) == policy)

        // People lift it as they lift any suspension: by a statement that knows of it.
        _ = try test.organisation.noteHeads()
        let lifting = Draft(
            .giving,
            .seal,
            isCritical: true,
            actor: Actor(component: "test"),
            detail: try test.organisation.signed(test.seal(version: 2), by: officers).canonical
        )
        var composer = Composer(
            origin: "example.org/hq/policy/east/e2",
            boot: id(1),
            nextSequence: 2,
            lastTime: HybridTime(milliseconds: 9),
            actKey: nil
        )
        let zero = SHA256.hash([])
        let heads = ObeyedHeads(
            authority: (1, test.organisation.standing.size, zero),
            policy: (2, 2, zero)
        )
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        let record = try composer.compose(lifting, at: reading, obeying: heads)
        let outcome = try policy.take(try record.opened(), standing: test.organisation.standing).last?.outcome
        #expect(outcome == .counted && !policy.isSuspended(seal: id(400)))
    }

    @Test func `a lost leaf that nobody can read may have taken anything: no takes`() throws {
        var carried = CarriedTakings()
        carried.begin(sharing: 0)
        carried.carry(Record(leafBytes: [1], bodyBytes: [2]))
        var obeyed = organisation.emptyLogs
        obeyed.open(policyEpoch: 2, carrying: carried)
        #expect(obeyed.missesCriticalRecord && obeyed.policy.epoch == 2)
        var other = organisation.emptyLogs
        other.open(policyEpoch: 2, carrying: CarriedTakings())
        #expect(!other.missesCriticalRecord)
    }

    @Test
    func
        `keys of a tag that a lost leaf delivered stand behind those of shared leaves and before later ones`()
        throws
    {
        var test = self
        func delivery(_ number: UInt8) -> TagKeyDelivery {
            TagKeyDelivery(
                cabinet: "c1",
                uid: Bytes([4, 0, 0, 0, 0, 0, 0]),
                keyVersion: 1,
                job: nil,
                sealed: Bytes([number]),
                signature: Bytes([UInt8](repeating: number, count: 64))
            )
        }
        for number in UInt8(1)...3 { try test.take(.tagKeysDelivered, detail: delivery(number).canonical) }
        let records = test.organisation.policyRecords
        var carried = CarriedTakings()
        carried.begin(sharing: 1)
        carried.pass(records[0])
        carried.carry(records[1])
        var policy = SitePolicy(site: "east", epoch: 2, carrying: carried)
        func uids() -> [TagKeyDelivery] {
            policy.deliveries(of: Bytes([4, 0, 0, 0, 0, 0, 0]), version: 1, to: "c1")
        }
        _ = try policy.take(try records[0].opened(), standing: test.organisation.standing)
        #expect(uids() == [delivery(1), delivery(2)])
        var composer = Composer(
            origin: "example.org/hq/policy/east/e2",
            boot: id(1),
            nextSequence: 1,
            lastTime: HybridTime(milliseconds: 9),
            actKey: nil
        )
        let draft = Draft(
            .taking,
            .tagKeysDelivered,
            actor: Actor(component: "test"),
            detail: delivery(3).canonical
        )
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        let record = try composer.compose(draft, at: reading, obeying: nil)
        _ = try policy.take(try record.opened(), standing: test.organisation.standing)
        #expect(uids() == [delivery(1), delivery(2), delivery(3)])
    }
}
