import Authority
import Custody
import Drawers
import Enrolment
import FoundationEssentials
import Host
package import Logging
import Records
import Replication
package import Screens
import SealTags
import ServiceLifecycle
import Store
import UnixSignals
import ZeroMQTransport

/// One cabinet from its start to its end: enrols when it has to, then keeps its logs, line, drawers, readers and counts.
package struct CabinetDaemon: Service {
    private let configuration: CabinetConfiguration
    private let logger: Logger
    private let signs = VitalSigns()
    private let lastWords = LastWords()
    private let gauges = Gauges()

    /// A cabinet with its files in the configured folder.
    package init(_ configuration: CabinetConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Lays a slip into the state folder, for the daemon to redeem at its next start.
    package static func bring(slip text: [UInt8], to configuration: CabinetConfiguration) throws {
        _ = try SignedSlip(text: text).opened()
        try StateFolder.make(configuration.folder)
        try ProtectedFile.replace(configuration.slipPath, text, readers: .ownerOnly)
    }

    /// Asks for the key of the acts to be changed, at the daemon's next start.
    package static func requestRotation(of configuration: CabinetConfiguration) throws {
        try StateFolder.make(configuration.folder)
        try RotationRequest(path: configuration.rotationPath).make()
    }

    /// Runs until SIGTERM or SIGINT, or until a new lock map asks for a new start.
    ///
    /// `environment` is where the service manager says how it wants to be told. It is told that the cabinet is ready at
    /// once, also while that waits for headquarters' answer, which may take people days. `metrics` is shown where the
    /// configuration names a port for it.
    package func runUntilSignal(environment: [String: String], metrics: MetricsBoard? = nil) async throws {
        let life = SignalOfLife(environment: environment) { [signs] in await signs.areGood() }
        var services: [any Service] = [self, life]
        if let metrics, let port = configuration.metricsPort {
            services.append(makeMetricsPage(metrics, port: port, logger: logger))
        }
        let group = ServiceGroup(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await group.run()
    }

    /// Runs until it is asked to stop, or until a new lock map asks for a new start.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { do { try await self.live() } catch is CancellationError {} }
            group.addTask {
                do { try await gracefulShutdown() } catch { return }
                await self.lastWords.end()
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private func live() async throws {
        try StateFolder.make(configuration.folder)
        // Before the first byte is written: on a disk that is full to its end nothing below would come through.
        let isDiskFull = StorageRoom.giveUpAtStart(reserve: configuration.reservePath)
        let credential = try CredentialKey.readOrMake(path: configuration.credentialPath)
        let fresh = try CabinetSecrets.readOrMake(path: configuration.secretsPath, under: credential)
        let startCount = try StartCounter.next(path: configuration.startCountPath)
        var enrolment = try EnrolmentStore(path: configuration.enrolmentPath)
        let (slip, answer) = try await enrolled(&enrolment, secrets: fresh)
        let secrets = try begun(fresh, under: answer, credential)
        let boot = Identifier<Boot>.drawn()
        let keys = try CabinetLogKeys(secrets, path: configuration.secretsPath, under: credential)
        let (ledger, room) = try openLedger(slip, answer, keys: keys, boot: boot, isDiskFull: isDiskFull)
        signs.watch { await ledger.isAnswering() }
        try await ledger.append([
            Draft(
                .system,
                .started,
                actor: Actor(component: "boot"),
                detail: .map(CBORMap([0: startCount.canonical]))
            )
        ])
        try await RotationRequest(path: configuration.rotationPath).fulfil(with: ledger)
        await ledger.resumeErasures(logger: logger)
        let files = CabinetFiles(
            try BlobFile(path: configuration.blobPath, byteCountMax: configuration.fileByteCountMax),
            originalByteCountMax: configuration.originalByteCountMax,
            hasRoom: { !ledger.view.isDiskFull && (try? room.hasRoomForFiles()) == true }
        )
        let replication = CabinetReplication(
            ledger: ledger,
            files: files,
            link: try link(slip, secrets),
            witnessKey: secrets.witness,
            boot: boot,
            startCount: startCount,
            logger: logger
        )
        let sticks = StickDesk(
            stick: CabinetStick(
                ledger: ledger,
                witnessKey: secrets.witness,
                boot: boot,
                startCount: startCount,
                noncesPath: configuration.noncesPath,
                machineBoot: try CarriedNonces.machineBoot(),
                logger: logger
            ),
            folder: ErrandFolder(path: configuration.errandPath),
            logger: logger
        )
        let confirmation = EnrolmentConfirmation(
            path: configuration.enrolmentPath,
            ledger: ledger,
            logger: logger
        )
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await replication.run() }
                group.addTask { try await confirmation.run() }
                group.addTask { try await sticks.run() }
                group.addTask { await ledger.runAudit(logger: logger) }
                group.addTask { await self.rebuild(ledger) }
                group.addTask { await self.tendRoom(of: ledger, files) }
                group.addTask {
                    await TelemetryService(
                        ledger: ledger,
                        gauges: gauges,
                        room: room,
                        tally: { replication.takeTally() },
                        logger: logger
                    ).run()
                }
                group.addTask {
                    try await self.serve(ledger, files, secrets: secrets) { replication.isOnline }
                }
                try await group.waitForAll()
            }
        } catch {
            await rest(ledger)
            throw error
        }
        await rest(ledger)
    }

    private func rebuild(_ ledger: CabinetLedger<EvidenceFile>) async {
        if ledger.view.isRebuilding { logger.warning("ledger.rebuilding") }
        do { try await ledger.rebuildWhenever() } catch is CancellationError {} catch {
            logger.critical("ledger.not-rebuilt", metadata: ["error": "\(error)"])
        }
    }

    /// Gives up files once the disk is full, and what lies in a backup when records press on their room, a little at a time.
    private func tendRoom(of ledger: CabinetLedger<EvidenceFile>, _ files: CabinetFiles) async {
        await Periodic.run(every: .seconds(60)) {
            do {
                if ledger.view.isDiskFull { try await files.giveUpOriginals(at: ledger) }
            } catch {
                logger.error("storage.files-kept", metadata: ["error": "\(error)"])
            }
            do { while try await ledger.tendRoom(), !Task.isCancelled {} } catch {
                logger.error("storage.not-tended", metadata: ["error": "\(error)"])
            }
        }
    }

    private func rest(_ ledger: CabinetLedger<EvidenceFile>) async {
        // The next start folds what this one could not name.
        do { try await ledger.rest() } catch {
            logger.error("ledger.not-at-rest", metadata: ["error": "\(error)"])
        }
    }

    /// The slip and the answer under which this cabinet works; asks headquarters as long as there is none.
    private func enrolled(_ store: inout EnrolmentStore, secrets: CabinetSecrets) async throws
        -> (Slip, EnrolmentAnswer)
    {
        switch store.enrolment.state {
        case .enrolled(let slip, let answer): return (try slip.opened(), answer)
        case .answered(let slip, _, let answer, _): return (try slip.opened(), answer)
        case .none:
            let slip = try broughtSlip()
            let results = await SelfTest(configuration: configuration, clock: SystemClock()).run()
            for result in results where result.outcome != .passed {
                logger.error(
                    "enrolment.self-test",
                    metadata: ["part.name": "\(result.name)", "part.note": "\(result.note)"]
                )
            }
            let request = try SignedRequest(
                EnrolmentRequest(slip: slip.opened(), keys: secrets.publicKeys(), selfTest: results),
                secrets: secrets,
                slip: slip.opened()
            )
            try store.change { try $0.ask(slip, request) }
        case .asking: break
        }
        guard case .asking(let slip, let request) = store.enrolment.state else {
            throw CabinetError(.notEnrolled, "the enrolment has not come to a request; bring the slip again")
        }
        let words = ComparisonWords(cabinet: try request.claimed().keys, slip: try slip.opened()).words
        logger.notice("enrolment.asking", metadata: ["enrolment.words": "\(words.joined(separator: " "))"])
        let answer = try await EnrolmentClient(secrets: secrets, logger: logger)
            .answer(to: request, under: try slip.opened())
        _ = try store.change { try $0.receive(answer) }
        return (try slip.opened(), answer)
    }

    /// The secrets, whose log keys sign the epochs with which this machine's record begins.
    private func begun(_ fresh: CabinetSecrets, under answer: EnrolmentAnswer, _ credential: CredentialKey)
        throws -> CabinetSecrets
    {
        var secrets = fresh
        if let inherited = try Inheritance(answer) {
            try secrets.begin(
                behind: inherited.replacement,
                path: configuration.secretsPath,
                under: credential
            )
        }
        return secrets
    }

    private func broughtSlip() throws -> SignedSlip {
        guard FileManager.default.fileExists(atPath: configuration.slipPath) else {
            throw CabinetError(
                .notEnrolled,
                "this cabinet is not enrolled; bring a slip with «signet-cabinet enrol --slip FILE» and start again"
            )
        }
        return try SignedSlip(text: ProtectedFile.read(configuration.slipPath, readers: .ownerOnly))
    }

    private func openLedger(
        _ slip: Slip,
        _ answer: EnrolmentAnswer,
        keys: CabinetLogKeys,
        boot: Identifier<Boot>,
        isDiskFull: Bool
    )
        throws -> (CabinetLedger<EvidenceFile>, StorageRoom)
    {
        let identity = CabinetIdentity(
            organisation: slip.organisation,
            site: slip.site,
            cabinet: slip.cabinet,
            root: try RootStatement(decoding: answer.root.bytes)
        )
        guard identity.pinnedRoot == slip.root else {
            throw CabinetError(
                .refused,
                "the answer's root is not the one on the slip; do not use this cabinet"
            )
        }
        let store = try EvidenceFile(path: configuration.evidencePath)
        let room = StorageRoom(
            of: store,
            reserve: configuration.reservePath,
            quotaByteCount: configuration.quotaMegabytes.map { Int64($0) << 20 }
        )
        if try !room.hold() { logger.critical("storage.full") }
        let ledger = try CabinetLedger(
            store: store,
            states: ProjectionFile(path: configuration.projectionPath),
            base: EvidenceBase(store),
            room: room,
            isDiskFull: isDiskFull,
            identity: identity,
            keys: keys,
            boot: boot,
            clock: SystemClock(),
            mark: HighWaterMark(path: configuration.markPath),
            inherited: try Inheritance(answer)
        )
        return (ledger, room)
    }

    private func link(_ slip: Slip, _ secrets: CabinetSecrets) throws -> ZeroMQLink {
        guard let address = configuration.headquartersAddress ?? slip.replicationEndpoints.first,
            let serverKey = TransportKey(slip.transportKey.bytes)
        else {
            throw CabinetError(.refused, "the slip names no replication endpoint; ask for another slip")
        }
        return try ZeroMQLink(
            ZeroMQLinkConfiguration(address: address, serverKey: serverKey, keyPair: CurveKeyPair(secrets))
        )
    }

    /// Waits for the lock map, then works the devices until another map is in force.
    private func serve(
        _ ledger: CabinetLedger<EvidenceFile>,
        _ files: CabinetFiles,
        secrets: CabinetSecrets,
        isOnline: @escaping @Sendable () -> Bool
    ) async throws {
        guard let lockMap = await lockMap(of: ledger, after: 0) else { return }
        let work = try await DeviceWork(
            configuration,
            lockMap: lockMap,
            ledger: ledger,
            files: files,
            secrets: secrets,
            lastWords: lastWords,
            gauges: gauges,
            logger: logger,
            isOnline: isOnline
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work.run() }
            group.addTask {
                if await self.lockMap(of: ledger, after: lockMap.version) != nil {
                    throw CabinetError(.device, "a new lock map is in force: the cabinet starts anew")
                }
            }
            try await group.waitForAll()
        }
    }

    private func lockMap(of ledger: CabinetLedger<EvidenceFile>, after version: UInt64) async
        -> LockMapStatement?
    {
        let updates = ledger.updates()
        if let map = Self.lockMap(in: ledger.view, after: version) { return map }
        for await _ in updates {
            if let map = Self.lockMap(in: ledger.view, after: version) { return map }
        }
        return nil
    }

    private static func lockMap(in view: CabinetView, after version: UInt64) -> LockMapStatement? {
        guard let map = view.obeyed.policy.lockMaps[view.identity.cabinet], map.version > version else {
            return nil
        }
        return map
    }
}
