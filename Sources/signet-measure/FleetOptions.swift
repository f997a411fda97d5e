import ArgumentParser
import FoundationEssentials
import Simulation

/// Where a fleet lies and whether it starts anew.
struct FleetOptions: ParsableArguments {
    @Option(help: "The folder of everything.")
    var state: String

    @Flag(help: "Start with nothing.")
    var fresh = false

    /// A fleet of the programs beside this one.
    func fleet(fresh: Bool? = nil) throws -> Fleet {
        try Fleet(
            folder: FleetFolder(path: URL(filePath: state).path, fresh: fresh ?? self.fresh),
            programs: programsFolder()
        )
    }
}
