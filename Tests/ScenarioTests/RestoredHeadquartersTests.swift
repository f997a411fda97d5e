import Custody
import FoundationEssentials
import Testing

@testable import Simulation

extension Scenarios {
    /// Headquarters' evidence file is put back to an older copy of itself, as from a backup.
    @Suite(.serialized) struct RestoredHeadquartersTests {
        @Test(.timeLimit(.minutes(10)))
        func `what was given and done since the backup is there again, and nothing contradicts it`()
            async throws
        {
            try await Stage.play { stage in
                try await replaceEvidence(stage, from: "state", to: "backup")
                try await stage.takeForSure()
                try await stage.giveBack()
                let application = try await stage.company.apply(
                    for: stage.company.cast.seal(stage.tag),
                    by: stage.borrower,
                    uses: 2,
                    reason: "备份之后",
                    file: ("合同.pdf", Array("备份之后\n".utf8))
                )
                try await stage.company.approve(application)
                try await stage.company.waitForOffer(
                    of: stage.company.cast.seal(stage.tag),
                    under: application.digest,
                    to: stage.borrower,
                    at: stage.site
                )
                let before = try await stage.requireWholeCopy()
                try await replaceEvidence(stage, from: "backup", to: "state")
                let after = try await stage.requireWholeCopy()
                #expect(after.mirroredSize >= before.mirroredSize)
                let findings: [ConsoleFinding] = try await stage.company.console(as: "auditor").read(
                    "/api/findings"
                )
                #expect(findings.contains { $0.kind == FindingKind.restored.rawValue })
                // The grant of which headquarters knows again only from the cabinet still opens the drawer.
                try await stage.company.waitForOffer(
                    of: stage.company.cast.seal(stage.tag),
                    under: application.digest,
                    to: stage.borrower,
                    at: stage.site
                )
            }
        }

        /// Copies the evidence between two folders of headquarters while it is stopped.
        private func replaceEvidence(_ stage: Stage, from: String, to: String) async throws {
            await stage.fleet.stopHeadquarters()
            let files = FileManager.default
            let root = stage.fleet.folder.headquarters
            if !files.fileExists(atPath: "\(root)/\(to)") {
                try files.createDirectory(atPath: "\(root)/\(to)", withIntermediateDirectories: true)
            }
            for suffix in ["", "-wal", "-shm"] {
                let (source, target) = (
                    "\(root)/\(from)/evidence.sqlite\(suffix)", "\(root)/\(to)/evidence.sqlite\(suffix)"
                )
                if files.fileExists(atPath: target) { try files.removeItem(atPath: target) }
                if files.fileExists(atPath: source) { try files.copyItem(atPath: source, toPath: target) }
            }
            await stage.company.forgetLogIns()
            try await stage.fleet.startHeadquarters()
        }
    }
}
