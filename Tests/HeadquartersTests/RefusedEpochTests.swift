import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Store
import Testing

@testable import Headquarters

/// Epochs that a cabinet announces and headquarters does not open.
@Suite(.timeLimit(.minutes(2))) struct RefusedEpochTests {
    /// A greeting that announces an epoch, and shows a head of it.
    private func greeting(_ epoch: AnnouncedEpoch, key: Ed25519PrivateKey) throws -> Hello {
        let signer = try CheckpointSigner(origin: Origin(epoch.origin), privateKey: key)
        let note = try signer.sign(TreeHead(size: 1, root: SHA256.hash([1])))
        return Hello(
            organisation: Office.name,
            cabinet: "c1",
            boot: Written.someID(),
            startCount: 1,
            nonce: Bytes([UInt8](repeating: 1, count: FreshNote.nonceByteCount)),
            heads: [HeadOffer(note: Bytes(note.bytes), from: 0, path: [])],
            held: [],
            cosigned: [],
            epochs: [epoch]
        )
    }

    @Test(arguments: [2, 4])
    func `an epoch of acts that is refused is a finding, also where its head ends the session`(
        number: UInt64
    ) async throws {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        let (key, stranger) = (try Ed25519PrivateKey(), try Ed25519PrivateKey())
        // By a stranger's act key; or by the cabinet's own, where it follows nothing that is here.
        let epoch = try AnnouncedEpoch.first(
            of: office.ledger.origins.acts(of: "c1", epoch: number),
            after: office.ledger.origins.acts(of: "c1"),
            key: key,
            by: number == 4 ? secrets.act : stranger
        )
        var stick = StickFile()
        _ = stick.append(Frame.hello(try greeting(epoch, key: key)).encoded)
        let answer = try await lines.service.take(stick: stick)
        #expect(answer.refusal?.contains("no log of this cabinet") == true)
        let found = office.ledger.view.desks.findings
        #expect(found.map(\.opened.kind) == [.fork])
        #expect(found.map(\.cabinet) == ["c1"])
        #expect(found.first?.opened.note.contains(epoch.origin) == true)
        // Once, however often it greets.
        _ = try await lines.service.take(stick: stick)
        #expect(office.ledger.view.desks.findings.count == 1)
    }
}
