import Authority
import CabinetAppliance
import Cryptography
import Custody
import Enrolment
import Host
import Records
import Simulation
import Store
import Synchronization

/// The appliance of one cabinet in a simulated world: the real ledger and the real line on a simulated disk and network.
final class CabinetMachine: Sendable {
    /// What runs between a start and the loss of power.
    struct Running: Sendable {
        /// Counts starts.
        let start: UInt64
        let ledger: CabinetLedger<EvidenceFile>
        let store: EvidenceFile
        let link: SimulatedLink
        let replication: CabinetReplication<EvidenceFile>
    }

    private struct State: Sendable {
        var running: Running?
        var startCount: UInt64 = 0
        /// What another machine wrote under this name; nil for the first one.
        var inherited: Inheritance?
        /// Whether somebody signs other heads with the key of its log.
        var isLying = false
        /// Starts that failed since the last one that did not.
        var failedStarts = 0
    }

    /// No record of a story names a file.
    private static let fileByteCountMax = 1 << 20

    /// The files beside its records: whoever puts the records back may leave them as they are.
    static let besideRecords: Set<String> = [StoredLogKeys.fileName, rotationName]
    private static let telemetryPause = Duration.seconds(60)
    /// The file by which somebody asks for the key of the acts to be changed at the next start.
    private static let rotationName = "rotate"
    /// Each box counts its starts by itself, and no two of its starts share an id with another box's.
    private static let startsPerBox = 10_000

    let enrolled: EnrolledCabinet
    /// Where it stands: its own name, or another one for another box under that name.
    let place: String
    private let box: Int
    let disk: SimulatedDisk
    let clock: MachineClock
    let power: Power
    let pool: PoolLane
    private let house: House
    private let lane: OrderedLane
    private let state = Mutex(State())

    /// A cabinet that has never run; `isOn` says whether it starts with the world.
    init(
        _ enrolled: EnrolledCabinet,
        at place: String,
        box: Int = 0,
        in house: House,
        seed: UInt64,
        world: String,
        isOn: Bool = true
    ) {
        power = Power(isOn: isOn)
        self.enrolled = enrolled
        self.place = place
        self.box = box
        self.house = house
        pool = PoolLane(house.thread)
        lane = OrderedLane(house.thread)
        clock = MachineClock(house.thread, wallMilliseconds: Founding.firstMoment)
        let cut = Cut()
        disk = SimulatedDisk(named: "\(world)-\(place)", seed: seed) { cut.tell() }
        cut.listen { [weak self] in self?.lose("power cut") }
    }

    /// What runs now; nil while the machine is off or starting.
    var running: Running? { state.withLock { $0.running } }

    /// Whether it was ever started.
    var hasRun: Bool { state.withLock { $0.startCount > 0 } }

    /// Whether its last starts all failed.
    var failedStarts: Int { state.withLock { $0.failedStarts } }

    /// Starts whenever there is power, until the world ends.
    func live() async {
        while await power.comes() {
            do {
                try await run()
            } catch {
                house.trace.note("\(place) does not start: \(Judge.code(of: error))")
                let failures = state.withLock { state in
                    defer { state.failedStarts += 1 }
                    return state.failedStarts
                }
                try? await house.thread.sleep(milliseconds: Power.pause(behindFailures: failures))
            }
        }
    }

    /// Takes the power away, at this moment.
    func cutPower() { disk.cutPower() }

    /// Ends the process, as `kill -9` does.
    func kill() {
        disk.endProcess()
        lose("killed")
    }

    /// Asks for the key of the acts to be changed at the next start, as `signet-cabinet rotate` does.
    func requestRotation() throws { try disk.replace(Self.rotationName, [1]) }

    /// Takes over what another machine wrote under this name, as the answer to its enrolment says; before the first start.
    func inherit(_ inheritance: Inheritance) { state.withLock { $0.inherited = inheritance } }

    /// Somebody who holds the key of its log begins to sign other heads of its acts, or no longer does.
    func lie(_ isLying: Bool) { state.withLock { $0.isLying = isLying } }

    /// Ends the process in order.
    func stop() { power.turn(on: false) }

    private func lose(_ why: String) {
        house.trace.note("\(place) \(why)")
        running?.link.vanish()
        power.turn(on: false)
    }

    private func run() async throws {
        clock.boot()
        disk.start()
        let (start, inherited) = state.withLock { state in
            state.startCount += 1
            return (state.startCount, state.inherited)
        }
        let boot: Identifier<Boot> = id(100_000 + box * Self.startsPerBox + Int(start))
        let store = try EvidenceFile(path: disk.folder + Founding.evidenceName)
        defer { try? store.close() }
        let ledger = try CabinetLedger(
            store: store,
            identity: CabinetIdentity(
                organisation: Staff.organisation,
                site: enrolled.site,
                cabinet: enrolled.name,
                root: try RootStatement(decoding: house.founding.root.bytes)
            ),
            keys: try StoredLogKeys(of: enrolled, on: disk, behind: inherited?.replacement).keys(),
            boot: boot,
            clock: clock,
            inherited: inherited,
            executor: lane
        )
        if try disk.read(Self.rotationName) != nil {
            try await ledger.rotate()
            try disk.remove(Self.rotationName)
        }
        let link = house.network.openLink(at: place, key: enrolled.transport)
        defer { link.vanish() }
        let files = CabinetFiles(
            try BlobFile(path: disk.folder + "blobs.sqlite", byteCountMax: Self.fileByteCountMax),
            originalByteCountMax: 0,
            executor: lane
        )
        let replication = CabinetReplication(
            ledger: ledger,
            files: files,
            link: LyingLink(
                house.planted.line(over: link),
                isLying: { self.state.withLock { $0.isLying } },
                key: {
                    try self.enrolled.actsKey($0, first: inherited?.replacement.actsEpoch ?? 1).privateKey
                }
            ),
            witnessKey: enrolled.witnessKey,
            boot: boot,
            startCount: start,
            logger: house.logger(of: place)
        )
        let running = Running(
            start: start,
            ledger: ledger,
            store: store,
            link: link,
            replication: replication
        )
        state.withLock { state in
            state.running = running
            state.failedStarts = 0
        }
        house.trace.note("\(place) starts with \(ledger.view.head.size) acts")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await replication.run() }
            group.addTask { await self.measure(ledger) }
            group.addTask { try? await ledger.rebuildWhenever() }
            await power.goes()
            state.withLock { $0.running = nil }
            group.cancelAll()
        }
        try? await ledger.storeCheckpoint()
    }

    /// Writes telemetry while the process runs: how the disk takes it is the ledger's concern, and nobody here waits for it.
    private func measure(_ ledger: CabinetLedger<EvidenceFile>) async {
        var from = ledger.now
        while (try? await clock.sleep(for: Self.telemetryPause)) != nil, !Task.isCancelled {
            let to = max(from, ledger.now)
            let value = SensorValue(
                sensor: Sensor.actsUnmirrored.rawValue,
                value: Int64(clamping: ledger.view.head.size)
            )
            _ = try? await ledger.measure(
                ValuesMeasured(from: from, to: to, values: [value], isWhole: true)
            )
            from = to
        }
    }
}
