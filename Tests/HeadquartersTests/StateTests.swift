import Authority
import Cryptography
import FoundationEssentials
import GRDB
import Host
import Records
import Store
import Testing

@testable import Custody
@testable import Headquarters

/// Headquarters' stored state: what a start takes from it, and what it does not believe.
@Suite struct StateTests {
    private struct Files {
        let store: EvidenceFile
        let states: ProjectionFile
        let ledger: HeadquartersLedger

        init(_ office: Office) async throws {
            store = try EvidenceFile(path: office.folder + "/evidence.sqlite")
            states = try ProjectionFile(path: office.folder + "/projections.sqlite")
            var generator = SystemRandomNumberGenerator()
            ledger = try await HeadquartersLedger.open(
                store: store,
                states: states,
                keys: office.keys,
                root: office.root,
                boot: Identifier(using: &generator),
                clock: office.clock
            )
        }

        func close() throws {
            try store.close()
            try states.close()
        }
    }

    /// A headquarters with a cabinet, whose desks hold something of everything.
    private func office() async throws -> Office {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let (person, seal) = try await office.furnish("c1")
        let actor = Actor(component: "test")
        let rules = RulesStatement(head: office.head, version: 2, rules: [office.rule])
        let digest = try await office.ledger.propose(rules.encoded, by: actor)
        _ = try await office.ledger.sign(
            digest,
            try StatementSignature(of: rules.encoded, by: office.owners[0]),
            by: actor
        )
        let application = try await office.ledger.file(office.form(seal, person), applicant: person)
        _ = try await office.ledger.approve(
            application.digest,
            try office.approval(of: application, by: 0),
            by: actor
        )
        _ = try await office.ledger.askCount(sites: ["east"], durationMilliseconds: 60_000, by: actor)
        return office
    }

    @Test func `what lies on the desks is the same after it was written and read`() async throws {
        let desks = try await office().ledger.view.desks
        #expect(!desks.proposals.isEmpty && !desks.applications.isEmpty && !desks.runs.isEmpty)
        #expect(try DeskState(decoding: desks.encoded) == desks)
    }

    @Test func `every field of what lies on the desks is written`() async throws {
        // A field that is not written is lost at a restart: write it, raise HeadquartersStart.version, then name it here.
        func fields(_ value: Any) -> [String] { Mirror(reflecting: value).children.compactMap(\.label) }
        let desks = try await office().ledger.view.desks
        #expect(
            fields(desks) == [
                "epoch", "size", "earlierCount", "proposals", "applications", "runs", "findings",
                "slipRequests", "files", "fileOwners", "erasureRequests", "erasuresDone", "applicationCount",
                "runCount",
            ]
        )
        #expect(
            fields(try #require(desks.proposals.values.first)) == [
                "made", "kind", "actor", "madeAt", "signed", "state",
            ]
        )
        #expect(
            fields(try #require(desks.applications.values.first)) == [
                "number", "statement", "actor", "filedAt", "approved", "state",
            ]
        )
        #expect(
            fields(try #require(desks.runs.values.first)) == [
                "asked", "actor", "targets", "answers", "closed",
            ]
        )
    }

    @Test func `a start goes on from the state that a leaf names, without the leaves before it`() async throws
    {
        let office = try await office()
        let first = try await Files(office)
        try await first.ledger.nameState()
        let before = first.ledger.view
        let size = before.desks.size
        try await first.ledger.nameState()
        #expect(first.ledger.view.desks.size == size)
        // What nobody has to fold any more could not be folded: the bodies of the acts are gone.
        try first.store.eraseBodies(of: first.ledger.origins.acts, at: Set(1..<size - 1))
        try first.close()

        let second = try await Files(office)
        #expect(second.ledger.view.desks == before.desks)
        #expect(second.ledger.view.standing == before.standing)
        #expect(second.ledger.view.policies == before.policies)
        #expect(second.ledger.view.cabinets.mapValues(\.custody) == before.cabinets.mapValues(\.custody))
        try second.close()
    }

    @Test func `an edited projection is a finding, and everything is folded anew from the leaves`()
        async throws
    {
        let office = try await office()
        let first = try await Files(office)
        try await first.ledger.nameState()
        let before = first.ledger.view
        try first.close()
        let queue = try DatabaseQueue(path: office.folder + "/projections.sqlite")
        try await queue.write { db in
            for row in try Row.fetchAll(db, sql: "SELECT digest, bytes FROM part") {
                guard var desks = try? DeskState(decoding: [UInt8](row["bytes"] as Data)) else { continue }
                desks.applications = [:]
                try db.execute(
                    sql: "UPDATE part SET bytes = ? WHERE digest = ?",
                    arguments: [Data(desks.encoded), row["digest"] as Data]
                )
            }
        }
        try queue.close()

        let second = try await Files(office)
        #expect(second.ledger.view.desks.applications == before.desks.applications)
        // Written once a cabinet has shown what it holds; until then each start finds it again.
        #expect(second.ledger.view.desks.findings.isEmpty)
        try second.close()
        let again = try await Files(office)
        #expect(again.ledger.view.desks.findings.isEmpty)
        _ = try await again.ledger.missing([], shownBy: "c1")
        #expect(again.ledger.view.desks.findings.map(\.opened.kind) == [.stateDiffers])
        try await again.ledger.nameState()
        try again.close()
        let third = try await Files(office)
        _ = try await third.ledger.missing([], shownBy: "c1")
        #expect(third.ledger.view.desks.findings.count == 1)
        try third.close()
    }

    /// Versions against this program's own, and whether what they left is believed.
    static let versions: [(offset: Int64, isBelieved: Bool)] = [(-1, false), (1, false), (0, true)]

    @Test(arguments: versions)
    func `a state of an older version, or of one that is not known, is folded again from the leaves`(
        version: (offset: Int64, isBelieved: Bool)
    ) async throws {
        let office = try await office()
        let first = try await Files(office)
        let before = first.ledger.view
        // A fold that meant something else: the applications were not kept.
        var desks = before.desks
        desks.applications = [:]
        let part = StatePart(name: HeadquartersStart.desks, desks)
        let manifest = StateManifest(
            version: UInt64(Int64(HeadquartersStart.version) + version.offset),
            pieces: [StateManifest.Piece(name: part.name, digest: part.digest)]
        )
        let acts = first.ledger.origins.acts
        try first.states.keep(KeptState(index: desks.size, manifest: manifest), of: acts, parts: [part])
        try await first.ledger.record([
            Draft(
                .system,
                .stateNamed,
                actor: Actor(component: "ledger"),
                detail: StateNamed(manifest).canonical
            )
        ])
        try first.close()

        let second = try await Files(office)
        let applications = second.ledger.view.desks.applications
        #expect(applications == (version.isBelieved ? [:] : before.desks.applications))
        #expect(second.ledger.view.desks.findings.isEmpty)
        try second.close()
    }
}
