import ArgumentParser
import FoundationEssentials
import Headquarters

/// Makes headquarters' own keys and writes the public ones for the owners.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make headquarters' keys and write the file that owners sign over.",
        discussion: "May be run again: keys that are there stay, and sites may be added."
    )

    @OptionGroup var options: Options

    @Option(
        name: .customLong("site"),
        help: "A site whose policy key is made too; may be given several times."
    )
    var sites: [String] = []

    @Option(help: "Where headquarters' public keys are written.")
    var keys = "headquarters.keys"

    func run() async throws {
        let folder = try StateFolder(try await options.load())
        try Data(folder.makeKeys()).write(to: URL(filePath: keys), options: .atomic)
        print("headquarters' public keys: \(keys)")
        for site in sites { print("policy key of \(site): \(try folder.policyKey(makingFor: site))") }
    }
}

/// Prints the policy key of a site, made where it is missing.
struct SiteKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site-key",
        abstract: "Print the policy key that owners sign into a site's statement.",
        discussion: "While headquarters serves, POST /api/sites/SITE/key does the same."
    )

    @OptionGroup var options: Options

    @Argument(help: "The site's name in origins: a–z, 0–9 and hyphens.")
    var site: String

    func run() async throws {
        print(try StateFolder(try await options.load()).policyKey(makingFor: site))
    }
}
