import Testing

@testable import Simulation

extension Scenarios {
    /// A cabinet whose process is killed (SIGKILL) and started again.
    @Suite(.serialized) struct KilledCabinetTests {
        @Test(.timeLimit(.minutes(10)))
        func `a cabinet that is killed at any step of a take loses nothing and knows where the seal is`()
            async throws
        {
            try await Stage.play { stage in
                for moment in Stage.TakeMoment.allCases {
                    try await named("killed when \(moment)") {
                        try await stage.take(upTo: moment)
                        try await killAndLook(stage)
                        try await bringHome(stage)
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(10)))
        func `a cabinet that is killed at any step of a return loses nothing and knows where the seal is`()
            async throws
        {
            try await Stage.play { stage in
                for moment in Stage.ReturnMoment.allCases {
                    try await named("killed when \(moment)") {
                        try await stage.takeForSure()
                        try await stage.giveBack(upTo: moment)
                        try await killAndLook(stage)
                        try await bringHome(stage)
                    }
                }
            }
        }

        /// Kills, starts, and holds that the log only grew, the opening is resolved, and the seal is where it really is.
        private func killAndLook(_ stage: Stage) async throws {
            let size = try await stage.screen.look().size
            try await stage.restartCabinet {
                try stage.rig.letGo(stage.slot)
            }
            try await closeDrawer(stage)
            let state = try await stage.seal(is: try stage.isSealInside ? "in" : "out")
            try #require(state.size > size, "\(state.size) acts, and \(size) before")
            try await stage.requireWholeCopy()
        }

        /// A drawer that stands open is shown on the screen, and somebody closes it.
        private func closeDrawer(_ stage: Stage) async throws {
            // A drawer that was held may spring open as long as its coil has current.
            let isOpen = try await waitFor("the drawer to come to rest") { () -> Bool? in
                let drawer = try stage.rig.snapshot().drawers.first { $0.name == stage.slot }
                guard let drawer, drawer.isOpen || !drawer.isBoltDrawn else { return nil }
                return drawer.isOpen
            }
            guard isOpen else { return }
            let state = try await stage.screen.wait(for: "drawer-open")
            try #require(state.drawer == UInt64(stage.drawer))
            try stage.rig.close(stage.slot)
        }

        /// A seal that is out is not handed out again, and comes back.
        private func bringHome(_ stage: Stage) async throws {
            guard try !stage.isSealInside else { return }
            let second = try await stage.take()
            try #require(second.outcome == "refused", "a second take came out as \(second.outcome)")
            try await stage.giveBack()
            try await stage.seal(is: "in")
        }
    }
}

/// Says which of several moments something was about.
func named<Value>(_ name: String, _ body: () async throws -> Value) async throws -> Value {
    do { return try await body() } catch {
        Issue.record("\(name): \(error)")
        throw error
    }
}
