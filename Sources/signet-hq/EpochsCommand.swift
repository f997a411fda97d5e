import ArgumentParser
import FoundationEssentials
import Headquarters

/// Lets a headquarters go on that has lost records of its own which nobody else keeps.
struct EpochsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "epochs",
        abstract:
            "Go on in new epochs of the logs acts and receipts, of sites' policies, or of authority, as owners sign.",
        discussion:
            "After a restore: serve until every cabinet that can has greeted, stop, propose, have the owners sign, open, serve. "
            + "Headquarters must not be running.",
        subcommands: [ProposeEpochsCommand.self, OpenEpochsCommand.self]
    )
}

struct ProposeEpochsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose",
        abstract: "Write the statement that owners sign with «signet sign»."
    )

    @OptionGroup var options: Options

    @Option(help: ArgumentHelp("The file to write; it must not be there yet.", valueName: "FILE"))
    var out: String

    @Option(
        help: ArgumentHelp(
            "A cabinet that will never greet again; may be given several times.",
            valueName: "CABINET"
        )
    )
    var without: [String] = []

    @Option(
        help: ArgumentHelp(
            "A site whose policy goes on in a new epoch, because no cabinet gives its leaves back or two histories of it were signed; may "
                + "be given several times.",
            valueName: "SITE"
        )
    )
    var policy: [String] = []

    @Flag(
        help: ArgumentHelp(
            "The log authority goes on in a new epoch, by itself and before any other, because no cabinet gives its leaves back or two "
                + "histories of it were signed."
        )
    )
    var authority = false

    @Option(help: "Why: \(StateFolder.epochReasons.joined(separator: ", ")).")
    var reason = StateFolder.epochReasons[0]

    func validate() throws {
        guard StateFolder.epochReasons.contains(reason) else {
            let reasons = StateFolder.epochReasons.joined(separator: ", ")
            throw ValidationError("--reason must be one of \(reasons)")
        }
        guard !authority || policy.isEmpty else {
            throw ValidationError(
                "--authority goes on by itself: open its epoch first, then those of policies"
            )
        }
    }

    func run() async throws {
        let folder = try StateFolder(try await options.load())
        let lines = try await folder.proposeEpochs(
            because: reason,
            without: without,
            policiesOf: policy,
            isAuthority: authority,
            to: out
        )
        for line in lines { print(line) }
        print("to be signed by the owners: \(out)")
    }
}

struct OpenEpochsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open the epochs of a statement that enough owners have signed."
    )

    @OptionGroup var options: Options

    @Argument(help: "The signed statement.")
    var file: String

    func run() async throws {
        let paper = try [UInt8](Data(contentsOf: URL(filePath: file)))
        for key in try await StateFolder(try await options.load()).openEpochs(paper: paper) {
            print("log key: \(key)")
        }
        print("opened; start headquarters")
    }
}
