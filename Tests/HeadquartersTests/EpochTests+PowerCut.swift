import Cryptography
import Custody
import Enrolment
import Records
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

// A cabinet that stops between two steps of a rotation.
extension EpochTests {
    @Test func `acts that ended without their last head being stored are signed to their end`() async throws {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let first = try Branch("c1", of: office, secrets: secrets, rotates: true)
        try await first.append(.started)
        let origin = first.ledger.view.acts
        try await first.ledger.rest()
        try first.close()
        let store = try EvidenceFile(path: office.folder + "/c1.sqlite")
        let size = try store.status(of: origin)?.head.size ?? 0
        var journal = try Journal(
            store: store,
            signer: CheckpointSigner(origin: origin, privateKey: secrets.logKey(.acts).privateKey),
            boot: first.boot,
            lastTime: store.timeOfLastLeaf(of: origin, size: size),
            actKey: secrets.act
        )
        let closing = Draft(
            .system,
            .epochClosed,
            actor: Actor(component: "ledger"),
            detail: EpochClosing(reason: .rotation).canonical,
            isSigned: true
        )
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        _ = try journal.append([closing], at: reading, obeying: nil)
        #expect(try store.status(of: origin)?.size(.checkpoint) == size)
        try store.close()
        let again = try Branch("c1", of: office, secrets: secrets, rotates: true)
        #expect(again.ledger.view.epoch == 2)
        #expect(try again.store.status(of: origin)?.size(.checkpoint) == size + 1)
    }
}
