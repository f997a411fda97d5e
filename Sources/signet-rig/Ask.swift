import ArgumentParser
import Simulation

/// Passes lines of standard input to a rig that plays, and prints its answers.
struct Ask: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends each line of standard input, JSON, to the rig of a folder and prints the answers."
    )

    @Argument(help: "The folder of the rig.")
    var folder: String

    func run() throws {
        let client = RigClient(folder: RigFolder(path: folder))
        while let line = readLine() {
            print(try client.sendLine(line))
        }
    }
}
