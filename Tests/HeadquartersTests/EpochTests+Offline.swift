import Authority
import Custody
import Records
import Replication
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// Epochs that a cabinet begins while nobody hears of it.
extension EpochTests {
    @Test(arguments: [1, 3, 6])
    func `a cabinet whose key was changed several times without a line is heard when one comes`(count: Int)
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        for number in 0..<count {
            try await branch.raise(.forced, "in epoch \(number + 1)")
            try await branch.ledger.rotate()
        }
        try await branch.raise(.forced, "in the last epoch")
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("both say the same") {
                let copy = office.ledger.view.cabinets["c1"]
                return copy?.current?.log.epoch == UInt64(count) + 1
                    && copy?.custody == branch.ledger.view.custody
            }
            try await eventually("takes may go on") {
                branch.ledger.view.epochStanding == .continued && branch.ledger.present.interval != nil
            }
        }
        #expect(office.ledger.view.cabinets["c1"]?.custody.findings.count == count + 1)
        #expect(office.ledger.view.desks.findings.isEmpty)
        try branch.close()
    }

    @Test
    func `an epoch that was cosigned before its leaves had come is sent, however many were begun since`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        for _ in 0..<2 {
            try await branch.append(.started)
            try await branch.ledger.rotate()
        }
        let epochs = await branch.ledger.acts.epochs.map(\.origin)
        for origin in epochs.prefix(2) {
            let note = try #require(try branch.store.status(of: origin)?.notes[.checkpoint])
            try branch.store.keep(note, of: origin, as: .witness)
        }
        let greeting = try await branch.ledger.greeting(
            boot: branch.boot,
            startCount: 1,
            nonce: [UInt8](repeating: 0, count: 32)
        )
        #expect(greeting.own.filter { $0.trafficClass == .acts }.map(\.origin) == epochs)
    }
}
