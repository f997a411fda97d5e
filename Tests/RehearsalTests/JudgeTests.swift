import Authority
import Cryptography
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

    private func hear(_ judge: Judge, _ direction: Direction, _ frame: Frame) {
        judge.hear(Passing(place: "c1", direction: direction, bytes: frame.encoded))
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
