import Simulation
import Synchronization

/// Every machine of one story.
final class Stage: Sendable {
    private static let (copyBox, successorBox) = (1, 2)

    let house: House
    let headquarters: HeadquartersMachine
    /// A second box for the disk of the first cabinet, which is off until the story copies it.
    let copy: CabinetMachine
    /// A box with keys of its own, which is off until officers enrol it in the first cabinet's place.
    let successor: CabinetMachine
    private let first: [CabinetMachine]
    private let present: Mutex<[CabinetMachine]>

    init(_ house: House, world: String, using generator: inout SeededGenerator) {
        self.house = house
        headquarters = HeadquartersMachine(in: house, seed: generator.next(), world: world)
        var cabinets: [CabinetMachine] = []
        for enrolled in house.founding.cabinets {
            cabinets.append(
                CabinetMachine(enrolled, at: enrolled.name, in: house, seed: generator.next(), world: world)
            )
        }
        first = cabinets
        present = Mutex(cabinets)
        copy = CabinetMachine(
            house.founding.cabinets[0],
            at: "copy",
            box: Self.copyBox,
            in: house,
            seed: generator.next(),
            world: world,
            isOn: false
        )
        successor = CabinetMachine(
            house.founding.successor,
            at: "successor",
            box: Self.successorBox,
            in: house,
            seed: generator.next(),
            world: world,
            isOn: false
        )
        if house.planted == .forgetfulDisk { headquarters.disk.change { $0.liesAboutSync = true } }
    }

    /// The machines that officers enrolled last, one for each cabinet's name.
    var cabinets: [CabinetMachine] { present.withLock { $0 } }

    /// Whether the first cabinet's name is the successor's by now.
    var isSucceeded: Bool { cabinets[0] === successor }

    /// The successor stands in the first cabinet's place from now on.
    func succeed() { present.withLock { $0[0] = successor } }

    /// Every machine runs beside the body until that is over.
    func run(_ body: () async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: headquarters.pool) { await self.headquarters.live() }
            for cabinet in boxes {
                group.addTask(executorPreference: cabinet.pool) { await cabinet.live() }
            }
            await body()
            headquarters.power.end()
            for cabinet in boxes { cabinet.power.end() }
        }
        headquarters.disk.unmount()
        for cabinet in boxes { cabinet.disk.unmount() }
    }

    private var boxes: [CabinetMachine] { first + [copy, successor] }

    /// Everything is well from now on: the network, the drives, the power.
    func heal() {
        house.trace.note("all is well")
        house.network.change { $0 = Weather() }
        house.network.dropRelays()
        for cabinet in boxes {
            house.network.heal(cabinet.place)
            cabinet.disk.change { Self.heal(&$0) }
        }
        headquarters.disk.change { Self.heal(&$0) }
        copy.stop()
        powerUp()
    }

    /// Gives power to all that lost it, but for the copy of a cabinet.
    func powerUp() {
        for cabinet in cabinets { cabinet.power.turn(on: true) }
        headquarters.power.turn(on: true)
    }

    private static func heal(_ faults: inout DiskFaults) {
        let lies = faults.liesAboutSync
        faults = DiskFaults()
        faults.liesAboutSync = lies
    }

    /// Why honest pairs do not agree yet; nil where they do.
    var disagreement: String? {
        guard house.judge.isSound(HeadquartersMachine.place) else { return nil }
        if copy.hasRun, !isSucceeded {
            return "two machines were \(copy.enrolled.name), and none was enrolled anew"
        }
        for cabinet in cabinets where house.judge.isHonest(cabinet.place) {
            if let reason = house.judge.disagreement(cabinet, headquarters) { return reason }
        }
        return nil
    }
}
