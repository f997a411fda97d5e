import Authority
import CabinetAppliance
import Cryptography
import Custody
import Enrolment
import FoundationEssentials
import HTTPTypes
import Logging
import Records
import Replication
import ScreensProbe
import Store
import Testing

@testable import Headquarters

/// Sticks between real stores: everything that a line does, carried by hand.
@Suite(.timeLimit(.minutes(3))) struct StickTests {
    /// One round: written at the cabinet, taken in at headquarters, read at the cabinet.
    @discardableResult
    static func carry(_ branch: Branch, _ lines: Lines, of office: Office) async throws -> (
        StickAnswer, StickReport
    ) {
        let stick = try branch.stick(of: office)
        let answer = try await lines.service.take(stick: try StickFile(reading: stick.write().bytes))
        return (answer, try await stick.read(try StickFile(reading: answer.file.bytes)))
    }

    @Test func `records go up and obeyed logs come down, with cosignatures and time`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        _ = try await office.furnish("c1")
        let lines = try Lines(office)
        for count in 1...30 { try await branch.append(count == 1 ? .started : .stopped) }
        let (first, report) = try await Self.carry(branch, lines, of: office)
        #expect(first.refusal == nil && report.refusal == nil && first.isWhole && report.isWhole)
        #expect(first.recordCount == 30)
        #expect(office.ledger.view.cabinets["c1"]?.mirroredSize == 30)
        #expect(branch.ledger.view.obeyed.standing.size == office.ledger.view.standing.size)
        #expect(!report.gaveTime, "the key that signs time came with this very stick")
        // The site's policy opens once `authority` names its key: it comes with the second stick.
        let (second, again) = try await Self.carry(branch, lines, of: office)
        #expect(second.recordCount == 0 && second.refusal == nil && again.refusal == nil)
        #expect(branch.ledger.view.obeyed.policy.seals.count == 1)
        #expect(branch.ledger.view.mirroredSize == 30)
        #expect(branch.ledger.view.witnessedSize == 30)
        #expect(again.gaveTime)
        #expect(branch.ledger.present.interval != nil)
        #expect(branch.ledger.present.contactAgeSeconds != nil)
        #expect(office.ledger.view.cabinets["c1"]?.custody == branch.ledger.view.custody)
    }

    @Test func `contact counts from when the nonce was made, however long the stick was under way`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        try await Self.carry(branch, lines, of: office)
        try await Self.carry(branch, lines, of: office)
        let stick = try branch.stick(of: office)
        let asked = branch.ledger.now
        let file = try await stick.write()
        let answer = try await lines.service.take(stick: file)
        try await eventually("more than a second has passed") { branch.ledger.now - asked > 1_100 }
        #expect(try await stick.read(answer.file).gaveTime)
        let age = try #require(branch.ledger.present.contactAgeSeconds)
        #expect(age >= (branch.ledger.now - asked) / 1_000 && age >= 1)
    }

    @Test func `a note that comes back after a start of the machine, or to another cabinet, gives no time`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let other = try Branch("c2", of: office, secrets: try await office.enrol("c2"))
        let lines = try Lines(office)
        for _ in 0..<2 {
            try await Self.carry(branch, lines, of: office)
            try await Self.carry(other, lines, of: office)
        }
        let answer = try await lines.service.take(stick: try await branch.stick(of: office).write())
        let later = try await branch.stick(of: office, machineBoot: "another start").read(answer.file)
        #expect(!later.gaveTime && later.refusal == nil)
        let misled = try await other.stick(of: office).read(answer.file)
        #expect(!misled.gaveTime)
        #expect(other.ledger.view.custody.findings.isEmpty)
    }

    @Test func `the same stick twice, and an old one behind a newer, change nothing and accuse nobody`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        try await branch.append(.started)
        let stick = try branch.stick(of: office)
        let old = try await stick.write()
        let answer = try await lines.service.take(stick: old)
        _ = try await stick.read(answer.file)
        try await branch.append(.stopped)
        try await Self.carry(branch, lines, of: office)
        for file in [old, old] {
            let again = try await lines.service.take(stick: file)
            #expect(again.recordCount == 0 && again.refusal == nil)
            #expect(try await stick.read(again.file).refusal == nil)
        }
        #expect(try await stick.read(answer.file).refusal == nil)
        #expect(office.ledger.view.desks.findings.isEmpty)
        #expect(branch.ledger.view.custody.findings.isEmpty && !branch.ledger.view.isContradicted)
        #expect(office.ledger.view.cabinets["c1"]?.mirroredSize == branch.ledger.view.head.size)
    }

    @Test func `a stick that was cut gives what is on it, and the next one the rest`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        for _ in 0..<400 { try await branch.append(.started) }
        let bytes = try await branch.stick(of: office).write().bytes
        let cut = try StickFile(reading: Array(bytes.prefix(bytes.count * 2 / 3)))
        #expect(!cut.isWhole)
        let answer = try await lines.service.take(stick: cut)
        #expect(answer.recordCount > 0 && answer.recordCount < 400 && !answer.isWhole)
        let stick = try branch.stick(of: office)
        _ = try await stick.read(answer.file)
        try await Self.carry(branch, lines, of: office)
        #expect(office.ledger.view.cabinets["c1"]?.mirroredSize == 400)
    }

    @Test func `sticks and the line may be mixed`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        _ = try await office.furnish("c1")
        let lines = try Lines(office)
        try await branch.append(.started)
        let stick = try branch.stick(of: office)
        let answer = try await lines.service.take(stick: try await stick.write())
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the line brings everything") {
                branch.ledger.view.obeyed.policy.seals.count == 1
                    && branch.ledger.view.mirroredSize == branch.ledger.view.head.size
            }
        }
        let report = try await stick.read(answer.file)
        #expect(report.refusal == nil)
        #expect(branch.ledger.view.custody.findings.isEmpty)
        try await branch.append(.stopped)
        let (last, _) = try await Self.carry(branch, lines, of: office)
        #expect(last.recordCount == 1)
    }

    @Test func `a stick of a cabinet that nobody signed, or that begins otherwise, is refused`() async throws
    {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let lines = try Lines(office)
        await #expect(throws: HeadquartersError(.malformed, "")) {
            _ = try await lines.service.take(stick: StickFile())
        }
        let stranger = try Branch("c9", of: office, secrets: try CabinetSecrets(making: office.credential))
        let file = try await stranger.stick(of: office).write()
        await #expect(throws: HeadquartersError(.notFound, "")) {
            _ = try await lines.service.take(stick: file)
        }
    }

    @Test func `frames that have no place are refused, and what came before them counts`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        try await branch.append(.started)
        var file = try await branch.stick(of: office).write()
        let isTaken = file.append([0xFF])
        #expect(isTaken)
        let answer = try await lines.service.take(stick: file)
        #expect(answer.refusal != nil && answer.recordCount == 1)
        #expect(office.ledger.view.cabinets["c1"]?.mirroredSize == 1)
    }

    @Test func `the console takes the file and gives the answer`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let bench = try await ConsoleBench(office)
        try await branch.append(.started)
        let stick = try branch.stick(of: office)
        var browser = try await bench.browser(as: "custodian")
        let page = try await browser.get("/stick")
        #expect(page.status == .ok)
        let answer = try await browser.post(
            "/stick",
            file: (name: "stick", fileName: "c1.stick", bytes: try await stick.write().bytes)
        )
        #expect(answer.status == .ok)
        let report = try await stick.read(try StickFile(reading: answer.bytes))
        #expect(report.refusal == nil && report.recordCount > 0)
        let refused = try await browser.post(
            "/stick",
            file: (name: "stick", fileName: "c1.stick", bytes: Array("holiday pictures".utf8))
        )
        #expect(refused.status == .unprocessableContent)
        var auditor = try await bench.browser(as: "auditor")
        #expect(try await auditor.get("/stick").status == .forbidden)
    }

    @Test func `the commands ask the daemons through a folder, and say why something was not done`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        try await branch.append(.started)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (up, down) = (
            ErrandFolder(path: office.folder + "/up"), ErrandFolder(path: office.folder + "/down")
        )
        let cabinet = StickDesk(stick: try branch.stick(of: office), folder: down, logger: logger)
        let headquarters = HeadquartersStickDesk(replication: lines.service, folder: up, logger: logger)
        try await with([{ try await cabinet.run() }, { try await headquarters.run() }]) {
            try await eventually("both look into their folders") {
                FileManager.default.fileExists(atPath: office.folder + "/up")
                    && FileManager.default.fileExists(atPath: office.folder + "/down")
            }
            let written = try await down.ask("write a stick")
            let answer = try await up.ask("take a stick", written)
            #expect(office.ledger.view.cabinets["c1"]?.mirroredSize == 1)
            let words = String(decoding: try await down.ask("read a stick", answer), as: UTF8.self)
            #expect(words.contains("records of headquarters were new"))
            for (folder, errand, bytes) in [(down, "dance", []), (up, "take a stick", [1, 2, 3])]
                as [(ErrandFolder, String, [UInt8])]
            {
                await #expect(throws: EnrolmentError(.mismatch, "")) {
                    _ = try await folder.ask(errand, bytes)
                }
            }
        }
        await #expect(throws: EnrolmentError(.notFound, "")) {
            _ = try await ErrandFolder(path: office.folder + "/nowhere").ask("write a stick")
        }
    }
}

extension Branch {
    /// The stick of this cabinet.
    func stick(of office: Office, machineBoot: String = "one start") throws -> CabinetStick<EvidenceFile> {
        CabinetStick(
            ledger: ledger,
            witnessKey: secrets.witness,
            boot: boot,
            startCount: 1,
            noncesPath: "\(office.folder)/\(name)-nonces",
            machineBoot: machineBoot,
            logger: Logger(label: name) { _ in SwiftLogNoOpLogHandler() }
        )
    }
}
