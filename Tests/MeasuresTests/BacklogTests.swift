import CabinetAppliance
import Custody
import FoundationEssentials
import Headquarters
import Records
import Store
import Testing

@testable import Measures

/// A backlog as it lies at a cabinet after weeks without a network, on a real disk and over a real line.
@Suite(.serialized) struct BacklogTests {
    private static let isLong = ProcessInfo.processInfo.environment["SIGNET_TEST_FULL"] == "1"
    private static let count = isLong ? 1_000_000 : 100_000
    private static let patience = Duration.seconds(1_200)

    @Test(.timeLimit(.minutes(25)))
    func `alarms overtake a backlog of 100,000 records, in the long form of a million, with their places`()
        async throws
    {
        try await Scratch.with { folder in
            let house = try await MeasuredHouse(founding: folder + "/house")
            let cabinet = try #require(try await house.enrol(["c1"]).first)
            try await cabinet.obey(house)
            try cabinet.writeBacklog(Self.count)
            let ledger = try cabinet.ledger()
            try await ledger.append([Self.alarm("before the line")])
            let line = try HeadquartersLine(house, ledger: house.ledger)
            try await whileRunning([{ try await line.service.run() }], deadline: Self.patience) {
                let replication = try cabinet.line(of: ledger, to: line.address, serverKey: line.serverKey)
                try await whileRunning([{ await replication.run() }], deadline: Self.patience) {
                    try await Self.wait(for: "before the line", line, house)
                    // The backlog is on its way: one more, in the middle of it.
                    try await Measures.wait(for: ledger.updates()) {
                        ledger.view.mirroredSize > UInt64(Self.count) / 8
                    }
                    try await ledger.append([Self.alarm("in the middle")])
                    try await Self.wait(for: "in the middle", line, house)
                    try await Measures.wait(for: ledger.updates()) {
                        ledger.view.mirroredSize == ledger.view.head.size
                    }
                    try await Measures.wait(for: house.ledger.updates()) {
                        house.ledger.view.cabinets["c1"]?.custody.size == ledger.view.head.size
                    }
                }
            }
            #expect(ledger.view.head.size == UInt64(Self.count) + 2)
            #expect(line.alarms.waiting(beyond: house.ledger.view).isEmpty)
            let custody = house.ledger.view.cabinets["c1"]?.custody
            #expect(custody?.findings.map(\.opened.note) == ["before the line", "in the middle"])
            #expect(house.ledger.view.desks.findings.isEmpty)
            #expect(
                try house.ledger.store.root(of: cabinet.origin, size: ledger.view.head.size)
                    == ledger.view.head.root
            )
        }
    }

    /// Waits until headquarters shows an alarm, with its place and far ahead of its record.
    private static func wait(
        for note: String,
        _ line: HeadquartersLine,
        _ house: MeasuredHouse
    ) async throws {
        func find() -> EarlyAlarm? {
            line.alarms.waiting(beyond: house.ledger.view).first { $0.opened.note == note }
        }
        try await Measures.wait(for: line.alarms.updates()) { find() != nil }
        let alarm = try #require(find())
        guard case .placed(let index, let size, let missing) = alarm.grade else {
            Issue.record("\(note): the place should be proved")
            return
        }
        #expect(index >= UInt64(count) && size > index)
        #expect(missing > UInt64(count) / 4, "\(note): \(missing) earlier records are not here yet")
    }

    static func alarm(_ note: String) -> Draft {
        var generator = SystemRandomNumberGenerator()
        return Draft(
            .alarm,
            .findingOpened,
            actor: Actor(component: "test"),
            subject: Subject(finding: Identifier(using: &generator)),
            detail: FindingOpened(kind: .forced, note: note).canonical,
            isSigned: true
        )
    }
}
