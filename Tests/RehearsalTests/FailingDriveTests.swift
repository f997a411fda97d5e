import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

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
}
