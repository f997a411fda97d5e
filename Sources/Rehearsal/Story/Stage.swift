import Simulation
import Synchronization

/// Every machine of one story.
final class Stage: Sendable {
    private static let copyBox = 1
    /// The first machine of each name has no number, its copy the first one.
    private static let firstSuccessorBox = 2

    let house: House
    let headquarters: HeadquartersMachine
    /// A second machine with headquarters' keys, which is off until their holder shows somebody another history.
    let otherFace: HeadquartersMachine
    /// A second box for the disk of the first cabinet, which is off until the story copies it.
    let copy: CabinetMachine
    /// For each name the machines that bear it one after the other.
    ///
    /// The later ones have keys of their own and are off until officers enrol them.
    private let machines: [[CabinetMachine]]
    /// Which of them officers enrolled last, for each name.
    private let present: Mutex<[Int]>

    init(_ house: House, world: String, using generator: inout SeededGenerator) {
        self.house = house
        headquarters = HeadquartersMachine(in: house, seed: generator.next(), world: world)
        let cabinets = house.founding.cabinets.map { enrolled in
            CabinetMachine(enrolled, at: enrolled.name, in: house, seed: generator.next(), world: world)
        }
        copy = CabinetMachine(
            house.founding.cabinets[0],
            at: "copy",
            box: Self.copyBox,
            in: house,
            seed: generator.next(),
            world: world,
            isOn: false
        )
        var seeds = SeededGenerator(seed: generator.next())
        machines = zip(cabinets, house.founding.successors).map { cabinet, successors in
            let later = successors.enumerated().map { number, enrolled in
                CabinetMachine(
                    enrolled,
                    at: "\(enrolled.name)-\(number + 2)",
                    box: Self.firstSuccessorBox + number,
                    in: house,
                    seed: seeds.next(),
                    world: world,
                    isOn: false
                )
            }
            return [cabinet] + later
        }
        present = Mutex(machines.map { _ in 0 })
        otherFace = HeadquartersMachine(
            at: "hq-other",
            box: 1,
            in: house,
            seed: seeds.next(),
            world: world,
            isOn: false
        )
        if house.planted == .forgetfulDisk { headquarters.disk.change { $0.liesAboutSync = true } }
    }

    /// The machines that officers enrolled last, one for each cabinet's name.
    var cabinets: [CabinetMachine] { present.withLock { zip(machines, $0).map { $0[$1] } } }

    /// Whether the machine that was copied bears its name no more.
    var isSucceeded: Bool { present.withLock { $0[0] > 0 } }

    /// The machine that can take the place of the one which bears a cabinet's name; nil where none is left.
    func successor(of index: Int) -> CabinetMachine? {
        let next = present.withLock { $0[index] } + 1
        return machines[index].indices.contains(next) ? machines[index][next] : nil
    }

    /// The next machine bears a cabinet's name from now on.
    func succeed(_ index: Int) { present.withLock { $0[index] += 1 } }

    /// Every machine runs beside the body until that is over.
    func run(_ body: () async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            for face in [headquarters, otherFace] {
                group.addTask(executorPreference: face.pool) { await face.live() }
            }
            for cabinet in boxes {
                group.addTask(executorPreference: cabinet.pool) { await cabinet.live() }
            }
            await body()
            for face in [headquarters, otherFace] { face.power.end() }
            for cabinet in boxes { cabinet.power.end() }
        }
        for face in [headquarters, otherFace] { face.disk.unmount() }
        for cabinet in boxes { cabinet.disk.unmount() }
    }

    private var boxes: [CabinetMachine] { machines.flatMap(\.self) + [copy] }

    /// Everything is well from now on: the network, the drives, the power.
    func heal() {
        house.trace.note("all is well")
        house.network.change { $0 = Weather() }
        house.network.dropRelays()
        for cabinet in boxes {
            house.network.heal(cabinet.place)
            house.network.route(cabinet.place, to: HeadquartersMachine.place)
            cabinet.disk.change { Self.heal(&$0) }
            cabinet.lie(false)
        }
        headquarters.disk.change { Self.heal(&$0) }
        copy.stop()
        otherFace.stop()
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
        guard house.judge.isSound(HeadquartersMachine.place), !otherFace.hasRun else { return nil }
        if copy.hasRun, !isSucceeded {
            return "two machines were \(copy.enrolled.name), and none was enrolled anew"
        }
        for cabinet in cabinets where house.judge.isHonest(cabinet.place) {
            if let reason = house.judge.disagreement(cabinet, headquarters) { return reason }
        }
        return nil
    }

    /// Why a headquarters with two faces is not found out yet; nil where it is, or has one.
    var hiddenLie: String? {
        guard otherFace.hasRun else { return nil }
        for cabinet in cabinets where house.judge.isSound(cabinet.place) {
            if let reason = house.judge.hiddenLie(to: cabinet, of: headquarters) { return reason }
        }
        return nil
    }
}
