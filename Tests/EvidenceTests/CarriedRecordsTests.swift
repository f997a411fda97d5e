import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// A cabinet whose disk was put back carries on what it wrote meanwhile (Decision 0012): it counts where it is carried.
@Suite(.timeLimit(.minutes(5))) struct CarriedRecordsTests {
    /// A day on which the seal left, the disk was put back, and somebody brought the seal back before headquarters was met.
    ///
    /// `copied` says where a thief of the log's key writes leaves that bear copies of the carried signatures.
    private static func restoredDay(
        signedBy other: Ed25519PrivateKey? = nil,
        epoch: UInt64 = 1,
        copied: Copies = .nowhere
    ) throws -> House {
        try House.day { house in
            try house.leave()
            try house.mirror()
            let carried = try house.writtenMeanwhile(signedBy: other ?? house.actKey, epoch: epoch)
            try house.openEpoch(.restore)
            if copied == .inFrontOfThem { try house.copySignatures(of: carried) }
            for record in carried {
                try house.carry(record)
            }
            if copied == .behindThem { try house.copySignatures(of: carried) }
        }
    }

    enum Copies: CaseIterable { case nowhere, inFrontOfThem, behindThem }

    @Test(arguments: Copies.allCases)
    func `a signature that somebody copied into another leaf silences nothing that is carried`(
        _ copied: Copies
    )
        throws
    {
        let report = try Self.restoredDay(copied: copied)
            .report(.users(House.seal, at: House.evening + 1_800_000))
        #expect(report.acts.contains { $0.carriedFrom?.epoch == 1 })
        #expect(report.findings.allSatisfy { !$0.message.english.contains("stands in the file already") })
    }

    @Test
    func `a return on a disk that was put back counts where it is carried, and says where it was written`()
        throws
    {
        let report = try Self.restoredDay().report(.users(House.seal, at: House.evening + 1_800_000))
        guard case .inSlot("c1", drawer: 1, _) = report.users?.place else {
            Issue.record("\(String(describing: report.users?.place))")
            return
        }
        let last = try #require(report.acts.last)
        #expect(last.place == ActPlace(epoch: 2, index: 2))
        #expect(last.carriedFrom?.epoch == 1)
        #expect(last.isSigned)
        #expect(report.lines.contains { $0.contains("CARRIED ON, written first at leaf") })
        #expect(report.findings.allSatisfy { !$0.message.english.contains("carried on here") })
    }

    @Test(arguments: [true, false])
    func `what is carried and was not signed by this cabinet for an earlier epoch says nothing`(
        isForged: Bool
    ) throws {
        let house =
            isForged
            ? try Self.restoredDay(signedBy: try Ed25519PrivateKey()) : try Self.restoredDay(epoch: 2)
        let report = try house.report(.users(House.seal, at: House.evening + 1_800_000))
        guard case .lastShown(.inHand, let doubts) = report.users?.place else {
            Issue.record("\(String(describing: report.users?.place))")
            return
        }
        #expect(doubts.contains { $0.english.contains("may have moved it are left out") })
        #expect(report.findings.contains { $0.message.english.contains("carried on here") })
    }

    /// A day on which a return that stands in the first epoch, before a later take, is carried on in the second one.
    private static func oldReturnCarried() throws -> House {
        try House.day { house in
            try house.leave()
            try house.comeBack()
            let (origin, index) = (house.acts.writer.origin, house.acts.writer.head.size - 1)
            let old = try #require(try house.store.record(at: index, of: origin))
            try house.leave(visit: 22)
            try house.mirror()
            try house.openEpoch(.restore)
            try house.carry(CarriedRecord(origin: origin.text, index: index, record: old))
        }
    }

    @Test func `an act that stands in the file already is not carried on behind a later one`() throws {
        let house = try Self.oldReturnCarried()
        let report = try house.report()
        #expect(report.acts.allSatisfy { $0.carriedFrom == nil })
        #expect(report.findings.contains { $0.message.english.contains("stands in the file already") })
    }

    private static let users = EvidenceClaim.users(House.seal, at: House.evening + 1_800_000)

    private static func isInHand(_ report: EvidenceReport) -> Bool {
        switch report.users?.place {
        case .inHand, .lastShown(.inHand, _): true
        default: false
        }
    }

    @Test
    func `an act that counts in a part of an epoch that is not shown is not carried on behind a later one`()
        throws
    {
        let house = try Self.oldReturnCarried()
        let document = try house.exported(Self.users)
        let report = try house.verified(document)
        #expect(Self.isInHand(report), "\(String(describing: report.users?.place))")
        #expect(report.findings.contains { $0.message.english.contains("stands in the file already") })
        // Nor where somebody leaves out what stands there.
        let hidden = try house.verified(document.hidingPlaces())
        #expect(Self.isInHand(hidden))
        #expect(hidden.findings.contains { $0.message.english.contains("may count there already") })
    }

    @Test(arguments: [true, false])
    func `what is carried moves a seal only where the file shows that another leaf stands at its place`(
        isShown: Bool
    ) throws {
        let house = try Self.restoredDay()
        let document = try house.exported(Self.users)
        let report = try house.verified(isShown ? document : document.hidingPlaces())
        #expect(Self.isInHand(report) == !isShown)
        let count = report.findings.count { $0.message.english.contains("may count there already") }
        #expect(count == (isShown ? 0 : 2))
    }

    @Test func `what is carried twice counts once`() throws {
        let house = try House.day { house in
            try house.leave()
            try house.mirror()
            let carried = try house.writtenMeanwhile(signedBy: house.actKey, epoch: 1)
            try house.openEpoch(.restore)
            for record in carried + carried {
                try house.carry(record)
            }
        }
        let report = try house.report(.users(House.seal, at: House.evening + 1_800_000))
        #expect(report.acts.count { $0.carriedFrom != nil } <= 2)
        #expect(report.findings.count { $0.message.english.contains("stands in the file already") } == 2)
    }

    @Test func `a clock that was set back with the disk does not turn custody around`() throws {
        let house = try House.day { house in
            try house.leave()
            try house.mirror()
            house.now -= 600_000
            try house.openEpoch(.restore)
            try house.comeBack()
        }
        let report = try house.report(.users(House.seal, at: House.evening + 1_800_000))
        guard case .inSlot("c1", drawer: 1, _) = report.users?.place else {
            Issue.record("\(String(describing: report.users?.place))")
            return
        }
        let left = try #require(try house.report().neverLeft.first)
        #expect(left.gaps.contains { $0.kind == .epoch && $0.to - $0.from >= 540_000 })
    }

    @Test func `carried records about another seal are closed as a whole`() throws {
        let house = try House.day { house in
            try house.mirror()
            let carried = try house.writtenMeanwhile(signedBy: house.actKey, epoch: 1, seal: House.otherSeal)
            try house.openEpoch(.restore)
            for record in carried {
                try house.carry(record)
            }
        }
        let document = try house.exported()
        let section = try #require(document.sections.last)
        #expect(section.entries[1].body == nil && section.entries[2].body == nil)
        #expect(try house.verified(document).neverLeft.first?.closed.count == 2)
    }
}

extension House {
    /// A return as the cabinet wrote it at places where headquarters holds other leaves.
    fileprivate mutating func carry(_ record: CarriedRecord) throws {
        try act(
            Draft(
                .custody,
                .carried,
                actor: Actor(component: "epoch"),
                detail: record.canonical,
                isSigned: true
            )
        )
    }

    fileprivate mutating func copySignatures(of carried: [CarriedRecord]) throws {
        for record in carried {
            now += 1_000
            let signature = try #require(record.opened?.leaf.signature)
            let draft = Draft(.system, .started, actor: Actor(component: "thief"))
            try acts.append(draft, at: now, bearing: signature)
        }
    }

    fileprivate mutating func writtenMeanwhile(
        signedBy key: Ed25519PrivateKey,
        epoch: UInt64,
        seal: Identifier<Seal> = House.seal
    ) throws -> [CarriedRecord] {
        let origin = try LogNames.acts(Self.name, cabinet: "c1", epoch: epoch)
        var composer = Composer(
            origin: origin.text,
            boot: id(2),
            nextSequence: 12,
            lastTime: HybridTime(milliseconds: now),
            actKey: key
        )
        let drafts = [
            (RecordKind.returnBegun, VisitBegun(persons: []).canonical),
            (.returnEnded, ReturnEnded(outcome: .proved, reading: .proved(Self.tag)).canonical),
        ]
        return try drafts.map { kind, detail in
            now += 60_000
            let draft = Draft(
                .custody,
                kind,
                actor: Actor(person: Self.taker, companion: Self.companion),
                subject: Subject(seal: seal, visit: id(30), drawer: 1),
                detail: detail,
                isSigned: true
            )
            let reading = ClockReading(
                wallMilliseconds: now,
                monotonicMilliseconds: 1,
                quality: .disciplined
            )
            let record = try composer.compose(draft, at: reading, obeying: heads)
            let header = try Leaf(decoding: record.leafBytes).header
            return CarriedRecord(origin: origin.text, index: header.sequence, record: record)
        }
    }
}

extension EvidenceDocument {
    /// The same file without the leaves of the first epoch that only show what stands at the places of carried records.
    fileprivate func hidingPlaces() -> EvidenceDocument {
        changing(
            proofs: proofs.compactMap { section in
                guard section.origin.epoch == 1, section.subject == .acts(cabinet: "c1") else {
                    return section
                }
                let entries = section.entries.filter { $0.entry.body != nil }
                guard !entries.isEmpty else { return nil }
                return ProofSection(subject: section.subject, origin: section.origin, entries: entries)
            }
        )
    }
}
