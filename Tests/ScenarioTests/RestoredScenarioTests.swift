import Custody
import Foundation
import Records
import Store
import Testing

@testable import Simulation

extension Scenarios {
    /// Headquarters put back, and a cabinet whose old image is used without a line: real processes and real files.
    @Suite(.serialized) struct RestoredScenarioTests {
        /// How many leaves headquarters' file has of each of its own logs.
        private func sizes(_ stage: Stage) throws -> [String: UInt64] {
            let store = try EvidenceFile(path: "\(stage.headquartersState)/evidence.sqlite")
            defer { try? store.close() }
            let logs = try store.logs().filter(\.isOwn)
            return Dictionary(uniqueKeysWithValues: logs.map { ($0.origin.text, $0.head.size) })
        }

        /// What the console answers to a log-in.
        private func logIn(_ stage: Stage) async throws -> WebAnswer {
            let browser = Browser(port: stage.fleet.ports.console)
            _ = try await browser.show("/log-in?language=en")
            let form = WebForm(
                values: [("account", "auditor"), ("password", FleetStory.password), ("next", "/")]
            )
            return try await browser.submit("/log-in", form)
        }

        @Test(.timeLimit(.minutes(8)))
        func
            `a headquarters that is put back signs nothing and says which logs it lacks, and its cabinets go on`()
            async throws
        {
            try await Stage.play { stage in
                let (fleet, screen) = (stage.fleet, await stage.screen)
                let other = "\(try stage.company.cast.seal(stage.otherTag))"
                try await stage.requireWholeCopy()
                await fleet.stopHeadquarters()
                try stage.keepHeadquarters()
                try await start(stage)
                try await stage.waitForContact()
                let custodian = try await stage.company.console(as: "custodian")
                let answer: [String: String] = try await custodian.send("/api/seals/\(other)/suspend")
                try #require(answer["state"] == "suspended")
                try await stage.takeForSure()
                _ = try await waitFor("the suspension to be known", within: .seconds(60)) {
                    try await stage.take(stage.otherTag).reasons.contains(TakeRefusal.sealSuspended.rawValue)
                        ? true : nil
                }
                try await stage.requireWholeCopy()
                await fleet.stopHeadquarters()
                let last = try sizes(stage)

                try stage.putHeadquartersBack()
                let before = try sizes(stage)
                let (obeyed, own) = (
                    last.keys.filter { $0.contains("/hq/authority/") || $0.contains("/hq/policy/beijing/") },
                    last.keys.filter { $0.contains("/hq/acts/") || $0.contains("/hq/receipts/") }
                )
                try #require(obeyed.count == 2 && own.count == 2, "\(last.keys)")
                try await fleet.startHeadquarters()
                await stage.company.forgetLogIns()
                _ = try await waitFor("headquarters to know what it lacks", within: .seconds(60)) {
                    FileManager.default.fileExists(atPath: "\(stage.headquartersState)/missing") ? true : nil
                }
                _ = try await waitFor("what cabinets obey to be back", within: .seconds(60)) {
                    let now = try sizes(stage)
                    return obeyed.allSatisfy { now[$0] == last[$0] } ? true : nil
                }
                let refused = try await logIn(stage)
                try #require(refused.status == 503, "\(refused.status) \(refused.text)")
                try #require(refused.text.contains("/hq/receipts/e1"), "\(refused.text)")

                // The cabinet remembers the removal, lets what is granted be taken, and takes seals back.
                let suspended = try await stage.take(stage.otherTag)
                try #require(
                    suspended.reasons == [TakeRefusal.sealSuspended.rawValue],
                    "\(suspended.reasons)"
                )
                try await stage.giveBack()
                try await stage.takeForSure()
                try await stage.giveBack()
                try await stage.seal(is: "in")
                try #require(try await screen.look().pending > 0)
                let after = try sizes(stage)
                for log in own { try #require(after[log] == before[log], "\(log) was signed") }

                // A start does not open it.
                await fleet.stopHeadquarters()
                try await fleet.startHeadquarters()
                try #require(try await logIn(stage).status == 503)
                for log in own { try #require(try sizes(stage)[log] == before[log], "\(log) was signed") }
            }
        }

        private func start(_ stage: Stage) async throws {
            try await stage.fleet.startHeadquarters()
            await stage.company.forgetLogIns()
        }

        @Test(.timeLimit(.minutes(8)))
        func `an old image of a cabinet that is used without a line loses nothing of what people did at it`()
            async throws
        {
            try await Stage.play { stage in
                let (screen, cabinet) = (await stage.screen, stage.site.cabinet)
                try await stage.takeForSure()
                try await stage.requireWholeCopy()
                try await stage.fleet.stopCabinet(cabinet)
                try stage.keepRecords()
                try await stage.fleet.startCabinet(cabinet)
                try await screen.waitForScreen()
                try await stage.waitForContact()
                // Known at headquarters, and not on the old image.
                try await stage.giveBack()
                try await stage.takeForSure()
                try await stage.takeForSure(stage.otherTag)
                try await stage.requireWholeCopy()
                try await stage.fleet.stopCabinet(cabinet)

                try stage.putRecordsBack(withMark: true)
                try stage.rig.cut(cabinet, .refusing)
                try await stage.fleet.startCabinet(cabinet)
                try await screen.waitForScreen()
                let refused = try await stage.take(stage.otherTag)
                try #require(refused.outcome == "refused", "a take came out as \(refused.outcome)")
                try await stage.giveBack()
                try await stage.seal(is: "in")

                try stage.rig.mend(cabinet)
                try await stage.wait(forEpoch: 2)
                try await stage.seal(is: "in")
                try await stage.seal(stage.otherTag, is: "out")
                try #require(try await stage.findings().contains(FindingKind.rolledBack.rawValue))
                try await stage.giveBack(stage.otherTag)
                try await stage.takeForSure()
                try await stage.giveBack()
            }
        }
    }
}
