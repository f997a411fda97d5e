import Simulation

/// Every machine of one story.
struct Stage: Sendable {
    let house: House
    let headquarters: HeadquartersMachine
    let cabinets: [CabinetMachine]
    /// A second box for the disk of the first cabinet, which is off until the story copies it.
    let copy: CabinetMachine

    init(_ house: House, world: String, using generator: inout SeededGenerator) {
        self.house = house
        headquarters = HeadquartersMachine(in: house, seed: generator.next(), world: world)
        var cabinets: [CabinetMachine] = []
        for enrolled in house.founding.cabinets {
            cabinets.append(
                CabinetMachine(enrolled, at: enrolled.name, in: house, seed: generator.next(), world: world)
            )
        }
        self.cabinets = cabinets
        copy = CabinetMachine(
            house.founding.cabinets[0],
            at: "copy",
            in: house,
            seed: generator.next(),
            world: world,
            isOn: false
        )
        if house.planted == .forgetfulDisk { headquarters.disk.change { $0.liesAboutSync = true } }
    }

    /// Every machine runs beside the body until that is over.
    func run(_ body: () async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: headquarters.pool) { await headquarters.live() }
            for cabinet in cabinets + [copy] {
                group.addTask(executorPreference: cabinet.pool) { await cabinet.live() }
            }
            await body()
            headquarters.power.end()
            for cabinet in cabinets + [copy] { cabinet.power.end() }
        }
        headquarters.disk.unmount()
        for cabinet in cabinets + [copy] { cabinet.disk.unmount() }
    }

    /// Everything is well from now on: the network, the drives, the power.
    func heal() {
        house.trace.note("all is well")
        house.network.change { $0 = Weather() }
        house.network.dropRelays()
        for cabinet in cabinets + [copy] {
            house.network.heal(cabinet.place)
            cabinet.disk.change { Self.heal(&$0) }
        }
        headquarters.disk.change { Self.heal(&$0) }
        powerUp()
    }

    /// Gives power to all that lost it; the copy of a cabinet stays as it is.
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
        for cabinet in cabinets where house.judge.isSound(cabinet.place) {
            if let reason = house.judge.disagreement(cabinet, headquarters) { return reason }
        }
        return nil
    }
}
