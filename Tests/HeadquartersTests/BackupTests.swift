import Authority
import CabinetAppliance
import Cryptography
import Custody
import Enrolment
import FoundationEssentials
import Logging
import Records
import Store
import Testing

@testable import Headquarters

private func service(of office: Office, _ folder: BackupFolder) -> BackupService {
    BackupService(
        ledger: office.ledger,
        folder: folder,
        hours: 24,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
}

/// Backups of headquarters' evidence, and what `/safe` says because of them.
@Suite(.timeLimit(.minutes(3))) struct BackupTests {
    private func backup(_ office: Office, generations: Int = 3) throws -> (Backup, BackupFolder) {
        let folder = try BackupFolder(path: office.folder + "/backups", generationCount: generations)
        return (Backup(store: office.ledger.store, folder: folder, safe: office.ledger.safe), folder)
    }

    private func keys(_ office: Office) throws -> HeadquartersCosigners {
        try HeadquartersCosigners(
            services: try #require(office.ledger.view.standing.services),
            organisation: Office.name
        )
    }

    @Test func `a cabinet learns which of its acts lie in a backup that was read back`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        let (backup, _) = try backup(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the cabinet obeys") { branch.ledger.view.obeyed.standing.services != nil }
            try await branch.append(.started)
            let size = branch.ledger.view.head.size
            try await eventually("mirrored") { office.ledger.view.cabinets["c1"]?.mirroredSize == size }
            #expect(branch.ledger.view.safeSize == 0)
            let report = try backup.run(atSeconds: office.ledger.seconds)
            let acts = try office.ledger.origins.acts(of: "c1")
            #expect(report.logs.first { $0.origin == acts }?.leafCount == size)
            try await office.ledger.learnSafeHeads()
            try await eventually("the cabinet knows") { branch.ledger.view.safeSize == size }
            // What came after the copy is not in it.
            try await branch.append(.stopped)
            try await eventually("mirrored again") {
                office.ledger.view.cabinets["c1"]?.mirroredSize == size + 1
            }
            try await office.ledger.learnSafeHeads()
            #expect(office.ledger.view.cabinets["c1"]?.safeSize == size)
            #expect(branch.ledger.view.safeSize == size)
            let note = try #require(try office.ledger.safeNote(of: "c1"))
            let keys = try keys(office)
            #expect(try note.verified(by: [keys.safe]).count == 1)
            #expect(try Checkpoint(note).head.size == size)
        }
    }

    @Test func `a cabinet that was away while the backup was made learns of it when it is back`() async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            let first = try branch.line(to: lines.hub, of: office)
            try await with([{ await first.run() }]) {
                try await eventually("the cabinet obeys") {
                    branch.ledger.view.obeyed.standing.services != nil
                }
                try await branch.append(.started)
                try await eventually("mirrored") { office.ledger.view.cabinets["c1"]?.mirroredSize == 1 }
            }
            try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
            _ = try backup(office).0.run(atSeconds: office.ledger.seconds)
            try await office.ledger.learnSafeHeads()
            let second = try branch.line(to: lines.hub, of: office)
            try await with([{ await second.run() }]) {
                try await eventually("the cabinet knows") { branch.ledger.view.safeSize == 1 }
            }
        }
    }

    @Test func `each log that has a signed head is cosigned once, with a receipt for a cabinet's`()
        async throws
    {
        let office = try await Office.founded()
        try await office.ledger.storeCheckpoints()
        let (backup, folder) = try backup(office)
        let first = try backup.run(atSeconds: 1_000)
        #expect(first.cosignedCount == 5)
        #expect(first.logs.count == 5)
        #expect(try backup.run(atSeconds: 2_000).cosignedCount == 0)
        let authority = try #require(try office.ledger.store.status(of: office.ledger.origins.authority))
        #expect(authority.size(.safe) == authority.head.size)
        #expect(try folder.newest() == 2_000_000)
    }

    @Test func `the oldest backups go, what is unfinished is taken away, and strangers stay`() async throws {
        let office = try await Office.founded()
        let (backup, folder) = try backup(office, generations: 2)
        let stranger = folder.path + "/notes.txt"
        let rest = folder.path + "/evidence-000000000001.sqlite.unfinished"
        for path in [stranger, rest] { #expect(FileManager.default.createFile(atPath: path, contents: nil)) }
        for second in [10, 20, 30] { _ = try backup.run(atSeconds: UInt64(second)) }
        #expect(
            try folder.files().map { $0.dropFirst(folder.path.count) } == [
                "/evidence-000000000020.sqlite", "/evidence-000000000030.sqlite",
            ]
        )
        #expect(FileManager.default.fileExists(atPath: stranger))
        #expect(!FileManager.default.fileExists(atPath: rest))
    }

    @Test(arguments: [1, 3])
    func `a clock that was ahead makes no backup the oldest, and holds up none`(generations: Int) async throws
    {
        let office = try await Office.founded()
        let (backup, folder) = try backup(office, generations: generations)
        for number in 1...3 {
            let path = folder.path + "/evidence-00000999999\(number).sqlite"
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
        }
        let report = try backup.run(atSeconds: 1_000)
        #expect(FileManager.default.fileExists(atPath: report.path))
        #expect(try folder.files().last == report.path && folder.files().count == generations)
        let ahead = folder.path + "/evidence-099999999999.sqlite"
        #expect(FileManager.default.createFile(atPath: ahead, contents: nil))
        let service = service(of: office, folder)
        await service.tick()
        #expect(try folder.files().last == folder.path + "/evidence-100000000000.sqlite")
    }

    @Test func `headquarters goes on from a backup that was put back`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        try await office.ledger.storeCheckpoints()
        let before = office.ledger.view
        let report = try backup(office).0.run(atSeconds: 1_000)
        let folder = office.folder + "/restored"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: report.path, toPath: folder + "/evidence.sqlite")
        let restored = try await Office.open(folder, office.keys, office.root, office.clock)
        #expect(restored.view.standing == before.standing)
        #expect(restored.view.policies == before.policies)
        #expect(restored.view.heads == before.heads)
        try await restored.noteHeads()
    }

    @Test func `a service makes the first backup at once and the next when it is due`() async throws {
        let office = try await Office.founded()
        let (_, folder) = try backup(office)
        let service = service(of: office, folder)
        await service.tick()
        #expect(try folder.files().count == 1)
        office.clock.pass(23 * 3_600_000)
        await service.tick()
        #expect(try folder.files().count == 1)
        office.clock.pass(3_600_000)
        await service.tick()
        #expect(try folder.files().count == 2)
    }
}
