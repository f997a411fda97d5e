import Configuration
import Enrolment
import FoundationEssentials
import Host
import Simulation
import Testing

@testable import CabinetAppliance

/// What a cabinet finds of itself on lines that keep no pace, with the real reader program.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SelfTestTests {
    private struct StoppedClock: HostClock {
        let wallMilliseconds: Int64
        let bootMilliseconds: UInt64 = 0
    }

    private static let today: Int64 = 1_795_000_000_000

    private func withRig(_ body: (RunningRig, CabinetConfiguration) async throws -> Void) async throws {
        let cabinets = [RigConfiguration.Cabinet(name: "c1", slotCount: 1)]
        try await withRunningRig(RigConfiguration(cabinets: cabinets, radioMilliseconds: 0, isPaced: false)) {
            rig in
            let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let programs = try #require(own.lastIndex(of: "/").map { own[..<$0] })
            let configuration = try CabinetConfiguration(
                config: ConfigReader(
                    provider: InMemoryProvider(values: [
                        "state.folder": .init(stringLiteral: rig.folder.path),
                        "readers.executable": .init(stringLiteral: "\(programs)/signet-tag-reader"),
                        "readers.front": .init(stringLiteral: rig.folder.frontReader("c1")),
                        "readers.slots": .init(
                            .stringArray(["slot1=\(rig.folder.slotReader("c1", 1))"]),
                            isSecret: false
                        ),
                        "boards.lines": .init(
                            .stringArray(["main=8a:1:\(rig.folder.board("c1"))"]),
                            isSecret: false
                        ),
                    ])
                )
            )
            try await body(rig, configuration)
        }
    }

    @Test func `everything that answers has passed, and can be opened again`() async throws {
        try await withRig { _, configuration in
            for _ in 0..<2 {
                let results = await SelfTest(
                    configuration: configuration,
                    clock: StoppedClock(wallMilliseconds: Self.today)
                ).run()
                #expect(results.map(\.name) == ["clock", "board main", "reader front", "reader slot1"])
                #expect(results.allSatisfy { $0.outcome == .passed }, "\(results)")
            }
        }
    }

    @Test func `what does not answer is said by name`() async throws {
        try await withRig { rig, configuration in
            try rig.client.fault(.silent, reader: "c1/front")
            var request = RigRequest(.fault)
            request.fault = "powerless"
            request.board = "c1"
            try rig.client.send(request)
            let results = await SelfTest(
                configuration: configuration,
                clock: StoppedClock(wallMilliseconds: 0)
            ).run()
            let outcomes = Dictionary(uniqueKeysWithValues: results.map { ($0.name, $0.outcome) })
            #expect(
                outcomes == [
                    "clock": .failed, "board main": .absent, "reader front": .failed, "reader slot1": .passed,
                ]
            )
            #expect(results.allSatisfy { ($0.outcome == .passed) || !$0.note.isEmpty })
        }
    }
}
