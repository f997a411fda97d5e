import Replication
import Testing

@testable import Simulation

@Suite(.timeLimit(.minutes(1))) struct SimulatedNetworkTests {
    private static let key = TransportKey([UInt8](repeating: 1, count: 32))

    /// A cabinet's end and headquarters' end, and what headquarters hears while a body sends.
    private func hear(
        seed: UInt64,
        _ weather: Weather = Weather(),
        _ body:
            @escaping @Sendable (OneThread, SimulatedNetwork, SimulatedLink, LinkConnection) async throws ->
            Void
    ) async throws -> [LinkHubEvent] {
        let key = try #require(Self.key)
        let thread = OneThread(seed: seed) { _ in }
        let network = SimulatedNetwork(thread, trace: Trace(thread), seed: seed) { "\($0.bytes.count)" }
        network.change { $0 = weather }
        let heard = Heard<LinkHubEvent>()
        try await withTaskExecutorPreference(PoolLane(thread)) {
            let hub = network.openHub()
            hub.relist([key])
            let link = network.openLink(at: "c1", key: key)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await event in hub.events { heard.add(event) } }
                while let event = await link.events.next() {
                    guard case .up(let connection) = event else { continue }
                    try await body(thread, network, link, connection)
                    break
                }
                try await thread.sleep(milliseconds: 60_000)
                group.cancelAll()
            }
        }
        thread.end()
        return heard.all
    }

    private static func numbers(_ events: [LinkHubEvent]) -> [UInt8] {
        events.compactMap { if case .frame(let bytes, _) = $0 { bytes[0] } else { nil } }
    }

    @Test(arguments: 1...20) func `frames of a connection arrive in order, each once`(seed: UInt64)
        async throws
    {
        var slow = Weather()
        slow.latency = 1...500
        let heard = try await hear(seed: seed, slow) { _, _, link, connection in
            for number in UInt8(0)..<20 { #expect(link.send([number], on: connection) == .accepted) }
        }
        #expect(Self.numbers(heard) == Array(0..<20))
        guard case .up = heard.first else {
            Issue.record("headquarters hears of a connection with its first frame")
            return
        }
    }

    @Test func `a place that is routed finds the other house, and later the first one again`() async throws {
        let key = try #require(Self.key)
        let thread = OneThread(seed: 1) { _ in }
        let network = SimulatedNetwork(thread, trace: Trace(thread), seed: 1, listener: \.house)
        let (first, other) = (Heard<LinkHubEvent>(), Heard<LinkHubEvent>())
        try await withTaskExecutorPreference(PoolLane(thread)) {
            let hubs = [network.openHub(), network.openHub(of: "other")]
            for hub in hubs { hub.relist([key]) }
            let link = network.openLink(at: "c1", key: key)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await event in hubs[0].events { first.add(event) } }
                group.addTask { for await event in hubs[1].events { other.add(event) } }
                var number: UInt8 = 0
                while number < 3, let event = await link.events.next() {
                    guard case .up(let connection) = event else { continue }
                    number += 1
                    #expect(link.send([number], on: connection) == .accepted)
                    try await thread.sleep(milliseconds: 1_000)
                    network.route("c1", to: number == 1 ? "other" : SimulatedNetwork.firstHouse)
                }
                group.cancelAll()
            }
        }
        thread.end()
        #expect(Self.numbers(first.all) == [1, 3])
        #expect(Self.numbers(other.all) == [2])
    }

    @Test(arguments: 1...20) func `a cut lets the first of what was under way arrive, and no more`(
        seed: UInt64
    )
        async throws
    {
        let heard = try await hear(seed: seed) { _, network, link, connection in
            for number in UInt8(0)..<20 { _ = link.send([number], on: connection) }
            network.cut("c1")
            #expect(link.send([99], on: connection) == .unreachable)
        }
        let numbers = Self.numbers(heard)
        #expect(numbers == Array(0..<20).prefix(numbers.count).map { UInt8($0) })
    }

    @Test func `what is stalled in one direction arrives when the line heals`() async throws {
        let heard = try await hear(seed: 3) { thread, network, link, connection in
            network.stall(.up, at: "c1")
            _ = link.send([7], on: connection)
            try await thread.sleep(milliseconds: 5_000)
            network.heal("c1")
        }
        #expect(Self.numbers(heard) == [7])
    }

    @Test func `a sender waits once as much is under way as may be`() async throws {
        _ = try await hear(seed: 4) { _, network, link, connection in
            network.stall(.up, at: "c1")
            var outcome = SendOutcome.accepted
            var count = 0
            while outcome == .accepted, count < 1_000 {
                outcome = link.send([1], on: connection)
                count += 1
            }
            #expect(outcome == .wouldBlock)
            #expect(count == network.load.limit + 1)
        }
    }

    @Test func `a relay drops, repeats and damages`() async throws {
        var relayed = Weather()
        relayed.connectionsPerRelay = 1
        var numbers: Set<[UInt8]> = []
        for seed in 1...40 as ClosedRange<UInt64> {
            let heard = try await hear(seed: seed, relayed) { _, _, link, connection in
                for number in UInt8(0)..<10 { _ = link.send([number], on: connection) }
            }
            numbers.insert(Self.numbers(heard))
        }
        #expect(numbers.contains { $0.count < 10 })
        #expect(numbers.contains { $0.count > 10 })
        #expect(numbers.contains { $0.contains { $0 > 9 } })
    }
}
