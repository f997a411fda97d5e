import Custody
import Enrolment
import FoundationEssentials
import Records
import Replication
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// One leaf of a cabinet's log that nobody can read, or whose body stays away: what stands behind it, and what is said of it.
@Suite(.timeLimit(.minutes(3))) struct IllegibleLeafTests {
    private static var started: Draft {
        Draft(.system, .started, actor: Actor(component: "test"), isSigned: true)
    }

    /// What is no leaf at its place, though the log's key signs it: no map, a map that ends, another version, a leaf of another place.
    enum Leaf: CaseIterable {
        case bytes, cut, newer, elsewhere

        func record(in log: ForgedLog, _ secrets: CabinetSecrets) throws -> Record {
            let sound = try log.compose(started, by: secrets.act)
            switch self {
            case .bytes: return Record(leafBytes: [0xFF], bodyBytes: [1, 2, 3])
            case .cut: return Record(leafBytes: Array(sound.leafBytes.dropLast()), bodyBytes: sound.bodyBytes)
            case .newer:
                // The version stands behind key 0 of the map (Documentation/Records.md, "Leaf").
                var bytes = sound.leafBytes
                bytes[2] += 1
                return Record(leafBytes: bytes, bodyBytes: [])
            case .elsewhere:
                return try log.store.record(at: 0, of: log.origin) ?? sound
            }
        }
    }

    @Test(arguments: Leaf.allCases)
    func
        `a leaf that nobody can read is stored, proved and a finding with its place, and stops nothing behind it`(
            leaf: Leaf
        ) async throws
    {
        let scene = try await ForgedScene()
        try scene.log.write(Self.started, by: scene.secrets.act)
        let record = try leaf.record(in: scene.log, scene.secrets)
        try scene.log.write(record)
        try scene.writeReturn(1)
        try await scene.send()

        let (copy, origin) = (try #require(scene.copy), scene.log.origin)
        #expect(copy.problem == nil && copy.mirroredSize == 4 && copy.custody.size == 4)
        #expect(copy.custody.seals[Written.seal] != nil, "the return behind it is seen")
        #expect(copy.custody.unattested.map(\.index) == [1])
        #expect(copy.custody.unattested.map(\.verdict) == [.unreadable])
        let found = scene.findings(.unattested)
        #expect(found.count == 1 && found[0].hasPrefix("leaf 1 of \(origin)"), "\(found)")
        let store = scene.office.ledger.store
        #expect(try store.record(at: 1, of: origin) == record)
        #expect(try store.isSigned(record, at: 1, of: origin))
        // The same from the first leaf on, and after what the state stores of it.
        let again = try await Office.open(
            scene.office.folder,
            scene.office.keys,
            scene.office.root,
            scene.office.clock
        )
        #expect(again.view.cabinets["c1"]?.custody == copy.custody)
        #expect(try CustodyState(decoding: copy.custody.encoded) == copy.custody)
    }

    @Test func `a cabinet that gets such a leaf back passes it over, too`() async throws {
        let scene = try await ForgedScene()
        try scene.log.write(Self.started, by: scene.secrets.act)
        try scene.log.write(Record(leafBytes: [0xFF], bodyBytes: []))
        try scene.writeReturn(1)
        // Also as the last one, whose time is asked for.
        try scene.log.write(Record(leafBytes: [0xFE], bodyBytes: []))
        try await scene.send()
        let office = scene.office
        let lines = try Lines(office)
        // Its disk is gone, and it writes into a new one.
        let branch = try Branch("c1", of: office, secrets: scene.secrets, rotates: true)
        try await branch.raise(.forced, "on the new disk")
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("both say the same") {
                let copy = office.ledger.view.cabinets["c1"]
                return branch.ledger.view.epoch == 2 && !branch.ledger.view.isRecovering
                    && copy?.current?.log.epoch == 2 && copy?.custody == branch.ledger.view.custody
            }
        }
        let custody = branch.ledger.view.custody
        #expect(custody.unattested.map(\.index) == [1, 4])
        #expect(custody.seals[Written.seal] != nil)
        try branch.close()
    }

    @Test
    func `a body that stays away while newer records come is a finding that names its leaf, after an hour`()
        async throws
    {
        let scene = try await ForgedScene()
        let (clock, origin) = (scene.office.clock, scene.log.origin)
        try scene.log.write(Self.started, by: scene.secrets.act)
        let whole = try scene.log.compose(Written.begun(1), by: scene.secrets.act)
        try scene.log.write(Record(leafBytes: whole.leafBytes, bodyBytes: []))
        try scene.log.write(Written.ended(1), by: scene.secrets.act)
        try await scene.send()
        clock.pass(3_599_000)
        try scene.writeReturn(2)
        try await scene.send()
        #expect(scene.findings(.bodyWithheld).isEmpty)
        #expect(scene.copy?.witnessedSize == 5 && scene.copy?.mirroredSize == 1)
        #expect(scene.copy?.custody.size == 1)
        clock.pass(1_000)
        for visit: UInt8 in 3...4 {
            try scene.writeReturn(visit)
            try await scene.send()
        }
        let found = scene.findings(.bodyWithheld)
        #expect(found.count == 1 && found[0].hasPrefix("leaf 1 of \(origin)"), "\(found)")
        #expect(scene.copy?.witnessedSize == 9 && scene.copy?.mirroredSize == 1)

        // It comes after all.
        let late = Ingest(origin: origin, first: 1, bundle: try RecordBundle([whole]))
        _ = try await scene.office.ledger.ingest([CabinetIngest(late, of: "c1")])
        await scene.office.ledger.projectAll()
        #expect(scene.copy?.mirroredSize == 9 && scene.copy?.custody.size == 9)
        try scene.writeReturn(5)
        clock.pass(3_600_000)
        try await scene.send()
        #expect(scene.findings(.bodyWithheld).count == 1 && scene.copy?.custody.size == 11)
    }
}
