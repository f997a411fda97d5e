import ArgumentParser
import Measures

/// `./bench commit`.
struct CommitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commit",
        abstract: "What one act costs a cabinet, against a bare insert of the same bytes."
    )

    @OptionGroup var folder: BenchFolder
    @OptionGroup var options: ReportOptions

    func run() async throws {
        try await folder.use { try options.give(try await CommitMeasure(folder: $0).measure()) }
    }
}

/// `./bench proofs`.
struct ProofsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proofs",
        abstract: "How fast proofs are verified, and how large one is."
    )

    @OptionGroup var folder: BenchFolder
    @OptionGroup var options: ReportOptions

    func run() async throws {
        try await folder.use {
            try options.give(try await ProofRateMeasure(folder: $0).measure { tell("· \($0)") })
        }
    }
}

/// `./bench drain`.
struct DrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "How fast a cabinet's backlog becomes headquarters' evidence."
    )

    @Option(help: "The backlogs to measure, in records.")
    var records: [Int] = [100_000, 1_000_000]

    @Option(help: "The program nats-server; without it, no peer is measured.")
    var natsServer: String?

    @Option(help: "The folder of the peers' scripts.")
    var peers = "Tests/Peers/drain"

    @OptionGroup var folder: BenchFolder
    @OptionGroup var options: ReportOptions

    func run() async throws {
        let peers = natsServer.map { DrainPeers(scripts: peers, natsServer: $0) }
        try await folder.use {
            let measure = DrainMeasure(folder: $0, records: records, peers: peers)
            try options.give(try await measure.measure { tell("· \($0)") })
        }
    }
}
