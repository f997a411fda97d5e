import Authority
import Cryptography
import Custody
import Records
import Replication
import Testing

@testable import Rehearsal
@testable import Simulation

/// The judge of stories sees what is broken, and nothing in what is not.
@Suite struct JudgeTests {
    private let signer: CheckpointSigner
    private let witness: Cosigner

    init() throws {
        let origin = try LogNames.acts("example.org", cabinet: "c1", epoch: 1)
        signer = try CheckpointSigner(origin: origin, privateKey: try Ed25519PrivateKey())
        witness = Cosigner(
            name: try HeadquartersCosigners.name(.witness, "example.org"),
            privateKey: try Ed25519PrivateKey()
        )
    }

    private func cosigned(_ size: UInt64, _ root: UInt8) throws -> Frame {
        let note = try signer.sign(TreeHead(size: size, root: SHA256.hash([root])))
        let cosigned = try note.adding(try witness.cosign(try Checkpoint(note), atSeconds: 1))
        return .cosignature(CosignedHead(note: Bytes(cosigned.bytes), mirroredSize: nil))
    }

    private func hear(
        _ judge: Judge,
        _ direction: Direction,
        _ frame: Frame,
        house: String = SimulatedNetwork.firstHouse,
        isRelayed: Bool = false
    ) {
        judge.hear(
            Passing(
                place: "c1",
                direction: direction,
                bytes: frame.encoded,
                house: house,
                isRelayed: isRelayed
            )
        )
    }

    private func hello() throws -> Frame {
        .hello(
            Hello(
                organisation: "example.org",
                cabinet: "c1",
                boot: id(1),
                startCount: 1,
                nonce: Bytes([UInt8](repeating: 0, count: 32)),
                heads: [],
                held: [],
                cosigned: []
            )
        )
    }

    @Test func `two cosigned roots of one size are a broken promise`() throws {
        let judge = Judge()
        hear(judge, .down, try cosigned(3, 1))
        hear(judge, .down, try cosigned(3, 1))
        hear(judge, .down, try cosigned(4, 2))
        #expect(judge.violation == nil)
        hear(judge, .down, try cosigned(3, 2))
        #expect(judge.violation?.invariant == .lies)
    }

    @Test func `what another face of headquarters cosigns is no promise of the first one`() throws {
        let judge = Judge()
        hear(judge, .down, try cosigned(3, 1))
        hear(judge, .down, try cosigned(3, 2), house: "hq-other")
        #expect(judge.violation == nil)
    }

    @Test func `where a relay may have repeated what went in, credit breaks no promise`() throws {
        let judge = Judge()
        let credit = Credit(trafficClass: .acts, byteTotal: HeadquartersSession.actsWindows.upperBound + 1)
        hear(judge, .up, try hello(), isRelayed: true)
        hear(judge, .down, .credit(credit), isRelayed: true)
        #expect(judge.violation == nil)
        hear(judge, .down, .credit(credit))
        #expect(judge.violation?.invariant == .memory)
    }

    @Test func `more records than there is credit for are a broken promise`() throws {
        let judge = Judge()
        let bundle = try RecordBundle([Record(leafBytes: [1, 2, 3], bodyBytes: [4])])
        let data = Frame.data(LogStretch(origin: "example.org/cabinet/c1/acts/e1", first: 0, bundle: bundle))
        hear(judge, .up, try hello())
        hear(judge, .down, .credit(Credit(trafficClass: .acts, byteTotal: 16)))
        hear(judge, .up, data)
        #expect(judge.violation == nil)
        for _ in 0..<3 { hear(judge, .up, data) }
        #expect(judge.violation?.invariant == .memory)
    }

    @Test func `credit for more than a window is a broken promise`() throws {
        let judge = Judge()
        let window = HeadquartersSession.actsWindows.upperBound
        hear(judge, .up, try hello())
        hear(judge, .down, .credit(Credit(trafficClass: .acts, byteTotal: window)))
        #expect(judge.violation == nil)
        hear(judge, .down, .credit(Credit(trafficClass: .acts, byteTotal: window + 1)))
        #expect(judge.violation?.invariant == .memory)
    }

    @Test(arguments: [false, true])
    func `a seal that is believed to be where a thief wrote it is a broken promise`(isTainted: Bool) throws {
        let judge = Judge()
        func custody(at time: Int64) throws -> CustodyState {
            var composer = Composer(
                origin: "example.org/cabinet/c1/acts/e1",
                boot: id(1),
                nextSequence: 0,
                lastTime: HybridTime(milliseconds: 0),
                actKey: try Ed25519PrivateKey()
            )
            let draft = Draft(
                .presence,
                .tagProved,
                actor: Actor(component: "test"),
                subject: Subject(seal: id(1), drawer: 1),
                isSigned: true
            )
            let reading = ClockReading(wallMilliseconds: time, monotonicMilliseconds: 1, quality: .unknown)
            var custody = CustodyState(cabinet: "c1")
            try custody.fold(try composer.compose(draft, at: reading, obeying: nil).opened())
            return custody
        }
        judge.stole([try custody(at: 7).lastTime], from: "c1")
        judge.check(try custody(at: 8), of: "c1", believedBy: "hq")
        judge.check(try custody(at: 7), of: "c2", believedBy: "hq")
        #expect(judge.violation == nil)
        // A box whose disk was copied may have written at the same moment twice.
        if isTainted { judge.taint("c1") }
        judge.check(try custody(at: 7), of: "c1", believedBy: "hq")
        #expect(judge.violation?.invariant == (isTainted ? nil : .signatures))
    }

    @Test
    func `a cabinet whose disk was put back must agree in the end, and one whose disk was damaged need not`()
    {
        let judge = Judge()
        judge.putBack("c1")
        judge.taint("c2")
        #expect(["c1", "c2", "c3"].map(judge.isSound) == [false, false, true])
        #expect(["c1", "c2", "c3"].map(judge.isHonest) == [true, false, true])
    }

    @Test func `only the first broken promise counts`() {
        let judge = Judge()
        judge.report(.returns, "first")
        judge.report(.lies, "second")
        #expect(judge.violation == Violation(invariant: .returns, text: "first"))
    }

    @Test func `every promise has a mistake that is planted against it`() {
        #expect(Set(PlantedBug.allCases.map(\.breaks)) == Set(Violation.Invariant.allCases))
    }
}
