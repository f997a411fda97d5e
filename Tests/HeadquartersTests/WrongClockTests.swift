import Authority
import CabinetAppliance
import Cryptography
import Custody
import Host
import Records
import Store
import Synchronization
import Testing

@testable import Headquarters

/// A cabinet whose clock shows another year, or jumps between years: real files, a real line.
@Suite(.timeLimit(.minutes(3))) struct WrongClockTests {
    private static let year: Int64 = 365 * 86_400_000

    /// A machine whose wall clock is set by whoever likes to, and whose monotonic clock goes on.
    private final class WildClock: HostClock {
        private let offset = Mutex<Int64>(0)
        private let steady = SystemClock()
        private let office: HandClock

        init(_ office: HandClock) { self.office = office }

        var wallMilliseconds: Int64 { office.wallMilliseconds + offset.withLock { $0 } }
        var bootMilliseconds: UInt64 { steady.bootMilliseconds }

        func set(_ milliseconds: Int64) { offset.withLock { $0 = milliseconds } }
    }

    /// How far the clock is off at the start, and at each step after it, in years.
    @Test(arguments: [[1, 1, 1, 1], [-1, -1, -1, -1], [1, -1, 0, 1], [-1, 1, -1, 1]])
    func `a clock that is off by a year, or steps by one, moves no decision, no order and no place`(
        years: [Int64]
    )
        async throws
    {
        let office = try await Office.founded()
        let clock = WildClock(office.clock)
        clock.set(years[0] * Self.year)
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), clock: clock)
        let (person, seal) = try await office.furnish("c1")
        let grant = try await grant(office, seal, person)
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the cabinet obeys") {
                branch.ledger.view.obeyed.policy.size == office.ledger.view.policies["east"]?.size
            }
            try await eventually("signed time") { branch.ledger.present.interval != nil }
            for year in years {
                clock.set(year * Self.year)
                let present = try #require(branch.ledger.present.interval)
                #expect(abs(present.low - office.clock.wallMilliseconds) < 120_000, "off by \(year) years")
                #expect(abs(present.high - office.clock.wallMilliseconds) < 120_000, "off by \(year) years")
                let reasons = reasons(branch, seal, grant, person, present)
                #expect(!reasons.contains(.tooEarly) && !reasons.contains(.tooLate), "off by \(year) years")
                let later = TimeBounds(low: present.low + Self.year, high: present.high + Self.year)
                #expect(self.reasons(branch, seal, grant, person, later).contains(.tooLate))
                try await branch.raise(.forced, "off by \(year) years")
            }
            try await eventually("mirrored") {
                office.ledger.view.cabinets["c1"]?.custody.size == branch.ledger.view.head.size
            }
        }
        let custody = try #require(office.ledger.view.cabinets["c1"]?.custody)
        #expect(custody == branch.ledger.view.custody)
        #expect(custody.findings.map(\.opened.note) == years.map { "off by \($0) years" })
        // Acts stay in the order in which they were written: their time never falls and never stands still.
        let times = custody.findings.map(\.time)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        #expect(office.ledger.view.desks.findings.isEmpty)
    }

    /// An approved grant that is valid today.
    private func grant(_ office: Office, _ seal: Identifier<Seal>, _ person: Identifier<Person>) async throws
        -> Digest
    {
        let application = try await office.ledger.file(office.form(seal, person), applicant: person)
        for index in 0..<2 {
            _ = try await office.ledger.approve(
                application.digest,
                try office.approval(of: application, by: index),
                by: Actor(component: "test")
            )
        }
        return application.digest
    }

    private func reasons(
        _ branch: Branch,
        _ seal: Identifier<Seal>,
        _ grant: Digest,
        _ person: Identifier<Person>,
        _ interval: TimeBounds
    ) -> [TakeRefusal] {
        let decision = branch.ledger.view.takeDesk.decide(
            TakeQuestion(
                seal: seal,
                grantDigest: grant,
                taker: IdentifiedPerson(person: person, methods: [.card, .pin]),
                companion: nil,
                interval: interval,
                contactAgeSeconds: 1
            )
        )
        guard case .refused(let reasons) = decision else { return [] }
        return reasons
    }
}
