import Authority
import Custody
import Drawers
import Enrolment
import Logging
import ServiceLifecycle
import Store

/// Everything that moves or looks at the devices of one lock map: drawers, counts, the front reader and the screen.
struct DeviceWork {
    private static let visitTiming = VisitMachine.Timing()

    private let ledger: CabinetLedger<EvidenceFile>
    private let devices: DeviceSet
    private let conductor: VisitConductor<EvidenceFile>
    private let watcher: DrawerWatcher<EvidenceFile>
    private let clerk: CountClerk<EvidenceFile>
    private let front: FrontReader
    private let desk: ScreenDesk<EvidenceFile>
    private let screen: CabinetScreen<EvidenceFile>
    private let keyWatcher: TagKeyWatcher
    private let lastWords: LastWords

    /// The work on the devices that `lockMap` wires.
    init(
        _ configuration: CabinetConfiguration,
        lockMap: LockMapStatement,
        ledger: CabinetLedger<EvidenceFile>,
        files: CabinetFiles,
        secrets: CabinetSecrets,
        lastWords: LastWords,
        gauges: Gauges,
        logger: Logger,
        isOnline: @escaping @Sendable () -> Bool
    ) async throws {
        let vault = TagKeyVault(cabinet: ledger.view.identity.cabinet, sealingKey: secrets.sealing)
        let devices = try DeviceSet(
            configuration,
            lockMap: lockMap,
            vault: vault,
            failures: try DeviceSet.failures(at: configuration.failuresPath),
            gauges: gauges
        )
        let conductor = VisitConductor(
            ledger: ledger,
            drawers: devices.bank,
            readers: devices.slots,
            timing: Self.visitTiming
        )
        let front = FrontReader(reader: devices.front, examiner: devices.examiner, vault: vault)
        let hands = CabinetHands(
            ledger: ledger,
            conductor: conductor,
            slots: devices.slots,
            front: front,
            workshop: TagWorkshop(
                ledger: ledger,
                reader: devices.front,
                examiner: devices.examiner,
                sealingKey: secrets.sealing
            )
        )
        desk = try await ScreenDesk(
            ledger: ledger,
            files: files,
            hands: hands,
            sealingKey: secrets.sealing,
            settings: configuration.screen,
            logger: logger,
            isOnline: isOnline
        )
        screen = try CabinetScreen(
            desk: desk,
            settings: configuration.screen,
            host: configuration.host,
            port: configuration.port,
            logger: logger
        )
        watcher = DrawerWatcher(
            bank: devices.bank,
            conductor: conductor,
            ledger: ledger,
            gauges: gauges,
            logger: logger
        )
        clerk = CountClerk(ledger: ledger, readers: devices.slots, conductor: conductor, logger: logger)
        keyWatcher = TagKeyWatcher(vault: vault, ledger: ledger, logger: logger)
        self.lastWords = lastWords
        self.ledger = ledger
        self.devices = devices
        self.conductor = conductor
        self.front = front
    }

    /// Works until the task is cancelled, or until the screen's address is refused.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Nothing is handed out or counted before what the last stop cut in two is resolved. Whoever stands there
            // sees which drawer waits for him meanwhile.
            await conductor.holdForResolution()
            group.addTask { await keyWatcher.run() }
            group.addTask { await watcher.run() }
            group.addTask { await front.run() }
            group.addTask { await desk.run() }
            group.addTask { try await lastWords.waitedFor { try await screen.run() } }
            group.addTask {
                await bridgeRebuilding()
                await conductor.resolve(ledger.view.custody.openVisits.values.sorted { $0.time < $1.time })
                await clerk.run()
            }
            try await group.waitForAll()
        }
    }

    /// While the acts are folded anew: looks which drawers are empty and lets people return, until it is known again what
    /// was open.
    private func bridgeRebuilding() async {
        let updates = ledger.updates()
        guard ledger.view.isRebuilding else { return }
        let view = ledger.view
        var readings: [UInt64: TagReading] = [:]
        for place in view.obeyed.policy.lockMaps[view.identity.cabinet]?.drawers ?? [] {
            readings[place.drawer] = await devices.slots.look(through: place.reader, obeyed: view.obeyed)
        }
        await ledger.look(readings)
        await conductor.resolve([])
        for await _ in updates where !ledger.view.isRebuilding { break }
        await conductor.holdWhenIdle()
    }
}
