import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// What somebody with the key of a cabinet's log could do to a file of evidence, and cannot.
@Suite(.timeLimit(.minutes(5))) struct LogKeyThiefTests {
    private static let users = EvidenceClaim.users(House.seal, at: House.evening + 1_800_000)

    /// Whether a file leaves the seal in the hands of who took it last.
    private static func isInHand(_ report: EvidenceReport) -> Bool {
        switch report.users?.place {
        case .inHand, .lastShown(.inHand, _): true
        default: false
        }
    }

    private static func observed(_ kind: RecordKind, isSigned: Bool) -> Draft {
        let seen = PresenceObserved(
            from: 0,
            to: 0,
            slots: [SlotPresence(drawer: 1, seal: House.seal, sight: .proved(House.tag))],
            drawers: [],
            tamper: .quiet,
            mains: .present
        )
        return Draft(
            .presence,
            kind,
            actor: Actor(component: "sensors"),
            subject: Subject(seal: House.seal, drawer: 1),
            detail: kind == .presenceObserved ? seen.canonical : .map(CBORMap()),
            isSigned: isSigned
        )
    }

    @Test(arguments: [RecordKind.presenceObserved, .tagProved], [true, false])
    func `an observation that nobody signed brings no seal back`(kind: RecordKind, isSigned: Bool) throws {
        let house = try House.day { house in
            try house.leave()
            try house.act(Self.observed(kind, isSigned: isSigned))
        }
        #expect(Self.isInHand(try house.report(Self.users)) == !isSigned)
    }

    @Test(arguments: [true, false])
    func `a return that the act key did not sign does not let the file begin behind the take`(
        isStranger: Bool
    )
        throws
    {
        var house = try House.day { house in try house.leave() }
        let origin = house.acts.writer.origin
        var composer = Composer(
            origin: origin.text,
            boot: id(1),
            nextSequence: house.acts.writer.head.size,
            lastTime: HybridTime(milliseconds: house.now),
            actKey: isStranger ? try Ed25519PrivateKey() : nil
        )
        let (now, heads) = (house.now, house.heads)
        for step in 0..<4 {
            let kind: RecordKind = step % 2 == 0 ? .returnBegun : .returnEnded
            let ended = ReturnEnded(outcome: .proved, reading: .proved(House.tag)).canonical
            let draft = Draft(
                .custody,
                kind,
                actor: Actor(person: House.companion),
                subject: Subject(seal: House.seal, visit: id(90 + step / 2), drawer: 1),
                detail: kind == .returnBegun ? VisitBegun(persons: []).canonical : ended,
                isSigned: isStranger
            )
            let reading = ClockReading(
                wallMilliseconds: now + 60_000,
                monotonicMilliseconds: 1,
                quality: .disciplined
            )
            _ = try house.acts.writer.append([try composer.compose(draft, at: reading, obeying: heads)])
        }
        try house.mirror()
        let late = house.now + 120_000
        let report = try house.report(.users(House.seal, at: late))
        #expect(Self.isInHand(report), "\(String(describing: report.users?.place))")
        #expect(report.findings.count { $0.message.english.contains("left out") } >= 4)
    }

    @Test func `a record that no kind can read stops neither who writes a file nor who reads it`() throws {
        let house = try House.day { house in
            try house.leave()
            try house.act(
                Draft(.presence, .presenceObserved, actor: Actor(component: "thief"), detail: .text("x"))
            )
            try house.act(Draft(.system, RecordKind(rawValue: 199), actor: Actor(component: "boot")))
        }
        #expect(Self.isInHand(try house.report(Self.users)))
        // In a file of somebody who shows it all the same.
        let document = try house.exported()
        let acts = try #require(document.sections.last)
        let records = try house.store.records(of: acts.origin, from: acts.before.size, byteCountMax: 1 << 20)
        let place = try #require(try records.bundle.records.firstIndex { try !$0.opened().isLegible })
        #expect(acts.entries[place].body == nil)
        var entries = acts.entries
        entries[place] = LogSection.Entry(records.bundle.records[place])
        let shown = LogSection(
            subject: acts.subject,
            origin: acts.origin,
            before: acts.before,
            entries: entries,
            notes: acts.notes
        )
        let report = try house.verified(document.changing(sections: document.sections.dropLast() + [shown]))
        #expect(report.findings.contains { $0.message.english.contains("cannot be read as its kind says") })
    }

    /// A day behind which officers replaced the act key, the cabinet wrote with the new one, and somebody with the old one and the log's.
    private static func replacedDay() throws -> (house: House, stolen: UInt64) {
        var house = try House.day()
        let (old, before) = (house.actKey, house.heads)
        let new = try Ed25519PrivateKey()
        try house.give(house.cabinet(version: 2, act: new), by: house.officers)
        try house.append(
            .takeRefused,
            TakeRefused(reasons: [.noGrant]).canonical,
            by: new,
            obeying: house.heads
        )
        let stolen = house.acts.writer.head.size
        try house.append(.takeBegun, VisitBegun(persons: []).canonical, by: old, obeying: before)
        try house.mirror()
        return (house, stolen)
    }

    @Test func `an act by a key that was replaced is not exported alone`() throws {
        let (house, stolen) = try Self.replacedDay()
        #expect(throws: EvidenceError(.unavailable, "")) {
            try house.exported(.act(cabinet: "c1", ActPlace(index: stolen)))
        }
        // The one before it, of the same visit, is shown without it.
        let document = try house.exported(.act(cabinet: "c1", ActPlace(index: stolen - 1)))
        let proved = document.proofs.filter { $0.subject == .acts(cabinet: "c1") }.flatMap(\.entries)
        #expect(proved.map(\.proof.index) == [stolen - 1])
        #expect(try house.verified(document).acts.count == 1)
    }

    @Test func `a file that does not show every record before one by a replaced key says that it does not`()
        throws
    {
        let (house, _) = try Self.replacedDay()
        func isSaid(_ claim: EvidenceClaim) throws -> Bool {
            try house.report(claim).gaps.contains { $0.english.contains("officers replaced later") }
        }
        #expect(try isSaid(.act(cabinet: "c1", ActPlace(index: 8))))
        let all = try #require(EvidenceClaim(seal: House.seal, from: 1, to: House.evening + 86_400_000))
        #expect(try !isSaid(all))
        let single = try House.day().report(.act(cabinet: "c1", ActPlace(index: 8)))
        #expect(!single.gaps.contains { $0.english.contains("officers replaced later") })
    }

    @Test func `an epoch that an act key opened stays good when officers replace the key`() throws {
        var house = try House.rotatedDay()
        let before = try house.report()
        try house.give(house.cabinet(version: 2, act: try Ed25519PrivateKey()), by: house.officers)
        let after = try house.report()
        #expect(after.acts.map(\.place) == before.acts.map(\.place))
        #expect(after.acts.contains { $0.place.epoch == 2 })
    }
}

extension House {
    /// Writes an act of the visit 95 with an act key of somebody's.
    mutating func forge(_ kind: RecordKind, by key: Ed25519PrivateKey) throws {
        try append(kind, TakeEnded(outcome: .taken, reading: .empty).canonical, by: key, obeying: heads)
    }

    fileprivate mutating func append(
        _ kind: RecordKind,
        _ detail: CBOR,
        by key: Ed25519PrivateKey,
        obeying heads: ObeyedHeads
    ) throws {
        now += 60_000
        var composer = Composer(
            origin: acts.writer.origin.text,
            boot: id(1),
            nextSequence: acts.writer.head.size,
            lastTime: HybridTime(milliseconds: now),
            actKey: key
        )
        let draft = Draft(
            .custody,
            kind,
            actor: Actor(person: House.companion),
            subject: Subject(seal: House.seal, visit: id(95), drawer: 1),
            detail: detail,
            isSigned: true
        )
        let reading = ClockReading(wallMilliseconds: now, monotonicMilliseconds: 1, quality: .disciplined)
        _ = try acts.writer.append([try composer.compose(draft, at: reading, obeying: heads)])
    }
}
