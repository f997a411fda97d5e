import ArgumentParser
import FoundationEssentials
import Simulation

/// `./bench footprint`.
struct FootprintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "footprint",
        abstract: "How much memory cabinets and headquarters use when nothing happens."
    )

    @OptionGroup var options: ReportOptions

    func run() async throws {
        let path =
            "\(FileManager.default.temporaryDirectory.path)/signet-footprint-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let fleet = try Fleet(folder: FleetFolder(path: path, fresh: true), programs: programsFolder())
        let options = options
        try await runFleet(fleet) {
            try options.give(try await FootprintMeasure(fleet).measure { tell("· \($0)") })
        }
    }
}
