import Custody
import Foundation
import Testing

@testable import Simulation

extension Scenarios {
    /// Disks that are put back, copied, and keys that change, on real processes and real files.
    @Suite(.serialized) struct EpochScenarioTests {
        @Test(.timeLimit(.minutes(8)), arguments: [true, false])
        func `a cabinet whose records were put back gets them back and knows where its seals are`(
            isMarkPutBack: Bool
        ) async throws {
            try await Stage.play { stage in
                let (screen, cabinet) = (await stage.screen, stage.site.cabinet)
                try await stage.requireWholeCopy()
                try await stage.fleet.stopCabinet(cabinet)
                try stage.keepRecords()
                try await stage.fleet.startCabinet(cabinet)
                try await screen.waitForScreen()
                _ = try await waitFor("contact", within: .seconds(60)) {
                    try await screen.look().contactAgeSeconds == nil ? nil : true
                }
                try await stage.takeForSure()
                try await stage.requireWholeCopy()
                try await stage.fleet.stopCabinet(cabinet)

                try stage.putRecordsBack(withMark: isMarkPutBack)
                try await stage.fleet.startCabinet(cabinet)
                try await screen.waitForScreen()
                try await stage.wait(forEpoch: 2)
                try await stage.seal(is: "out")
                let second = try await stage.take()
                try #require(second.outcome == "refused", "a second take came out as \(second.outcome)")
                try await stage.giveBack()
                try await stage.seal(is: "in")
                try await stage.takeForSure(stage.otherTag)
                try await stage.giveBack(stage.otherTag)
                try #require(try await stage.findings().contains(FindingKind.rolledBack.rawValue))
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a key is changed from the console and at the cabinet, and takes and returns go on`()
            async throws
        {
            try await Stage.play { stage in
                let (screen, cabinet) = (await stage.screen, stage.site.cabinet)
                try await stage.takeForSure()
                let officer = try await stage.company.console(as: "security")
                let asked: [String: String] = try await officer.send("/api/cabinets/\(cabinet)/rotation")
                try #require(asked["cabinet"] == cabinet)
                try await stage.wait(forEpoch: 2)
                try await stage.giveBack()
                try await stage.seal(is: "in")

                try await stage.fleet.stopCabinet(cabinet)
                _ = try await stage.fleet.cabinetTool.run([
                    "rotate", "--configuration", stage.fleet.folder.cabinetConfigurationPath(cabinet),
                ])
                try await stage.fleet.startCabinet(cabinet)
                try await screen.waitForScreen()
                try await stage.wait(forEpoch: 3)
                try await stage.takeForSure()
                try await stage.giveBack()
                try await stage.requireWholeCopy()
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `a line that is half open is left, the same start takes over, and nobody calls it a clone`()
            async throws
        {
            try await Stage.play { stage in
                let (screen, cabinet) = (await stage.screen, stage.site.cabinet)
                try await stage.requireWholeCopy()
                for _ in 0..<2 {
                    try stage.rig.cut(cabinet, .silent)
                    _ = try await waitFor("the cabinet to leave the line", within: .seconds(60)) {
                        try await screen.look().online ? nil : true
                    }
                    try stage.rig.mend(cabinet)
                    _ = try await waitFor("the line", within: .seconds(60)) {
                        try await screen.look().online ? true : nil
                    }
                }
                try await stage.takeForSure()
                try await stage.giveBack()
                try await stage.requireWholeCopy()
                try #require(try await !stage.findings().contains(FindingKind.clone.rawValue))
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `two machines with one cabinet's disk are found, takes stop at both, and returns go on at both`()
            async throws
        {
            try await Stage.play { stage in
                let cabinet = stage.site.cabinet
                try await stage.takeForSure()
                try await stage.takeForSure(stage.otherTag)
                try await stage.findClone { copied in
                    // One machine at a time has its hands on drawers and readers; both have heard.
                    try await stage.waitUntilTakesStop()
                    try await stage.giveBack()
                    try await stage.fleet.stopCabinet(cabinet)
                    try await copied.waitForScreen()
                    try await stage.waitUntilTakesStop(on: copied)
                    try await stage.giveBack(stage.otherTag, on: copied)
                }
            }
        }
    }
}
