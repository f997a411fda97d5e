import Custody
import Testing

@testable import Simulation

extension Scenarios {
    /// What a cabinet does that has no signed time.
    @Suite(.serialized) struct FreshnessTests {
        @Test(.timeLimit(.minutes(5)))
        func
            `a cabinet that starts without a network refuses takes and takes seals back, until it is heard again`()
            async throws
        {
            try await Stage.play { stage in
                let (screen, cabinet) = (await stage.screen, stage.site.cabinet)
                try await stage.takeForSure()
                try await stage.fleet.stopCabinet(cabinet)
                try stage.rig.cut(cabinet, .refusing)
                try await stage.fleet.startCabinet(cabinet)
                try await screen.waitForScreen()
                let state = try await screen.look()
                try #require(!state.online)
                try #require(state.contactAgeSeconds == nil)

                let refused = try await stage.take(stage.otherTag)
                try #require(refused.outcome == "refused")
                try #require(refused.reasons == [TakeRefusal.timeUnknown.rawValue], "\(refused.reasons)")
                try await stage.giveBack()
                try await stage.seal(is: "in")

                try stage.rig.mend(cabinet)
                _ = try await waitFor("signed time", within: .seconds(60)) {
                    try await screen.look().contactAgeSeconds == nil ? nil : true
                }
                try await stage.takeForSure(stage.otherTag)
                try await stage.giveBack(stage.otherTag)
                try await stage.requireWholeCopy()
            }
        }
    }
}
