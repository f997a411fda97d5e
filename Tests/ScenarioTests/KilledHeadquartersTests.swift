import Testing

@testable import Simulation

extension Scenarios {
    /// Headquarters whose process is killed (SIGKILL) while a cabinet's backlog comes in.
    @Suite(.serialized) struct KilledHeadquartersTests {
        /// What headquarters shows when it is killed: the drain has come this far.
        enum Moment: CaseIterable {
            case lineMended, connected, witnessed, growing
        }

        /// How late each byte is, so that a drain has moments.
        private static let lineDelay: Duration = .milliseconds(60)

        @Test(.timeLimit(.minutes(10)))
        func `what a cabinet did alone arrives exactly once, also when headquarters is killed on the way`()
            async throws
        {
            try await Stage.play { stage in
                for moment in Moment.allCases {
                    try await named("killed when \(moment)") {
                        let before = try await stage.company.cabinet(stage.site.cabinet)
                        try await workAlone(stage)
                        try stage.rig.delay(stage.site.cabinet, Self.lineDelay)
                        try stage.rig.mend(stage.site.cabinet)
                        try await wait(for: moment, stage, since: before)
                        await stage.fleet.killHeadquarters()
                        try stage.rig.delay(stage.site.cabinet, .zero)
                        await stage.company.forgetLogIns()
                        try await stage.fleet.startHeadquarters()
                        let after = try await stage.requireWholeCopy()
                        try #require(after.mirroredSize > before.mirroredSize)
                        try #require(after.missingCount == 0)
                    }
                }
            }
        }

        /// A take and a return while nobody at headquarters can see them.
        private func workAlone(_ stage: Stage) async throws {
            try stage.rig.cut(stage.site.cabinet, .refusing)
            let screen = await stage.screen
            _ = try await waitFor("the cabinet to be alone", within: .seconds(60)) {
                try await screen.look().online ? nil : true
            }
            try await stage.takeForSure()
            try await stage.giveBack()
        }

        private func wait(for moment: Moment, _ stage: Stage, since before: ConsoleCabinet) async throws {
            guard moment != .lineMended else { return }
            _ = try await waitFor("\(moment)", within: .seconds(60), every: .milliseconds(2)) {
                let cabinet = try await stage.company.cabinet(stage.site.cabinet)
                let isThere =
                    switch moment {
                    case .lineMended: true
                    case .connected: cabinet.isConnected
                    case .witnessed: cabinet.witnessedSize > before.witnessedSize
                    case .growing: cabinet.mirroredSize > before.mirroredSize
                    }
                return isThere ? true : nil
            }
        }
    }
}
