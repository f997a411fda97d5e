import Cryptography
import Custody
import Records
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// What telemetry may cost headquarters, and that acts go on where it costs too much.
extension TelemetryTests {
    enum Reason: CaseIterable {
        case disk, share
    }

    @Test(arguments: Reason.allCases)
    func `telemetry that is too much stays outside while acts come, and comes when there is room`(
        _ reason: Reason
    )
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch(
            "c1",
            of: office,
            secrets: try await office.enrol("c1"),
            rotates: true,
            clock: office.clock
        )
        let lines = try Lines(office)
        try await branch.append(.started)
        try await write(0..<5, to: branch)
        switch reason {
        case .disk: await office.ledger.holdTelemetryBack(true)
        case .share: try await office.ledger.spendTelemetry(of: "c1")
        }
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("acts") { branch.ledger.view.mirroredSize == 1 }
            try await eventually("the cabinet was told") { await line.telemetryRefusedAt != nil }
            try await branch.append(.started)
            try await eventually("acts go on, on this line") { branch.ledger.view.mirroredSize == 2 }
            #expect(epochs(office).map(\.provedSize) == [0])
            // An hour later it is shown again, by itself.
            if reason == .disk { await office.ledger.holdTelemetryBack(false) }
            office.clock.pass(reason == .disk ? 3_600_001 : 86_400_001)
            try await write(5..<6, to: branch)
            try await eventually("values") { epochs(office).first?.mirroredSize == 6 }
        }
        #expect(branch.ledger.view.telemetry?.epoch == 1 && branch.ledger.view.custody.findings.isEmpty)
        #expect(findings(office).isEmpty)
        try branch.close()
    }

    @Test func `one cabinet's share is used up by what it sends, ends no other's, and is back a day later`()
        throws
    {
        let origin = try LogNames.telemetry("example.org", cabinet: "c1", epoch: 1)
        let record = Record(leafBytes: [1], bodyBytes: [UInt8](repeating: 7, count: 60_000))
        let large = Ingest(origin: origin, first: 0, bundle: try RecordBundle([record]))
        let small = Ingest(
            origin: origin,
            first: 0,
            bundle: try RecordBundle([Record(leafBytes: [1], bodyBytes: [2])])
        )
        let note = try CheckpointSigner(origin: origin, privateKey: Ed25519PrivateKey()).sign(.empty)
        let head = Ingest(origin: origin, offer: CheckpointOffer(note: note, from: 0, path: []))
        // About so many of each within a day: bytes, commits, cosignatures.
        for (ingest, count) in [(large, 800...900), (small, 2_000...4_000), (head, 400...520)] {
            var allowance = TelemetryAllowance()
            var taken = 0
            while taken < 10_000, allowance.spend(ingest, of: "c1", at: 5) { taken += 1 }
            #expect(count.contains(taken), "\(taken)")
            let today = allowance.spend(small, of: "c1", at: 86_400_004)
            let another = allowance.spend(small, of: "c2", at: 5)
            let tomorrow = allowance.spend(small, of: "c1", at: 86_400_005)
            #expect(!today && another && tomorrow)
        }
    }
}

extension HeadquartersLedger {
    /// What ``tendRoom()`` says of a disk with little room.
    fileprivate func holdTelemetryBack(_ isHeldBack: Bool) {
        var view = view
        view.isTelemetryHeldBack = isHeldBack
        publish(view)
    }

    /// Uses a cabinet's share of today up.
    fileprivate func spendTelemetry(of cabinet: String) throws {
        let origin = try origins.telemetry(of: cabinet)
        let record = Record(leafBytes: [1], bodyBytes: [UInt8](repeating: 7, count: 60_000))
        let ingest = Ingest(origin: origin, first: 0, bundle: try RecordBundle([record]))
        for _ in 0..<10_000 where isHeldBack(ingest, of: cabinet) { return }
    }
}
