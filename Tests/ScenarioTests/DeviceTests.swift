import Testing

@testable import Simulation

extension Scenarios {
    /// Readers and boards that fail in the middle of a visit.
    @Suite(.serialized) struct DeviceTests {
        @Test(.timeLimit(.minutes(5)))
        func `a reader that is killed before the drawer opens is started again, and the take goes on`()
            async throws
        {
            try await Stage.play { stage in
                // The first use of a reader starts it.
                try await stage.takeForSure()
                try await stage.giveBack()
                try await stage.take(upTo: .checking)
                let reader = try #require(try await stage.reader)
                try await stage.fleet.kill(reader)
                let screen = await stage.screen
                try await screen.touch("/open")
                try await screen.wait(for: "drawer-open", within: .seconds(60))
                let next = try #require(try await stage.reader)
                try #require(next != reader)
                try stage.rig.take(stage.tag)
                try stage.rig.close(stage.slot)
                let state = try await screen.wait(for: "ended", within: .seconds(60))
                try #require(state.outcome == "taken")
                try await stage.giveBack()
                try await stage.requireWholeCopy()
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `a reader that dies again and again is ill to the cabinet, and its slot never empty`()
            async throws
        {
            try await Stage.play { stage in
                let screen = await stage.screen
                try await stage.take(upTo: .openWithSeal)
                let findings = try await screen.look().findings
                let state = try await stage.withoutReader {
                    try stage.rig.close(stage.slot)
                    return try await screen.wait(for: "ended", within: .seconds(120))
                }
                try #require(state.outcome == "takeUnread")
                try #require(state.findings > findings)
                try await stage.seal(is: "out")

                // Well again, the seal that never left proves itself.
                try await stage.giveBack(upTo: .openWithoutSeal)
                try stage.rig.close(stage.slot)
                try #require(try await screen.wait(for: "ended", within: .seconds(60)).outcome == "proved")
                try await stage.seal(is: "in")

                try await stage.takeForSure()
                try await stage.giveBack(upTo: .openWithSeal)
                let back = try await stage.withoutReader {
                    try stage.rig.close(stage.slot)
                    return try await screen.wait(for: "ended", within: .seconds(120))
                }
                try #require(back.outcome == "unproved")
                try await stage.seal(is: "unproved")
                try await stage.requireWholeCopy()
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func
            `a board that falls silent with a drawer open is a finding, and what happened is found when it is back`()
            async throws
        {
            try await Stage.play { stage in
                let screen = await stage.screen
                try await stage.take(upTo: .openWithSeal)
                try await cutBoard(stage)
                try stage.rig.take(stage.tag)
                try stage.rig.close(stage.slot)
                try #require(try await screen.look().step == "drawer-open")
                try mendBoard(stage)
                try #require(try await screen.wait(for: "ended", within: .seconds(60)).outcome == "taken")

                try await stage.giveBack(upTo: .openWithoutSeal)
                try await cutBoard(stage)
                try stage.rig.put(stage.tag, on: stage.slot)
                try stage.rig.close(stage.slot)
                try mendBoard(stage)
                try #require(try await screen.wait(for: "ended", within: .seconds(60)).outcome == "proved")
                try await stage.requireWholeCopy()
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `a board that falls silent when a drawer was released leaves the seal where it is`() async throws
        {
            try await Stage.play { stage in
                let screen = await stage.screen
                try await stage.take(upTo: .released)
                try await cutBoard(stage)
                let state = try await screen.wait(for: "ended", within: .seconds(60))
                try #require(
                    ["takeNotOpened", "notTaken"].contains(state.outcome ?? ""),
                    "\(state.outcome ?? "")"
                )
                try stage.rig.letGo(stage.slot)
                try mendBoard(stage)
                try await stage.seal(is: "in")
                try await stage.takeForSure()
                try await stage.giveBack()
            }
        }

        /// Cuts the line to the lock board; returns when the cabinet has said so.
        private func cutBoard(_ stage: Stage) async throws {
            let screen = await stage.screen
            let findings = try await screen.look().findings
            try stage.rig.send(boardFault(.fault, stage))
            _ = try await waitFor("a finding for the silent board", within: .seconds(60)) {
                try await screen.look().findings > findings ? true : nil
            }
        }

        private func mendBoard(_ stage: Stage) throws { try stage.rig.send(boardFault(.mendFault, stage)) }

        private func boardFault(_ action: RigRequest.Action, _ stage: Stage) -> RigRequest {
            var request = RigRequest(action)
            request.board = stage.site.cabinet
            request.fault = "cut"
            return request
        }
    }
}
