import ArgumentParser
import Logging
import RigConsole
import ServiceLifecycle
import Simulation

/// Everything runs until Ctrl-C.
struct DemonstrationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demonstration",
        abstract: "Start headquarters and three cabinets, and run until SIGINT or SIGTERM."
    )

    @OptionGroup var options: FleetOptions

    func run() async throws {
        let fleet = try options.fleet()
        try await runFleet(fleet) {
            let demonstration = try Demonstration(fleet) { tell("· \($0)") }
            try await demonstration.open()
            let port = try Demonstration.freePort()
            let hands = RigConsole(
                fleet.rig,
                scenery: Scenery(of: fleet),
                port: port,
                logger: Logger(label: "signet-measure") { _ in SwiftLogNoOpLogHandler() }
            )
            tell(demonstration.guide(hands: "http://127.0.0.1:\(port)/"))
            try await hands.run()
        }
    }
}
