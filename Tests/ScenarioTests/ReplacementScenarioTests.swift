import Custody
import Foundation
import Testing

@testable import Simulation

extension Scenarios {
    /// A machine that takes another's place under a cabinet's name, on real processes and real files.
    @Suite(.serialized) struct ReplacementScenarioTests {
        @Test(.timeLimit(.minutes(12)))
        func `a copied cabinet is enrolled anew under its name and takes again, and its copy is shut out`()
            async throws
        {
            // What officers sign counts under a head that a majority of the three witnesses cosigned: all of them run.
            try await Stage.play(FleetStory.sites) { stage in
                let (screen, cabinet) = (await stage.screen, stage.site.cabinet)
                try await stage.takeForSure()
                try await stage.findClone()
                try await stage.waitUntilTakesStop()
                try await stage.fleet.stopCabinet(cabinet)

                try await stage.enrolAnew()
                try await screen.waitForScreen()
                // Its record is back: it knows who has the seal, and what lies in the other drawer.
                try await stage.seal(is: "out")
                try await stage.seal(stage.otherTag, is: "in")
                let known = try await stage.company.cabinet(cabinet)
                try #require(!known.isEpochProvisional && known.epoch >= 2, "\(known)")
                // Nobody's PIN opens at a machine that it was not sealed to.
                try await stage.company.chooseCredentials(at: stage.site, screen)
                try await stage.waitForContact()
                _ = try await waitFor("the drawers to be counted", within: .seconds(120)) {
                    let first = try await stage.take(stage.otherTag)
                    if first.outcome == "taken" { return true }
                    let counted = TakeRefusal.countAwaited.rawValue
                    guard first.outcome == "refused", first.reasons == [counted] else {
                        throw FleetError(.outcome, "a take came out as \(first.outcome) \(first.reasons)")
                    }
                    return nil
                }
                // The seal that was out comes back to the machine that did not hand it out.
                try await stage.giveBack()
                try await stage.seal(is: "in")
                try await stage.giveBack(stage.otherTag)
                try await stage.wait(forEpoch: known.epoch)

                let refusals: @Sendable () -> Int = {
                    stage.log(of: "headquarters").components(separatedBy: "refused at the cabinets' door")
                        .count
                }
                let before = refusals()
                try await stage.withCopy {
                    _ = try await waitFor("the copy to be refused", within: .seconds(60)) {
                        refusals() > before ? true : nil
                    }
                }
            }
        }
    }
}
