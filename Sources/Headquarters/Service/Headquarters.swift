import Authority
import Cryptography
import Enrolment
import FoundationEssentials
import Host
import Hummingbird
package import Logging
import Records
import Replication
package import Screens
import ServiceLifecycle
import Store
import UnixSignals
import ZeroMQTransport

/// Headquarters as one process: everything that runs, in the order in which it is needed.
package struct Headquarters: Sendable {
    /// Where the console listens, told once it does.
    package typealias Listening = @Sendable (_ port: Int) async -> Void

    /// All services in one group, which stops them in the reverse order.
    private let group: ServiceGroup
    /// No command writes beside it.
    private let lock: StateFolderLock

    /// Opens files and sockets and puts everything together.
    ///
    /// `metrics` is shown where the configuration names a port for it.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound` before `init` and `found`; what disk and sockets refuse.
    package init(
        _ configuration: HeadquartersConfiguration,
        environment: [String: String],
        logger: Logger,
        metrics: MetricsBoard? = nil,
        listening: @escaping Listening = { _ in }
    ) async throws {
        let folder = try StateFolder(configuration)
        lock = try folder.lock()
        let ledger = try await folder.ledger(clock: SystemClock(), under: lock)
        let secrets = ledger.keys.current
        let (liveness, alarms, doorbell) = (Liveness(), AlarmBoard(), Doorbell())
        let cabinets = try ZeroMQHub(
            .cabinets(
                at: configuration.endpoint,
                keyPair: try CurveKeyPair(secretKey: secrets.transport.secretBytes.exposedCopy()),
                listedKeys: ReplicationService.listedKeys(ledger.view)
            )
        )
        let door = try ZeroMQHub(
            .enrolment(
                at: configuration.enrolmentEndpoint,
                keyPair: try CurveKeyPair(secretKey: secrets.enrolment.secretBytes.exposedCopy())
            )
        )
        let enrolment = try EnrolmentService(
            ledger: ledger,
            hub: door,
            endpoints: .init(
                replication: Self.told(configuration.addresses, cabinets.address),
                enrolment: Self.told(configuration.enrolmentAddresses, door.address)
            ),
            folder: configuration.slipFolder,
            logger: logger
        )
        let shelf = FileShelf(
            try BlobFile(path: configuration.blobPath, byteCountMax: configuration.fileByteCountMax),
            hasRoom: { ledger.hasRoomForFiles }
        )
        try await shelf.keepOnly(ledger.view.namedBlobs)
        let replication = ReplicationService(
            ledger: ledger,
            shelf: shelf,
            hub: cabinets,
            liveness: liveness,
            alarms: alarms,
            logger: logger
        ) { cabinet, key in await enrolment.appeared(cabinet, key) }
        let telemetry = TelemetryDesk(
            ledger: ledger,
            history: try SensorHistory(path: configuration.sensorPath),
            logger: logger
        )
        let console = try Console(
            ledger: ledger,
            liveness: liveness,
            alarms: alarms,
            enrolment: enrolment,
            accounts: AccountBook(path: configuration.accountsPath),
            shelf: shelf,
            replication: replication,
            exporter: StoredEvidence(ledger: ledger),
            telemetry: telemetry,
            configuration: configuration.front,
            doorbell: doorbell,
            countSeconds: configuration.countSeconds
        )
        let web = Hummingbird.Application(
            router: console.router(),
            configuration: .init(address: .hostname(configuration.host, port: configuration.port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                logger.notice(
                    "the console listens",
                    metadata: ["host": "\(configuration.host)", "port": "\(port)"]
                )
                await listening(port)
            },
            logger: logger
        )
        var services: [any Service] = [
            HourlyService(ledger: ledger, logger: logger), StateService(ledger: ledger, logger: logger),
            replication, DoorService(hub: cabinets, logger: logger), enrolment,
            CountService(ledger: ledger, logger: logger), AuditService(ledger: ledger, logger: logger),
            HeadquartersStickDesk(
                replication: replication,
                folder: ErrandFolder(path: configuration.errandPath),
                logger: logger
            ),
        ]
        services.append(telemetry)
        services.append(StorageService(ledger: ledger, logger: logger))
        services.append(
            BackupService(
                ledger: ledger,
                folder: try configuration.backupFolder.map {
                    try BackupFolder(path: $0, generationCount: configuration.backupGenerations)
                },
                hours: configuration.backupHours,
                logger: logger
            )
        )
        if let path = configuration.tagKeySocket {
            let socket = TagKeySocket(path: path, ledger: ledger)
            services.append(TagKeyDesk(ledger: ledger, service: socket, logger: logger))
        }
        services += try Self.outside(configuration.outside, ledger, logger)
        if let metrics, let port = configuration.metricsPort {
            services.append(makeMetricsPage(metrics, port: port, logger: logger))
        }
        services += [
            web,
            // Told to stop before the web server, which would wait for streams that stay open.
            DoorbellService(
                doorbell,
                ledger: ledger,
                liveness: liveness,
                alarms: alarms,
                enrolment: enrolment
            ),
            SignalOfLife(environment: environment) { await ledger.isAnswering() },
        ]
        logger.notice(
            "headquarters opens",
            metadata: [
                "organisation": "\(ledger.origins.organisation)", "cabinets": "\(cabinets.address)",
                "enrolment": "\(door.address)",
            ]
        )
        group = ServiceGroup(
            configuration: .init(
                services: services.map {
                    .init(
                        service: $0,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup
                    )
                },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
    }

    /// Serves until SIGTERM or SIGINT, then stops in order.
    package func run() async throws { try await group.run() }

    /// Those who ask outsiders; where nobody is named, the log says so once.
    private static func outside(
        _ configuration: OutsideConfiguration,
        _ ledger: HeadquartersLedger,
        _ logger: Logger
    ) throws -> [any Service] {
        var services: [any Service] = []
        if let authority = configuration.timestamps {
            let text = try ProtectedFile.read(authority.certificatesPath, readers: .anyone)
            let trust = try TimeStampTrust(text: text)
            services.append(
                TimestampService(ledger: ledger, authority: authority, trust: trust, logger: logger)
            )
        }
        if !configuration.witnesses.isEmpty {
            services.append(
                OutsideWitnessService(ledger: ledger, witnesses: configuration.witnesses, logger: logger)
            )
        }
        if services.isEmpty {
            logger.notice("nobody outside the house stamps or witnesses these logs: outside.* names none")
        }
        return services
    }

    private static func told(_ addresses: [String], _ bound: String) -> [String] {
        addresses.isEmpty ? [bound] : addresses
    }
}
