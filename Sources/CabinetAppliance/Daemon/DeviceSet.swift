import Authority
import Custody
import Drawers
import Enrolment
import FoundationEssentials
import SealTags

/// The devices of a cabinet as its configuration names them and its signed lock map wires them.
struct DeviceSet {
    let bank: DrawerBank
    let slots: SlotReaders
    let front: TagReaderSupervisor
    let examiner: TagExaminer<FailureBook>

    /// Locks, inputs and lights of the boards that are supported: eight drawers, each with bolt, door and light.
    private static let drawerCount = 8

    init(
        _ configuration: CabinetConfiguration,
        lockMap: LockMapStatement,
        vault: TagKeyVault,
        failures: FailureBook,
        gauges: Gauges
    ) throws {
        var boards: [String: any LockBoard] = [:]
        for (name, line) in configuration.boards { boards[name] = try Self.board(line) }
        bank = try DrawerBank(
            boards: boards,
            wirings: lockMap.drawers.map(DrawerWiring.init),
            timing: try DrawerTiming()
        )
        var readers: [String: TagReaderSupervisor] = [:]
        for (name, path) in configuration.slotReaders {
            readers[name] = TagReaderSupervisor(name: name, launch: Self.launch(path, configuration))
        }
        slots = SlotReaders(
            readers: readers,
            failures: failures,
            vault: vault,
            drawers: Dictionary(lockMap.drawers.map { ($0.reader, $0.drawer) }) { first, _ in first },
            gauges: gauges
        )
        front = TagReaderSupervisor(
            name: "front",
            launch: Self.launch(configuration.frontReader, configuration)
        )
        examiner = TagExaminer(ledger: failures)
    }

    /// The budget of failed authentications, from its file or new.
    static func failures(at path: String) throws -> FailureBook {
        let budget =
            FileManager.default.fileExists(atPath: path)
            ? try FailureBudget(bytes: ProtectedFile.read(path, readers: .ownerOnly)) : FailureBudget()
        return FailureBook(budget) { try ProtectedFile.replace(path, $0, readers: .ownerOnly) }
    }

    /// How the process of a reader is started, or found.
    static func launch(_ path: String, _ configuration: CabinetConfiguration) -> ReaderLaunch {
        configuration.readerExecutable.map { .spawn(executable: $0, port: path) }
            ?? .connect(socketPath: path)
    }

    /// A board on its line; nothing is opened before its first use.
    static func board(_ line: CabinetConfiguration.BoardLine) throws -> any LockBoard {
        let settings = try LockLineSettings(path: line.line)
        let timing = try LockTiming()
        switch line.driver {
        case .eightA:
            return try EightALine(settings, timing: timing).board(
                address: line.address,
                lockCount: drawerCount
            )
        case .modbus:
            return try ModbusLine(settings, timing: timing).board(
                address: line.address,
                lockCount: drawerCount,
                lightCount: drawerCount,
                firstLight: drawerCount + 1,
                inputCount: 2 * drawerCount
            )
        }
    }
}

extension DrawerWiring {
    /// The wiring that officers signed.
    init(_ place: DrawerPlace) {
        self.init(
            drawer: Int(clamping: place.drawer),
            lock: Place(place.lock),
            bolt: Switch(Place(place.bolt.place), isActiveWhenSecure: place.bolt.isActiveWhenSecure),
            door: place.door.map { Switch(Place($0.place), isActiveWhenSecure: $0.isActiveWhenSecure) },
            light: place.light.map(Place.init)
        )
    }
}

extension DrawerWiring.Place {
    /// A place on a board.
    init(_ place: BoardPlace) { self.init(board: place.board, number: Int(clamping: place.number)) }
}
