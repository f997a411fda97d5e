package import Cryptography
import Glibc
import Host
package import Logging
package import SealTags
import ServiceLifecycle
import UnixSignals

/// The tag-key service: masters behind one socket, until it is asked to stop.
package struct TagKeyService: Service {
    private let server: KeyServer
    private let waker: ServiceWaker

    /// Opens the service's files and listens at `socketPath`; `now` gives milliseconds since 1970.
    ///
    /// - Throws: ``KeyServiceError`` for files that are damaged or in use, or a path that cannot be had.
    package init(
        folder: KeyFolder,
        keys: MasterKeys,
        organisation: String,
        pinnedRoot: Digest,
        socketPath: String,
        limits: IssuingLimits = .standard,
        now: @escaping @Sendable () -> Int64,
        logger: Logger
    ) throws(KeyServiceError) {
        let desk = try KeyDesk(
            folder,
            keys: keys,
            organisation: organisation,
            pinnedRoot: pinnedRoot,
            limits: limits
        )
        waker = try ServiceWaker()
        server = try KeyServer(desk: desk, path: socketPath, waker: waker, now: now, logger: logger)
    }

    /// Serves until a graceful shutdown or a cancellation.
    package func run() async throws {
        let waker = waker
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await server.run()
            } onGracefulShutdown: {
                waker.stop()
            }
        } onCancel: {
            waker.stop()
        }
    }

    /// Whether the thread that answers headquarters comes round: what a watchdog wants to know.
    package func isAnswering() async -> Bool { await waker.isAnswering() }

    /// Runs the service in a group of its own, stopped by SIGTERM or SIGINT.
    ///
    /// `environment` is where the service manager says how it wants to be told.
    /// - Throws: ``KeyServiceError`` for masters that do not open, files that are damaged, a socket that cannot be had.
    package static func serve(
        _ state: KeyStateConfiguration,
        _ server: KeyServerConfiguration,
        environment: [String: String],
        logger: Logger
    ) async throws {
        let service = try TagKeyService(
            folder: state.folder,
            keys: try state.folder.keys(lock: try state.lock.lock()),
            organisation: server.organisation,
            pinnedRoot: server.pinnedRoot,
            socketPath: server.socketPath,
            limits: server.limits,
            now: wallMilliseconds,
            logger: logger
        )
        logger.notice("the tag-key service listens", metadata: ["socket": "\(server.socketPath)"])
        let life = SignalOfLife(environment: environment) { await service.isAnswering() }
        try await ServiceGroup(
            services: [service, life],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        ).run()
    }

    /// CLOCK_REALTIME (clock_gettime(2)): times stand in receipts and bound the rate, they permit nothing.
    @Sendable private static func wallMilliseconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
