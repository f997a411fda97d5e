import Authority
import Cryptography
import Records
import Replication
import Testing
import ZeroMQTransport

@testable import Simulation

extension Scenarios {
    /// Strangers at the door where cabinets come in.
    @Suite(.serialized) struct StrangerTests {
        /// A cabinet that is enrolled and does not run, so that its key is free.
        private static let absent = FleetStory.sites[2].cabinet

        @Test(.timeLimit(.minutes(5)))
        func `strangers at the cabinets' door are refused and told of, and headquarters serves on`()
            async throws
        {
            try await Stage.play { stage in
                // A key that officers never signed.
                guard
                    case .lost(.refused) = try await stage.answerToStranger(
                        hello("beijing-1"),
                        key: CurveKeyPair()
                    )
                else { throw FleetError(.outcome, "a key that is not listed was not refused") }
                _ = try await waitFor("headquarters to tell") {
                    let log = stage.log(of: "headquarters")
                    return log.contains("refused at the cabinets' door") && log.contains("unknown key 1")
                        ? true : nil
                }

                // An enrolled cabinet that says it is another one.
                let key = try stage.transportKey(of: Self.absent)
                try requireEnded(
                    try await stage.answerToStranger(hello("beijing-1"), key: key),
                    with: [.notYours]
                )
                _ = try await waitFor("headquarters to tell") {
                    stage.log(of: "headquarters").contains("this transport key belongs to \(Self.absent)")
                        ? true : nil
                }
                try #require(try await stage.company.cabinet(stage.site.cabinet).isConnected)

                // An enrolled cabinet that speaks nonsense.
                let before = endCount(stage)
                for (number, (name, frame)) in try nonsense.enumerated() {
                    try await named(name) {
                        try requireEnded(
                            try await stage.answerToStranger(frame, key: key),
                            with: [.malformed, .unknownFrame, .unknownVersion, .unexpected]
                        )
                        _ = try await waitFor("headquarters to tell") {
                            endCount(stage) > before + number ? true : nil
                        }
                    }
                }

                try await stage.takeForSure()
                try await stage.giveBack()
                try await stage.requireWholeCopy()
            }
        }

        private func hello(_ cabinet: String) throws -> [UInt8] {
            var generator = SystemRandomNumberGenerator()
            return Frame.hello(
                Hello(
                    organisation: FleetStory.organisation,
                    cabinet: cabinet,
                    boot: Identifier(using: &generator),
                    startCount: 1,
                    nonce: Bytes(try SecureRandom.bytes(32)),
                    heads: [],
                    held: [],
                    cosigned: []
                )
            ).encoded
        }

        /// One frame each, none of which may begin a session.
        private var nonsense: [(String, [UInt8])] {
            get throws {
                let greeting = try hello(Self.absent)
                var generator = SeededGenerator(seed: 20_261_122)
                let noise = (0..<4_096).map { _ in UInt8.random(in: 0...255, using: &generator) }
                return [
                    ("one byte", [0xFF]),
                    ("noise", noise),
                    ("a greeting cut short", Array(greeting.dropLast(40))),
                    ("a greeting with a tail", greeting + [0]),
                    ("nested arrays", [UInt8](repeating: 0x81, count: 60_000)),
                    ("a length beyond the frame", [0xBB] + [UInt8](repeating: 0xFF, count: 8)),
                    (
                        "a frame before the greeting",
                        Frame.freshRequest(nonce: Bytes([UInt8](repeating: 1, count: 32))).encoded
                    ),
                ]
            }
        }

        /// How many sessions headquarters has ended by itself.
        private func endCount(_ stage: Stage) -> Int {
            stage.log(of: "headquarters").split(separator: "\n").count { $0.contains("a session ends") }
        }

        /// Holds that the session was ended for one of these reasons; a connection that ends may take its BYE along.
        private func requireEnded(_ answer: Stranger.Answer, with codes: [ReplicationError.Code]) throws {
            switch answer {
            case .lost(.closed): return
            case .frame(let bytes):
                if case .bye(let bye) = try Frame(decoding: bytes), codes.map(\.rawValue).contains(bye.code) {
                    return
                }
            case .lost: break
            }
            throw FleetError(.outcome, "answered with \(answer)")
        }
    }
}
