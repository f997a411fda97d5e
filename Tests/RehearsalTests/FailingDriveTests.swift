import Authority
import Cryptography
import Custody
import Enrolment
import Host
import Records
import Store
import Testing

@testable import CabinetAppliance
@testable import Rehearsal
@testable import Simulation

/// What lies in a log after a drive that failed now and then, under the real store.
@Suite struct FailingDriveTests {
    @Test func `records that were stored behind an error keep their places, and are returned once`() throws {
        try #require(DiskDriver.install(seed: 1))
        let origin = try LogNames.acts("example.org", cabinet: "c1", epoch: 1)
        let signer = try CheckpointSigner(origin: origin, privateKey: try Ed25519PrivateKey())
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        let draft = Draft(.system, .started, actor: Actor(component: "test"))
        var failureCount = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            let disk = SimulatedDisk(named: "failing-\(seed)", seed: seed)
            defer { disk.unmount() }
            let store = try EvidenceFile(path: disk.folder + "evidence.sqlite")
            var journal = try Journal(
                store: store,
                signer: signer,
                boot: id(1),
                lastTime: HybridTime(milliseconds: 0),
                actKey: nil
            )
            var returned: [UInt64] = []
            for round in 0..<12 {
                disk.change { $0.readsPerFailure = round % 3 == 1 ? 3 : nil }
                do {
                    returned += try journal.append([draft], at: reading, obeying: nil).map(
                        \.leaf.header.sequence
                    )
                } catch {
                    failureCount += 1
                }
            }
            #expect(returned == Array(0..<journal.head.size), "seed \(seed)")
            try store.forEachRecord(of: origin, from: 0, to: journal.head.size) { index, record in
                let sequence = try record.opened().leaf.header.sequence
                #expect(sequence == index, "seed \(seed)")
            }
            try store.close()
        }
        #expect(failureCount > 0)
    }

    @Test func `a cabinet whose drive failed while its key was changed writes its next act all the same`()
        async throws
    {
        try #require(DiskDriver.install(seed: 1))
        var generator = SeededGenerator(seed: 1)
        let enrolled = try EnrolledCabinet(1, using: &generator)
        let key = try Ed25519PrivateKey().publicKey
        let identity = CabinetIdentity(
            organisation: Staff.organisation,
            site: enrolled.site,
            cabinet: enrolled.name,
            root: RootStatement(
                organisation: Staff.organisation,
                regime: .single,
                threshold: 1,
                owners: [key],
                authorityKey: key,
                actsKey: key,
                receiptsKey: key
            )
        )
        let draft = Draft(.system, .started, actor: Actor(component: "test"))
        var lagCount = 0
        for seed in 1...60 as ClosedRange<UInt64> {
            let disk = SimulatedDisk(named: "rotating-\(seed)", seed: seed)
            defer { disk.unmount() }
            let store = try EvidenceFile(path: disk.folder + "evidence.sqlite")
            let ledger = try CabinetLedger(
                store: store,
                identity: identity,
                keys: try StoredLogKeys(of: enrolled, on: disk, behind: nil).keys(),
                boot: id(1),
                clock: SystemClock()
            )
            try await ledger.append([draft])
            disk.change { $0.readsPerFailure = 12 }
            try? await ledger.rotate()
            disk.change { $0.readsPerFailure = nil }
            let isLagging = await ledger.acts.journal.origin != ledger.view.acts
            lagCount += isLagging ? 1 : 0
            try await ledger.append([draft])
            let view = ledger.view
            #expect(view.custody.epoch == view.epoch && view.custody.size == view.head.size, "seed \(seed)")
            #expect(try store.status(of: view.acts)?.head == view.head, "seed \(seed)")
            try store.close()
        }
        #expect(lagCount > 0)
    }
}
