import ArgumentParser
import Enrolment

/// Shows what a paper says: `signet show`.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what a paper says: a statement, grant, signature, approval, slip, request or answer."
    )

    @Argument(help: ArgumentHelp("The file.", valueName: "FILE"))
    var file: String

    @OptionGroup var language: LanguageOptions

    func run() throws {
        try reporting {
            print(try PaperRenderer(language: language).text(of: Paper(path: file)), terminator: "")
        }
    }
}
