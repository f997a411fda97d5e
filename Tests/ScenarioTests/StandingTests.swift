import Cryptography
import Custody
import FoundationEssentials
import Records
import Store
import Testing

@testable import Simulation

extension Scenarios {
    @Suite(.serialized) struct StandingTests {
        @Test(.timeLimit(.minutes(5))) func `a stopped company starts again with nothing lost`() async throws
        {
            let founded = try await FoundedCompany.shared
            let folder = try FleetFolder(path: ScenarioFolders.next(), copyOf: founded.folder)
            let before = try heads(in: folder)
            for head in before {
                #expect(head.shared == head.headquarters.root)
                // A stop in order ends with the leaf that names the cabinet's state.
                #expect(head.cabinet.size == head.headquarters.size + 1)
            }
            try await Stage.play(in: folder, grants: founded.grants, FleetStory.sites) { stage in
                for site in FleetStory.sites {
                    let state = try await stage.company.screen(at: site).look()
                    #expect(state.seals.map(\.place) == site.seals.map { _ in "in" })
                }
                try await stage.takeForSure()
                try await stage.giveBack()
                try await stage.requireWholeCopy()
            }
            let after = try heads(in: folder)
            for (old, new) in zip(before, after) {
                #expect(new.cabinet.size > old.cabinet.size)
                #expect(new.headquarters.size <= new.cabinet.size)
                #expect(new.headquarters.size >= old.headquarters.size)
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `a second fleet in the same folder is refused and told what to do`() throws {
            let folder = try FleetFolder(path: ScenarioFolders.next(), fresh: true)
            let first = try Fleet(folder: folder, programs: ScenarioFolders.programs)
            let error = #expect(throws: FleetError.self) {
                _ = try Fleet(folder: folder, programs: ScenarioFolders.programs)
            }
            #expect(error?.code == .folder)
            #expect(error?.message.contains("stop it") == true)
            #expect(error?.message.contains("--state") == true)
            withExtendedLifetime(first) {}
        }

        @Test func `a port that is taken is refused and told what to do`() throws {
            let folder = try FleetFolder(path: ScenarioFolders.next(), fresh: true)
            let port = try Fleet(folder: folder, programs: ScenarioFolders.programs).ports.console
            let other = try #require(Listener(port: port))
            let error = #expect(throws: FleetError.self) {
                _ = try Fleet(folder: folder, programs: ScenarioFolders.programs)
            }
            #expect(error?.code == .address)
            #expect(error?.message.contains("port \(port)") == true)
            #expect(error?.message.contains("stop it") == true)
            withExtendedLifetime(other) {}
        }

        @Test func `a folder with other things in it is refused`() throws {
            let path = ScenarioFolders.next()
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data("not ours".utf8).write(to: URL(filePath: "\(path)/letter.txt"))
            for fresh in [false, true] {
                let error = #expect(throws: FleetError.self) { _ = try FleetFolder(path: path, fresh: fresh) }
                #expect(error?.code == .folder)
                #expect(error?.message.contains("another folder") == true)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["letter.txt"])
        }

        /// The heads of each cabinet's acts, at the cabinet and at headquarters, and the cabinet's root at headquarters' size,
        /// read from the files of a stopped fleet.
        private func heads(in folder: FleetFolder) throws -> [(
            cabinet: TreeHead, headquarters: TreeHead, shared: Digest
        )] {
            let copies = try EvidenceFile(path: "\(folder.headquarters)/state/evidence.sqlite")
            return try FleetStory.sites.map { site in
                let origin = try LogNames.acts(FleetStory.organisation, cabinet: site.cabinet, epoch: 1)
                let own = try EvidenceFile(path: "\(folder.cabinet(site.cabinet))/state/evidence.sqlite")
                defer { try? own.close() }
                let copy = try #require(try copies.status(of: origin)?.head)
                return (
                    try #require(try own.status(of: origin)?.head), copy,
                    try own.root(of: origin, size: copy.size)
                )
            }
        }
    }
}
