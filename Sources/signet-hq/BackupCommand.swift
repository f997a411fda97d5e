import ArgumentParser
import Headquarters

/// Makes a backup of the evidence, reads it back, and lets `/safe` cosign what it holds.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the evidence into a folder, read the copy back, and cosign what it holds.",
        discussion:
            "May be run while headquarters serves. Cabinets may give up only what such a copy holds, so the folder "
            + "belongs on another disk."
    )

    @OptionGroup var options: Options

    @Option(name: .customLong("to"), help: "The folder of backups.")
    var path: String

    @Option(help: "How many backups are kept there.")
    var generations = 3

    func validate() throws {
        guard path.hasPrefix("/") else { throw ValidationError("--to must be a path that begins with /") }
        guard (1...100).contains(generations) else { throw ValidationError("--generations must be 1–100") }
    }

    func run() async throws {
        let report = try StateFolder(try await options.load()).backUp(to: path, generationCount: generations)
        for line in report.lines { print(line) }
    }
}
