import Custody
import Foundation
import Testing

@testable import Simulation

extension Scenarios {
    /// A cabinet that writes two histories of its log: real processes and real files.
    @Suite(.serialized) struct ForkScenarioTests {
        private struct Answer: Decodable, Sendable { let statement: String }

        /// Somebody proves who he is and goes away again: the least that people can leave in the record.
        private func comeAndGo(_ stage: Stage) async throws {
            let screen = await stage.screen
            try await screen.begin("take")
            try await screen.identify(stage.borrower)
            try await screen.wait(for: "choosing-take")
            try await screen.leave()
        }

        @Test(.timeLimit(.minutes(8)))
        func
            `two histories of one log are kept, takes stop and returns go on, until two officers let the new epoch count`()
            async throws
        {
            // What officers sign counts under a head that a majority of the three witnesses cosigned: all of them run.
            try await Stage.play(FleetStory.sites) { stage in
                let (screen, cabinet) = (await stage.screen, stage.site.cabinet)
                try await stage.takeForSure()
                try await stage.requireWholeCopy()
                try await stage.fleet.stopCabinet(cabinet)
                try stage.keepRecords()
                try await stage.fleet.startCabinet(cabinet)
                try await screen.waitForScreen()
                try await stage.waitForContact()
                let refusedAtFirst = try await stage.take()
                try #require(refusedAtFirst.outcome == "refused")
                let size = try await stage.requireWholeCopy().mirroredSize
                try await stage.fleet.stopCabinet(cabinet)

                // The old image writes on without a line, until it has exactly as many leaves as headquarters holds.
                try stage.putRecordsBack(withMark: true)
                try stage.rig.cut(cabinet, .refusing)
                try await stage.fleet.startCabinet(cabinet)
                try await screen.waitForScreen()
                for _ in 0..<60 where try await screen.look().size < size { try await comeAndGo(stage) }
                let written = try await screen.look().size
                try #require(written == size, "\(written) leaves, and \(size) at headquarters")
                try stage.rig.mend(cabinet)
                _ = try await waitFor("the fork to be found", within: .seconds(90)) {
                    try await stage.findings().contains(FindingKind.fork.rawValue) ? true : nil
                }
                _ = try await waitFor("a new epoch that nobody vouches for", within: .seconds(90)) {
                    let known = try await stage.company.cabinet(cabinet)
                    return known.epoch == 2 && known.isEpochProvisional ? true : nil
                }
                let refused = try await stage.take(stage.otherTag)
                try #require(refused.outcome == "refused", "a take came out as \(refused.outcome)")
                try await stage.giveBack()
                try await stage.seal(is: "in")

                let security = try await stage.company.console(as: "security")
                let proposed: Answer = try await security.send("/api/cabinets/\(cabinet)/epoch")
                try await stage.company.sign(proposal: proposed.statement, by: FleetStory.officers)
                try await stage.wait(forEpoch: 2)
                try await stage.seal(is: "in")
                try await stage.takeForSure(stage.otherTag)
                try await stage.giveBack(stage.otherTag)
            }
        }
    }
}
