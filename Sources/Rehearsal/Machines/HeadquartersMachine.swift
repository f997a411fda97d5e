import Authority
import Headquarters
import Host
import Records
import Simulation
import Store
import Synchronization

/// Headquarters in a simulated world: the real ledger and the real service of lines on a simulated disk and network.
final class HeadquartersMachine: Sendable {
    /// What runs between a start and the loss of power.
    struct Running: Sendable {
        /// Counts starts.
        let start: UInt64
        let ledger: HeadquartersLedger
        let store: EvidenceFile
        let hub: SimulatedHub
        let alarms: AlarmBoard
    }

    private struct State: Sendable {
        var running: Running?
        var startCount: UInt64 = 0
        var failedStarts = 0
    }

    static let place = SimulatedNetwork.firstHouse
    /// Each box counts its starts by itself, and no two of its starts share an id with another box's.
    private static let startsPerBox = 10_000
    /// No record of a story names a file.
    private static let fileByteCountMax = 1 << 20

    /// Where it stands: the first one's place, or another face's.
    let place: String
    private let box: Int
    let disk: SimulatedDisk
    let clock: MachineClock
    let power: Power
    let pool: PoolLane
    private let house: House
    private let lane: OrderedLane
    private let state = Mutex(State())

    /// A headquarters on the company's first day; `isOn` says whether it starts with the world.
    init(
        at place: String = HeadquartersMachine.place,
        box: Int = 0,
        in house: House,
        seed: UInt64,
        world: String,
        isOn: Bool = true
    ) {
        power = Power(isOn: isOn)
        (self.place, self.box) = (place, box)
        self.house = house
        pool = PoolLane(house.thread)
        lane = OrderedLane(house.thread)
        clock = MachineClock(house.thread, wallMilliseconds: Founding.firstMoment)
        let cut = Cut()
        disk = SimulatedDisk(named: "\(world)-\(place)", seed: seed) { cut.tell() }
        disk.restore(house.founding.image)
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

    /// Ends the process in order.
    func stop() { power.turn(on: false) }

    private func lose(_ why: String) {
        house.trace.note("\(place) \(why)")
        running?.hub.vanish()
        power.turn(on: false)
    }

    private func run() async throws {
        clock.boot()
        disk.start()
        let start = state.withLock { state in
            state.startCount += 1
            return state.startCount
        }
        let store = try EvidenceFile(path: disk.folder + Founding.evidenceName)
        defer { try? store.close() }
        let ledger = try await HeadquartersLedger.open(
            store: store,
            keys: house.founding.keys,
            root: house.founding.root,
            boot: id(200_000 + box * Self.startsPerBox + Int(start)),
            clock: clock,
            executor: lane
        )
        let hub = house.network.openHub(of: place)
        defer { hub.vanish() }
        let alarms = AlarmBoard()
        let shelf = FileShelf(
            try BlobFile(path: disk.folder + "blobs.sqlite", byteCountMax: Self.fileByteCountMax),
            executor: lane
        )
        let service = ReplicationService(
            ledger: ledger,
            shelf: shelf,
            hub: house.planted.door(over: hub),
            liveness: Liveness(),
            alarms: alarms,
            logger: house.logger(of: place)
        )
        state.withLock { state in
            state.running = Running(start: start, ledger: ledger, store: store, hub: hub, alarms: alarms)
            state.failedStarts = 0
        }
        house.trace.note("\(place) starts with \(ledger.view.standing.size) of authority")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await service.serve() }
            await power.goes()
            state.withLock { $0.running = nil }
            group.cancelAll()
        }
        try? await ledger.storeCheckpoints()
    }
}
