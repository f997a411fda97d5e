import ArgumentParser
import Enrolment

/// Shows a key file: `signet key show`.
struct KeyShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show whose key a file holds, its public half, and words to compare by phone."
    )

    @Argument(help: ArgumentHelp("The key file.", valueName: "FILE"))
    var file: String

    @OptionGroup var language: LanguageOptions

    func run() throws {
        try reporting { print(try KeyFile(path: file).description(in: language.chosen), terminator: "") }
    }
}
