import ArgumentParser
import FoundationEssentials
import Headquarters

/// Founds the logs under what owners signed.
struct FoundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "found",
        abstract: "Open the logs under a root that owners signed, and give what else they signed.",
        discussion:
            "Files are SIGNED STATEMENT papers: root first, then services, officers, rules, sites, approvers."
    )

    @OptionGroup var options: Options

    @Argument(help: "The signed statements, in the order in which they are given.")
    var files: [String]

    func run() async throws {
        let papers = try files.map { try [UInt8](Data(contentsOf: URL(filePath: $0))) }
        for line in try await StateFolder(try await options.load()).found(papers: papers) { print(line) }
        print("founded")
    }
}
