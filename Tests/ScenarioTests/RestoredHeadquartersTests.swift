import Custody
import Foundation
import Testing

@testable import Simulation

extension Scenarios {
    /// Headquarters' disk is put back an hour, on real processes and real files.
    @Suite(.serialized) struct RestoredHeadquartersTests {
        private func evidence(_ stage: Stage) -> [String] {
            let base = "\(stage.fleet.folder.headquarters)/state/evidence.sqlite"
            return [base, "\(base)-wal", "\(base)-shm"]
        }

        private func keep(_ stage: Stage) throws {
            for path in evidence(stage) where FileManager.default.fileExists(atPath: path) {
                try FileManager.default.copyItem(atPath: path, toPath: "\(path).kept")
            }
        }

        /// Does what Documentation/Operations.md says of the files.
        private func putBack(_ stage: Stage) throws {
            for path in evidence(stage) {
                try? FileManager.default.removeItem(atPath: path)
                guard FileManager.default.fileExists(atPath: "\(path).kept") else { continue }
                try FileManager.default.copyItem(atPath: "\(path).kept", toPath: path)
            }
            let states = "\(stage.fleet.folder.headquarters)/state/projections.sqlite"
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: states + suffix)
            }
        }

        /// A grant of this hour, which the cabinet offers.
        private func grant(_ stage: Stage) async throws -> String {
            let company = stage.company
            let application = try await company.apply(
                for: company.cast.seal(stage.tag),
                by: stage.borrower,
                uses: 5,
                reason: "本小时的用印",
                file: ("合同.pdf", Array("合同，恢复之前\n".utf8))
            )
            try await company.approve(application)
            try await company.waitForOffer(
                of: company.cast.seal(stage.tag),
                under: application.digest,
                to: stage.borrower,
                at: stage.site
            )
            return application.digest
        }

        private func epochs(_ stage: Stage, _ arguments: [String]) async throws -> Tool.Outcome {
            try await stage.fleet.headquartersTool.outcome(
                of: ["epochs"] + arguments + [
                    "--configuration", stage.fleet.folder.headquartersConfigurationPath,
                ]
            )
        }

        /// A grant of before permits, and everything is written down.
        private func requireTaken(under grant: String, _ stage: Stage) async throws {
            let company = stage.company
            let visit = try await company.take(
                company.cast.seal(stage.tag),
                tag: stage.tag,
                under: grant,
                by: [stage.borrower, stage.companion],
                at: stage.site
            )
            try #require(visit.outcome == "taken", "\(visit.outcome) \(visit.reasons)")
            try await stage.giveBack()
            try await stage.requireWholeCopy()
        }

        private func waitForContact(_ stage: Stage) async throws {
            let screen = await stage.screen
            _ = try await waitFor("contact", within: .seconds(120)) {
                let state = try await screen.look()
                return state.online && state.contactAgeSeconds != nil ? true : nil
            }
        }

        @Test(.timeLimit(.minutes(12)))
        func
            `a site's policy and authority go on under other keys, and what was given before permits as before`()
            async throws
        {
            try await Stage.play(FleetStory.sites) { stage in
                let (company, fleet) = (stage.company, stage.fleet)
                let grant = try await grant(stage)
                try await stage.requireWholeCopy()
                await fleet.stopHeadquarters()
                let paper = "\(fleet.folder.papers)/policy.paper"
                let rotation = ["propose", "--out", paper, "--reason", "rotation", "--policy"]
                let unknown = try await epochs(stage, rotation + ["atlantis"])
                try #require(unknown.code != 0 && unknown.error.contains("atlantis"), "\(unknown)")
                let proposed = try await epochs(stage, rotation + [stage.site.site])
                try #require(proposed.code == 0, "\(proposed.error)")
                try #require(proposed.output.contains("hq/policy/\(stage.site.site)/e2"))
                try #require(!proposed.output.contains("hq/receipts/e2"))
                let signed = try await company.room.signed(
                    paper: paper,
                    by: Array(FleetStory.owners.prefix(2))
                )
                let opened = try await epochs(stage, ["open", signed])
                try #require(opened.code == 0, "\(opened.error)")
                try await changeKeyOfAuthority(stage)

                try await fleet.startHeadquarters()
                await company.forgetLogIns()
                try await waitForContact(stage)
                try await requireTaken(under: grant, stage)
                // What people give from now on stands in the new epoch, and the cabinet offers it.
                _ = try await self.grant(stage)
                let findings: [ConsoleFinding] = try await company.console(as: "auditor").read(
                    "/api/findings"
                )
                let kinds = findings.map(\.kind)
                try #require(!kinds.contains(FindingKind.leavesLost.rawValue))
                try #require(!kinds.contains(FindingKind.fork.rawValue))
            }
        }

        /// Owners let `authority` go on under another key, by its own statement and no other.
        private func changeKeyOfAuthority(_ stage: Stage) async throws {
            let (company, fleet) = (stage.company, stage.fleet)
            let paper = "\(fleet.folder.papers)/authority.paper"
            let rotation = ["propose", "--out", paper, "--reason", "rotation", "--authority"]
            let both = try await epochs(stage, rotation + ["--policy", stage.site.site])
            try #require(both.code != 0 && both.error.contains("by itself"), "\(both)")
            let missing = try await epochs(stage, ["propose", "--out", paper, "--authority"])
            try #require(missing.code != 0 && missing.error.contains("authority/e1"), "\(missing)")
            let proposed = try await epochs(stage, rotation)
            try #require(proposed.code == 0, "\(proposed.error)")
            let signed = try await company.room.signed(
                paper: paper,
                by: Array(FleetStory.owners.prefix(2))
            )
            let opened = try await epochs(stage, ["open", signed])
            try #require(opened.code == 0 && opened.output.contains("hq/authority/e2"), "\(opened)")
        }

        @Test(.timeLimit(.minutes(12)))
        func
            `headquarters that was put back an hour is opened by its owners, and what was given still counts`()
            async throws
        {
            try await Stage.play(FleetStory.sites) { stage in
                let (company, fleet) = (stage.company, stage.fleet)
                try await stage.requireWholeCopy()
                await fleet.stopHeadquarters()
                try keep(stage)
                await company.forgetLogIns()
                try await fleet.startHeadquarters()
                let grant = try await grant(stage)
                try await stage.takeForSure()
                try await stage.requireWholeCopy()
                await fleet.stopHeadquarters()

                try putBack(stage)
                await company.forgetLogIns()
                try await fleet.startHeadquarters()
                for site in FleetStory.sites {
                    _ = try await waitFor("\(site.cabinet) to have greeted", within: .seconds(240)) {
                        stage.log(of: "headquarters").split(separator: "\n").contains {
                            $0.contains("signet-hq epochs propose") && $0.contains(site.cabinet)
                        } ? true : nil
                    }
                }
                await #expect(throws: (any Error).self) { try await company.console(as: "auditor") }
                // The cabinet works on meanwhile.
                try await stage.giveBack()
                await fleet.stopHeadquarters()

                let paper = "\(fleet.folder.papers)/epochs.paper"
                let proposed = try await epochs(stage, ["propose", "--out", paper])
                try #require(proposed.code == 0, "\(proposed.error)")
                try #require(proposed.output.contains("hq/receipts/e2"))
                let one = try await company.room.signed(paper: paper, by: [FleetStory.owners[0]])
                let refused = try await epochs(stage, ["open", one])
                try #require(refused.code != 0 && refused.error.contains("it needs 2"), "\(refused)")
                let signed = try await company.room.signed(
                    paper: paper,
                    by: Array(FleetStory.owners.prefix(2))
                )
                let opened = try await epochs(stage, ["open", signed])
                try #require(opened.code == 0, "\(opened.error)")
                try #require(opened.output.contains("hq/receipts/e2+"))

                for _ in 0..<2 {
                    try await fleet.startHeadquarters()
                    await company.forgetLogIns()
                    try await waitForContact(stage)
                    // What was given in the lost hour is here again, and permits as before.
                    try await requireTaken(under: grant, stage)
                    let findings: [ConsoleFinding] = try await company.console(as: "auditor")
                        .read("/api/findings")
                    let kinds = findings.map(\.kind)
                    try #require(kinds.contains(FindingKind.restored.rawValue))
                    try #require(!kinds.contains(FindingKind.cutBelowCosigned.rawValue))
                    await fleet.killHeadquarters()
                }
                try await fleet.startHeadquarters()
            }
        }
    }
}
