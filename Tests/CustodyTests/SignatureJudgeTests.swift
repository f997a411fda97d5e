import Authority
import Cryptography
import Records
import Simulation
import Testing

@testable import Custody

/// Which records must be signed by the cabinet itself, by which key, and what of them counts.
struct SignatureJudgeTests {
    private static let organisation = "example.org"

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

        var judge: SignatureJudge {
            SignatureJudge(
                organisation: SignatureJudgeTests.organisation,
                cabinet: "c1",
                origin: origin,
                keys: keys
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

        func verdict(_ record: Record, after size: UInt64 = 0) throws -> SignatureVerdict {
            let opened = try record.opened()
            let obeyed = SignatureJudge.obeyedSize(opened.leaf.header, after: size)
            return judge.judge(opened, leafBytes: record.leafBytes, obeyedSize: obeyed).verdict
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
        let unknown = RecordKind(rawValue: 901)
        for recordClass in [RecordClass.custody, .identification, .alarm, .count] {
            let record = try scene.record(Self.draft(recordClass, unknown), by: nil, citing: nil)
            #expect(try scene.verdict(record) == .missing)
        }
        for kind in [RecordKind.takeEnded, .returnBegun, .findingOpened, .countAnswered] {
            let record = try scene.record(Self.draft(.system, kind), by: nil, citing: nil)
            #expect(try scene.verdict(record) == .missing, "kind \(kind.rawValue)")
        }
        for recordClass in [RecordClass.opening, .presence, .system, .telemetry] {
            let record = try scene.record(Self.draft(recordClass, unknown), by: nil, citing: nil)
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
        let draft = Self.draft(.alarm, .findingOpened, isSigned: true)
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
        let draft = Self.draft(.alarm, .findingOpened, isSigned: true)
        let record = try scene.record(draft, by: scene.first, citing: nil, of: other)
        #expect(try scene.verdict(record) == .wrong)
    }

    @Test
    func `what is carried counts once, where the act key signed it for an earlier epoch of this cabinet`()
        throws
    {
        let scene = try Scene(epoch: 2)
        let earlier = try LogNames.acts(Self.organisation, cabinet: "c1", epoch: 1)
        let act = Self.draft(.custody, .takeRefused, isSigned: true)
        let carrying = { (key: Ed25519PrivateKey, origin: Origin) throws -> Record in
            let inner = try scene.record(act, by: key, citing: nil, of: origin)
            var draft = Self.draft(.custody, .carried)
            draft.detail = CarriedRecord(origin: origin.text, index: 0, record: inner).canonical
            return try scene.record(draft, by: nil, citing: nil)
        }
        let good = try carrying(scene.first, earlier)
        #expect(try scene.verdict(good) == .notNeeded)
        #expect(try scene.verdict(try carrying(try Ed25519PrivateKey(), earlier)) == .carriedInVain)
        #expect(try scene.verdict(try carrying(scene.first, scene.origin)) == .carriedInVain)
        let other = try LogNames.acts(Self.organisation, cabinet: "c2", epoch: 1)
        #expect(try scene.verdict(try carrying(scene.first, other)) == .carriedInVain)
        var custody = CustodyState(cabinet: "c1")
        try custody.fold(try good.opened(), signature: .notNeeded)
        #expect(custody.unattestedCount == 0)
        custody.size = 0
        try custody.fold(try good.opened(), signature: .notNeeded)
        #expect(custody.unattested.map(\.verdict) == [.carriedInVain])
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
        #expect(custody.size == 1 && custody.obeyedSize == 7 && custody.unattestedCount == 1)
        custody.carriedLeaves = [SHA256.hash([1])]
        #expect(try CustodyState(decoding: custody.encoded) == custody)
    }
}
