import ArgumentParser
import Glibc
import Rehearsal

/// Tells stories of a simulated house and says which promises held.
@main
struct SignetSimulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signet-simulate",
        abstract:
            "Play headquarters and cabinets on one thread in a world of faults, one story for each seed.",
        discussion: """
            One seed is one story and replays exactly. A story that breaks a promise is told with its seed, the step, its \
            newest events and the command that plays it again.
            """
    )

    @Option(help: "How many stories to tell.")
    var seeds: UInt64 = 300

    @Option(help: "The seed of the first story.")
    var first: UInt64 = 1

    @Option(help: "Plant a mistake, and stop at the first story that finds it: \(PlantedBug.names).")
    var planted: PlantedBug?

    @Flag(help: "List the mistakes that can be planted.")
    var listPlanted = false

    @Flag(help: "Tell every event of every story.")
    var trace = false

    @Flag(help: "Tell the digest of every story.")
    var digests = false

    func run() async throws {
        guard !listPlanted else {
            for bug in PlantedBug.allCases { print(bug.rawValue) }
            return
        }
        try hashDeterministically()
        var theater = Theater(planted: planted, isTracing: trace, showsDigests: digests)
        for seed in first..<first + seeds {
            guard try await theater.play(seed) else { break }
        }
        guard theater.close() else { throw ExitCode.failure }
    }

    /// Dictionaries of one seed must have one order in every process: Swift reads this from the environment at its start.
    private func hashDeterministically() throws {
        let name = "SWIFT_DETERMINISTIC_HASHING"
        guard unsafe getenv(name) == nil else { return }
        unsafe setenv(name, "1", 1)
        unsafe execv("/proc/self/exe", CommandLine.unsafeArgv)
        throw ValidationError("this program cannot start itself anew with \(name)=1; set it yourself")
    }
}

extension PlantedBug: ExpressibleByArgument {
    fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
