import Logging
import ServiceLifecycle
import Simulation
import UnixSignals

/// Does something with a fleet, which is stopped in order afterwards, however it ended.
///
/// SIGINT, SIGTERM and SIGHUP end what is done.
func runFleet(_ fleet: Fleet, _ body: @escaping @Sendable () async throws -> Void) async throws {
    let group = ServiceGroup(
        configuration: .init(
            services: [
                .init(
                    service: FleetService(fleet: fleet, body: body),
                    successTerminationBehavior: .gracefullyShutdownGroup
                )
            ],
            gracefulShutdownSignals: [.sigint, .sigterm, .sighup],
            logger: Logger(label: "signet-measure") { _ in SwiftLogNoOpLogHandler() }
        )
    )
    do { try await group.run() } catch is CancellationError {}
}

/// A fleet and what is done with it; only the latter is cancelled by a signal.
private struct FleetService: Service {
    let fleet: Fleet
    let body: @Sendable () async throws -> Void

    func run() async throws {
        try await fleet.run { try await cancelWhenGracefulShutdown(body) }
    }
}
