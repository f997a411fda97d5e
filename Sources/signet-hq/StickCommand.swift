import ArgumentParser
import Headquarters

/// Takes in what a cabinet without a line wrote on a stick.
struct StickCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stick",
        abstract: "Take in what a cabinet wrote on a stick, and write the answer to carry back.",
        discussion: "Headquarters must be running; the console does the same."
    )

    @OptionGroup var options: Options

    @Argument(help: "The file that the cabinet wrote, such as /media/stick/c1.stick.")
    var file: String

    @Option(help: "The answer's file, such as /media/stick/to-c1.stick.")
    var answer: String

    func run() async throws {
        try await HeadquartersStickErrand(try await options.load()).take(from: file, answerTo: answer)
        print("taken in; the answer: \(answer)")
    }
}
