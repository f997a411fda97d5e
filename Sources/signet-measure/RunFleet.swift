import Logging
import ServiceLifecycle
import Simulation
import UnixSignals

/// Does something with a fleet, which is stopped in order afterwards, however it ended.
///
/// SIGINT and SIGTERM end what is done.
func runFleet(_ fleet: Fleet, _ body: @escaping @Sendable () async throws -> Void) async throws {
    struct Work: Service {
        let body: @Sendable () async throws -> Void
        func run() async throws { try await cancelWhenGracefulShutdown(body) }
    }
    let group = ServiceGroup(
        configuration: .init(
            services: [
                .init(service: Work(body: body), successTerminationBehavior: .gracefullyShutdownGroup)
            ],
            gracefulShutdownSignals: [.sigint, .sigterm, .sighup],
            logger: Logger(label: "signet-measure") { _ in SwiftLogNoOpLogHandler() }
        )
    )
    let result: Result<Void, any Error>
    do { result = .success(try await group.run()) } catch { result = .failure(error) }
    await fleet.stop()
    switch result {
    case .failure(let error) where !(error is CancellationError): throw error
    default: return
    }
}
