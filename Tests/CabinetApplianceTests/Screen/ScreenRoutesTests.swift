import Authority
import Cryptography
import Custody
import FoundationEssentials
import HTTPTypes
import Host
import Identity
import Logging
import Records
import Screens
import ScreensProbe
import Simulation
import Store
import Testing

@testable import CabinetAppliance

@Suite struct ScreenRoutesTests {
    private struct FixedClock: HostClock {
        let wallMilliseconds: Int64 = 1_500_000
        let bootMilliseconds: UInt64 = 7_000
    }

    /// Hands that find a tag on the front reader and move nothing.
    private struct QuietHands: ScreenHands {
        var cards: AsyncStream<Bytes> { AsyncStream { $0.finish() } }
        func visitUpdates() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
        func visit() async -> (opening: Opening, phase: VisitMachine.Phase)? { nil }
        func begin(_ plan: VisitPlan) async throws(ScreenTrouble) { throw .busy }
        func look(into drawer: UInt64) async -> TagReading { .ill }
        func lookForCards(at pace: FrontReader.Pace, anew: Bool) async {}
        func challenge(_ card: TagReference) async -> CardProof { .vanished }
        func frontUID() async throws(ScreenTrouble) -> Bytes { throw .noTag }
        func readTag(by actor: Actor) async throws(ScreenTrouble) -> Bytes { Bytes([4, 1, 2, 3, 4, 5, 6]) }
        func perform(_ job: TagJobStatement, by actor: Actor) async throws(ScreenTrouble) { throw .noKeys }
    }

    private func withScreen(_ body: (ScreenDesk<EvidenceFile>, inout Probe<KioskRole>) async throws -> Void)
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.path + "/signet-screen-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let organisation = try SimulatedOrganisation.founded()
        let store = try EvidenceFile(path: folder + "/evidence.sqlite")
        defer { try? store.close() }
        let ledger = try CabinetLedger(
            store: store,
            identity: CabinetIdentity(
                organisation: SimulatedOrganisation.name,
                site: "east",
                cabinet: "c1",
                root: organisation.root
            ),
            keys: CabinetLogKeys(acts: try Ed25519PrivateKey(), act: try Ed25519PrivateKey()),
            boot: id(9),
            clock: FixedClock()
        )
        let settings = CabinetScreenSettings(help: Phrase("值班 8021", "duty officer, 8021"))
        let desk = try await ScreenDesk(
            ledger: ledger,
            files: CabinetFiles(
                try BlobFile(path: folder + "/blobs.sqlite", byteCountMax: 1 << 20),
                originalByteCountMax: 1 << 20
            ),
            hands: QuietHands(),
            sealingKey: try X25519PrivateKey(),
            settings: settings,
            logger: Logger(label: "test"),
            isOnline: { false }
        )
        let routes = try ScreenRoutes(
            desk: desk,
            authorities: ["localhost"],
            settings: settings,
            cookieName: "signet-cabinet-test"
        )
        var probe = Probe(routes.router())
        try await body(desk, &probe)
    }

    @Test func `the table names every route once`() {
        #expect(ScreenRoutes<EvidenceFile>.table.problems == [])
    }

    @Test func `the dark screen leads to a question, and a form to the next page`() async throws {
        try await withScreen { desk, probe in
            let dark = try await probe.get("/")
            #expect(dark.status == .ok && dark.text.contains("刷卡，或轻触屏幕"))
            #expect(dark.text.contains("总部不可达"))
            #expect(try await probe.get("/start").status == .seeOther)
            let question = try await probe.get("/")
            #expect(question.text.contains("您要做什么？"))
            #expect(try await probe.post("/errand", [("errand", "tag")]).status == .seeOther)
            #expect(try await probe.get("/").text.contains("请把空白标签放在读卡器上"))
            #expect(try await probe.post("/tag").status == .seeOther)
            let read = try await probe.get("/?language=en")
            #expect(read.text.contains("04010203040506"))
            #expect(read.text.contains("The tag was read and recorded"))
        }
    }

    @Test func `programs read the state and its form token`() async throws {
        try await withScreen { desk, probe in
            let answer = try await probe.get("/api/state")
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer.text.contains(#""step":"idle""#))
            #expect(answer.text.contains(#""formToken":""#))
            #expect(answer.text.contains(#""online":false"#))
        }
    }

    @Test(arguments: ScreenRoutes<EvidenceFile>.posts)
    func `no command is taken without the form's token, nor from another origin`(path: String) async throws {
        try await withScreen { desk, probe in
            _ = try await probe.get("/start")
            _ = try await probe.get("/")
            #expect(probe.formToken != nil)
            #expect(try await probe.postRaw(path, [("errand", "tag")]).status == .forbidden)
            probe.extra = [.origin: "http://evil.example"]
            #expect(try await probe.post(path, [("errand", "tag")]).status == .forbidden)
            #expect(await desk.snapshot.step == .choosingErrand)
        }
    }

    @Test func `a page that another name leads to is not served`() async throws {
        try await withScreen { desk, probe in
            probe.authority = "evil.example"
            let answer = try await probe.get("/")
            #expect(answer.status == .misdirectedRequest)
        }
    }

    @Test func `one browser is at work at a time`() async throws {
        try await withScreen { desk, probe in
            _ = try await probe.get("/")
            _ = try await probe.get("/start")
            #expect(await desk.snapshot.step == .choosingErrand)
            #expect(await desk.serves("another") == false)
            await #expect(throws: Refusal.busy) { try await desk.obey(.cancel, from: "another") }
        }
    }
}
