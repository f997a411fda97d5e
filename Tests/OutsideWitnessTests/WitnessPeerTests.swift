import Cryptography
import Dispatch
import Host
import Logging
import PeerPrograms
import Records
import Testing

@testable import OutsideWitness

/// Our witness, asked over HTTP by a log that was written in another language from C2SP tlog-witness.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(2)))
struct WitnessPeerTests {
    @Test func `another log gets every answer that the protocol names, and a line that it verifies`()
        async throws
    {
        let folder = TestFolder()
        let (log, made) = (try TestLog(), try folder.make())
        let (ports, told) = AsyncStream<Int>.makeStream()
        let server = WitnessServer(
            try WitnessDesk(folder: made, logs: [log.key]),
            host: "127.0.0.1",
            port: 0,
            clock: SystemClock(),
            logger: Logger(label: "test")
        ) { told.yield($0) }
        let seen = try await withThrowingTaskGroup(of: [String].self) { group in
            group.addTask {
                try await server.run()
                return []
            }
            let port = try #require(await ports.first { _ in true })
            let seed = Hex.encode(log.privateKey.secretSeed.exposedCopy())
            let lines = try await Self.aside {
                try Peer.lines(
                    "witness_peer.py",
                    ["ask", "http://127.0.0.1:\(port)", TestLog.name, made.key.text, seed]
                )
            }
            await server.stop()
            try await group.waitForAll()
            return lines
        }
        #expect(
            seen == [
                "stale-from-nothing 409 size='0\\n'", "first 200 cosigned", "same 200 cosigned",
                "forgotten 409 size='5\\n'", "larger 200 cosigned", "wrong-proof 422", "no-proof 422",
                "other-history 422", "rolled-back 409 size='7\\n'", "old-beyond 400", "stranger 403",
                "unknown-log 404", "garbage 400", "too-long 413", "end 200 cosigned", "two-roots 409",
                "quarantined 409",
            ]
        )
    }

    /// Runs what blocks on a thread of its own.
    private static func aside<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws
        -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
