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

    @Option(help: "The backlogs of one cabinet to measure, in records.")
    var records: [Int] = [100_000, 1_000_000]

    @Option(help: "The backlog of signed acts to measure beside them, in records; 0 for none.")
    var signed = 100_000

    @Option(help: "How many cabinets come at once, with 1,000 records each.")
    var cabinets = 1

    @Option(help: "The program nats-server; without it, no peer is measured.")
    var natsServer: String?

    @Option(help: "The folder of the peers' scripts.")
    var peers = "Tests/Peers/drain"

    @OptionGroup var folder: BenchFolder
    @OptionGroup var options: ReportOptions

    func run() async throws {
        let programs = natsServer.map { DrainPeers(scripts: peers, natsServer: $0) }
        try await folder.use {
            let report =
                cabinets > 1
                ? try await CrowdMeasure(folder: $0, cabinets: cabinets).measure { tell("· \($0)") }
                : try await DrainMeasure(
                    folder: $0,
                    records: records,
                    signed: signed > 0 ? signed : nil,
                    peers: programs
                ).measure { tell("· \($0)") }
            try options.give(report)
        }
    }
}

/// `./bench alarm`.
struct AlarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarm",
        abstract: "How soon headquarters shows an alarm that lies behind a backlog."
    )

    @Option(help: "The backlogs to measure, in records.")
    var records: [Int] = [1_000, 100_000, 1_000_000]

    @OptionGroup var folder: BenchFolder
    @OptionGroup var options: ReportOptions

    func run() async throws {
        try await folder.use {
            try options.give(try await AlarmMeasure(folder: $0, records: records).measure { tell("· \($0)") })
        }
    }
}

/// `./bench recover`.
struct RecoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "How long a start takes over large logs."
    )

    @Option(help: "How many records there are.")
    var records = 10_000_000

    @OptionGroup var folder: BenchFolder
    @OptionGroup var options: ReportOptions

    func run() async throws {
        try await folder.use {
            try options.give(
                try await RecoverMeasure(folder: $0, records: records).measure { tell("· \($0)") }
            )
        }
    }
}

/// The headquarters of a measurement, which starts it.
struct HeadquartersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: HeadquartersProcess.command,
        abstract: "Serve a headquarters that a measurement founded.",
        shouldDisplay: false
    )

    @Option(help: "The folder in which it was founded.")
    var state: String

    func run() async throws { try await HeadquartersProcess.run(folder: state) }
}
