import ArgumentParser
import CabinetAppliance

/// Carries records to headquarters and its answers back where there is no line.
struct StickCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stick",
        abstract: "Carry records to headquarters on a stick, and its answer back.",
        subcommands: [WriteStickCommand.self, ReadStickCommand.self]
    )
}

struct WriteStickCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write",
        abstract: "Write what headquarters does not hold yet; the cabinet must be running."
    )

    @OptionGroup var options: Options

    @Argument(help: "The file to write, such as /media/stick/c1.stick.")
    var file: String

    func run() async throws {
        try await StickErrand(try await options.load()).write(to: file)
        print("written: \(file)")
    }
}

struct ReadStickCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Take in what headquarters answered; the cabinet must be running."
    )

    @OptionGroup var options: Options

    @Argument(help: "The file that headquarters gave, such as /media/stick/to-c1.stick.")
    var file: String

    func run() async throws {
        print(try await StickErrand(try await options.load()).read(from: file))
    }
}
