import Authority
import Cryptography
import Records
import Simulation
import Testing

@testable import Custody

/// Which records must be signed by the cabinet itself, by which key, and what of them counts.
struct SignatureJudgeTests {
    private static let organisation = "example.org"
    /// A kind without a form of its own.
    private static let unknown = RecordKind(rawValue: 901)

    private struct Scene {
        let (first, second): (Ed25519PrivateKey, Ed25519PrivateKey)
        let origin: Origin
        var keys = ActKeys()

        init(epoch: UInt64 = 1) throws {
            (first, second) = (try Ed25519PrivateKey(), try Ed25519PrivateKey())
            origin = try LogNames.acts(SignatureJudgeTests.organisation, cabinet: "c1", epoch: epoch)
            keys.enrol(Bytes(first.publicKey.bytes), at: 4)
            keys.enrol(Bytes(second.publicKey.bytes), at: 9)
        }

        func judge(openedSizes: [UInt64: UInt64] = [:]) -> SignatureJudge {
            SignatureJudge(
                organisation: SignatureJudgeTests.organisation,
                cabinet: "c1",
                origin: origin,
                keys: keys,
                authoritySize: 20,
                openedSizes: openedSizes
            )
        }

        func record(
            _ draft: Draft,
            by key: Ed25519PrivateKey?,
            citing size: UInt64?,
            of origin: Origin? = nil
        )
            throws -> Record
        {
            var composer = Composer(
                origin: (origin ?? self.origin).text,
                boot: id(1),
                nextSequence: 0,
                lastTime: HybridTime(milliseconds: 0),
                actKey: key
            )
            let heads = size.map {
                ObeyedHeads(authority: (1, $0, SHA256.hash([])), policy: (1, 0, SHA256.hash([])))
            }
            let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
            return try composer.compose(draft, at: reading, obeying: heads)
        }

        /// A record that carries one of an earlier epoch; signed by the second key, where nothing else is said.
        func carrying(
            _ draft: Draft,
            by key: Ed25519PrivateKey,
            of origin: Origin,
            citing size: UInt64? = nil,
            in recordClass: RecordClass = .custody,
            carriedBy other: Ed25519PrivateKey?? = .none
        ) throws -> Record {
            let inner = try record(draft, by: key, citing: size, of: origin)
            let carrier = other ?? second
            var carrying = SignatureJudgeTests.draft(recordClass, .carried, isSigned: carrier != nil)
            carrying.detail = CarriedRecord(origin: origin.text, index: 0, record: inner).canonical
            return try record(carrying, by: carrier, citing: nil)
        }

        func verdict(_ record: Record, after size: UInt64 = 0, openedSizes: [UInt64: UInt64] = [:]) throws
            -> SignatureVerdict
        {
            var size = size
            return try verdict(record, obeying: &size, openedSizes: openedSizes)
        }

        func verdict(_ record: Record, obeying size: inout UInt64, openedSizes: [UInt64: UInt64] = [:]) throws
            -> SignatureVerdict
        {
            let judge = judge(openedSizes: openedSizes)
            return judge.verdict(
                on: judge.examine(try record.opened(), leafBytes: record.leafBytes),
                obeying: &size
            )
        }
    }

    private static func draft(_ recordClass: RecordClass, _ kind: RecordKind, isSigned: Bool = false) -> Draft
    {
        Draft(recordClass, kind, actor: Actor(component: "test"), isSigned: isSigned)
    }

    @Test func `human acts and alarms must be signed by their class and by their kind, and nothing else`()
        throws
    {
        let scene = try Scene()
        for recordClass in [RecordClass.custody, .identification, .alarm, .count] {
            let record = try scene.record(Self.draft(recordClass, Self.unknown), by: nil, citing: nil)
            #expect(try scene.verdict(record) == .missing)
        }
        for kind in [
            RecordKind.takeEnded, .returnBegun, .findingOpened, .countAnswered, .fileHeld, .erasureCarriedOut,
        ] {
            let record = try scene.record(Self.draft(.system, kind), by: nil, citing: nil)
            #expect(try scene.verdict(record) == .missing, "kind \(kind.rawValue)")
        }
        for recordClass in [RecordClass.opening, .presence, .system, .telemetry] {
            let record = try scene.record(Self.draft(recordClass, Self.unknown), by: nil, citing: nil)
            #expect(try scene.verdict(record) == .notNeeded)
        }
    }

    @Test(
        arguments: [
            // What was obeyed before, what the record cites, and whether the first and the second key are good there.
            (0, nil, true, true), (0, 3, true, false), (0, 5, true, false), (0, 9, true, false),
            (0, 10, false, true), (10, 5, false, true), (10, nil, false, true), (5, nil, true, true),
        ] as [(UInt64, UInt64?, Bool, Bool)]
    )
    func `the key in force is the last one below what was obeyed, and what was obeyed never falls`(
        before: UInt64,
        cited: UInt64?,
        isFirstGood: Bool,
        isSecondGood: Bool
    ) throws {
        let scene = try Scene()
        let draft = Self.draft(.alarm, Self.unknown, isSigned: true)
        for (key, isGood) in [(scene.first, isFirstGood), (scene.second, isSecondGood)] {
            let record = try scene.record(draft, by: key, citing: cited)
            #expect(try scene.verdict(record, after: before) == (isGood ? .good : .wrong))
        }
        let stranger = try scene.record(draft, by: try Ed25519PrivateKey(), citing: cited)
        #expect(try scene.verdict(stranger, after: before) == .wrong)
    }

    @Test func `a signature for another log is none for this one`() throws {
        let scene = try Scene()
        let other = try LogNames.acts(Self.organisation, cabinet: "c2", epoch: 1)
        let draft = Self.draft(.alarm, Self.unknown, isSigned: true)
        let record = try scene.record(draft, by: scene.first, citing: nil, of: other)
        #expect(try scene.verdict(record) == .wrong)
    }

    @Test
    func `what is carried counts once, where the act key signed it for an earlier epoch of this cabinet`()
        throws
    {
        let scene = try Scene(epoch: 2)
        let earlier = try LogNames.acts(Self.organisation, cabinet: "c1", epoch: 1)
        let act = Self.draft(.custody, Self.unknown, isSigned: true)
        let carrying = { (key: Ed25519PrivateKey, origin: Origin) throws -> Record in
            try scene.carrying(act, by: key, of: origin)
        }
        let good = try carrying(scene.first, earlier)
        #expect(try scene.verdict(good) == .good)
        #expect(try scene.verdict(try carrying(try Ed25519PrivateKey(), earlier)) == .carriedInVain)
        #expect(try scene.verdict(try carrying(scene.first, scene.origin)) == .carriedInVain)
        let other = try LogNames.acts(Self.organisation, cabinet: "c2", epoch: 1)
        #expect(try scene.verdict(try carrying(scene.first, other)) == .carriedInVain)
        var custody = CustodyState(cabinet: "c1")
        try custody.fold(try good.opened(), signature: .good)
        #expect(custody.unattestedCount == 0)
        custody.size = 0
        try custody.fold(try good.opened(), signature: .good)
        #expect(custody.unattested.map(\.verdict) == [.carriedInVain])
    }

    @Test
    func `whoever has a key that was replaced carries nothing on, and cites nothing that brings it back`()
        throws
    {
        let scene = try Scene(epoch: 3)
        let act = Self.draft(.custody, Self.unknown, isSigned: true)
        let earlier = try LogNames.acts(Self.organisation, cabinet: "c1", epoch: 2)
        // Behind the leaf that replaced the first key, by nobody and by that key.
        let unsigned = try scene.carrying(
            act,
            by: scene.first,
            of: earlier,
            in: .system,
            carriedBy: .some(nil)
        )
        #expect(try scene.verdict(unsigned, after: 10) == .missing)
        let old = try scene.carrying(act, by: scene.first, of: earlier, carriedBy: scene.first)
        #expect(try scene.verdict(old, after: 10) == .wrong)
        // What the first key signed is carried on by the one that follows it, where it was in force when its epoch began.
        for cited in [nil, 5] as [UInt64?] {
            let carried = try scene.carrying(act, by: scene.first, of: earlier, citing: cited)
            #expect(try scene.verdict(carried, after: 10, openedSizes: [2: 5]) == .good)
            #expect(try scene.verdict(carried, after: 10, openedSizes: [2: 10]) == .carriedInVain)
            // An epoch that is not shown began no earlier than those before it.
            #expect(try scene.verdict(carried, after: 10, openedSizes: [1: 10]) == .carriedInVain)
            #expect(try scene.verdict(carried, after: 10, openedSizes: [3: 10]) == .good)
        }
    }

    @Test func `only what the act key in force signed says what was obeyed, and never more than there is`()
        throws
    {
        let scene = try Scene()
        let (started, alarm) = (
            Self.draft(.system, .started), Self.draft(.alarm, Self.unknown, isSigned: true)
        )
        var size: UInt64 = 5
        let unsigned = try scene.record(started, by: nil, citing: 15)
        #expect(try scene.verdict(unsigned, obeying: &size) == .notNeeded && size == 5)
        let strange = try scene.record(alarm, by: try Ed25519PrivateKey(), citing: 15)
        #expect(try scene.verdict(strange, obeying: &size) == .wrong && size == 5)
        let old = try scene.record(alarm, by: scene.first, citing: 15)
        #expect(try scene.verdict(old, obeying: &size) == .wrong && size == 5)
        let good = try scene.record(alarm, by: scene.second, citing: 1 << 62)
        #expect(try scene.verdict(good, obeying: &size) == .good && size == 20)
        // The fold goes by the same.
        var custody = CustodyState(cabinet: "c1")
        try custody.fold(try unsigned.opened(), signature: .notNeeded)
        #expect(custody.obeyedSize == 0)
        custody.size = 0
        try custody.fold(try strange.opened(), signature: .wrong)
        #expect(custody.obeyedSize == 0)
        custody.size = 0
        try custody.fold(try good.opened(), signature: .good, authoritySize: 20)
        #expect(custody.obeyedSize == 20)
        custody.open(epoch: 2)
        #expect(custody.epochSizes.opened == [2: 20])
        #expect(try CustodyState(decoding: custody.encoded) == custody)
    }

    @Test func `what was judged ahead of authority is judged again when a key comes that it may be by`()
        throws
    {
        let scene = try Scene(epoch: 2)
        let earlier = try LogNames.acts(Self.organisation, cabinet: "c1", epoch: 1)
        let alarm = Self.draft(.alarm, Self.unknown, isSigned: true)
        let act = Self.draft(.custody, Self.unknown, isSigned: true)
        var organisation = try SimulatedOrganisation.founded()
        let known = organisation.standing.size
        func ahead(_ record: Record, _ verdict: SignatureVerdict) throws -> JudgedAhead? {
            var custody = CustodyState(cabinet: "c1")
            try custody.fold(try record.opened(), signature: verdict, knownSize: known)
            #expect(try CustodyState(decoding: custody.encoded) == custody)
            return custody.judgedAhead
        }
        // What cites no more than is known, what nobody signed, and what any later key may sign and counts.
        #expect(try ahead(scene.record(alarm, by: scene.first, citing: known), .wrong) == nil)
        let unsigned = try scene.record(Self.draft(.alarm, Self.unknown), by: nil, citing: known + 2)
        #expect(try ahead(unsigned, .missing) == nil)
        #expect(try ahead(scene.record(alarm, by: scene.first, citing: nil), .good) == nil)
        let two = JudgedAhead(knownSize: known, citedSize: known + 2)
        for verdict in [SignatureVerdict.good, .wrong] {
            #expect(try ahead(scene.record(alarm, by: scene.first, citing: known + 2), verdict) == two)
        }
        let carried = try scene.carrying(act, by: scene.first, of: earlier, citing: known + 2)
        #expect(try ahead(carried, .good) == two)
        let any = JudgedAhead(knownSize: known, citedSize: JudgedAhead.anySize)
        #expect(try ahead(carried, .carriedInVain) == any)
        let uncited = try ahead(scene.record(alarm, by: scene.first, citing: nil), .wrong)
        #expect(uncited == any)

        func overtaken(by standing: Standing) -> (isOvertaken: Bool, isLeft: Bool) {
            var custody = CustodyState(cabinet: "c1")
            custody.judgedAhead = two
            let isOvertaken = custody.isOvertaken(by: standing)
            return (isOvertaken, custody.judgedAhead == two)
        }
        #expect(overtaken(by: organisation.standing) == (false, true))
        let officers = Array(organisation.officers.prefix(2))
        // The same key again is no other one.
        _ = try organisation.give(organisation.cabinet(version: 2), by: officers)
        #expect(overtaken(by: organisation.standing) == (false, true))
        var other = organisation
        _ = try organisation.give(organisation.cabinet(version: 3), by: officers)
        #expect(overtaken(by: organisation.standing) == (false, false))
        _ = try other.give(
            other.cabinet(version: 3, act: try Ed25519PrivateKey().publicKey),
            by: officers
        )
        #expect(overtaken(by: other.standing).isOvertaken)
    }

    @Test(arguments: [RecordKind.fileHeld, .erasureCarriedOut, .presenceObserved, .takeEnded, .carried])
    func `what a known kind cannot read says nothing, and the fold goes on`(kind: RecordKind) throws {
        let scene = try Scene()
        var draft = Self.draft(.system, kind, isSigned: true)
        draft.detail = CBOR.text("no such thing")
        let record = try scene.record(draft, by: scene.first, citing: nil)
        #expect(try !record.opened().isLegible)
        #expect(try scene.verdict(record) == .unreadable)
        // Also where nobody has judged it.
        var custody = CustodyState(cabinet: "c1")
        try custody.fold(try record.opened())
        #expect(custody.size == 1 && custody.unattested.map(\.verdict) == [.unreadable])
        #expect(try CustodyState(decoding: custody.encoded) == custody)
    }

    @Test func `an observation moves a seal only where the cabinet signed it`() throws {
        let scene = try Scene()
        var draft = Self.draft(.presence, .tagProved)
        draft.subject = Subject(seal: Branch.seal, drawer: 1)
        for (isSigned, count) in [(false, 0), (true, 1)] {
            draft.isSigned = isSigned
            var custody = CustodyState(cabinet: "c1")
            try custody.fold(try scene.record(draft, by: scene.first, citing: nil).opened())
            #expect(custody.seals.count == count && custody.unattestedCount == 0)
        }
    }

    @Test func `a record that is passed over keeps its place in the state and comes back from its bytes`()
        throws
    {
        let scene = try Scene()
        var custody = CustodyState(cabinet: "c1")
        try custody.fold(
            try scene.record(Self.draft(.alarm, .findingOpened), by: nil, citing: 7).opened()
        )
        #expect(custody.size == 1 && custody.obeyedSize == 0 && custody.unattestedCount == 1)
        custody.carriedLeaves = [SHA256.hash([1])]
        #expect(try CustodyState(decoding: custody.encoded) == custody)
    }
}
