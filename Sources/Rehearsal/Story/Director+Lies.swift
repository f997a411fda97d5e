import Headquarters
import Simulation

// Whoever holds the keys of headquarters' logs shows some cabinets another history than the others.
extension Director {
    /// A copy of headquarters' records goes its own way, and answers some of the cabinets, now these and now those.
    mutating func lie(to cabinet: CabinetMachine) async {
        let face = stage.otherFace
        guard face.hasRun else {
            face.disk.restore(stage.headquarters.disk.image)
            house.trace.note("headquarters has another face")
            face.power.turn(on: true)
            return house.network.route(cabinet.place, to: face.place)
        }
        switch draw(0...5) {
        case 0...1: house.network.route(cabinet.place, to: face.place)
        case 2: house.network.route(cabinet.place, to: HeadquartersMachine.place)
        case 3: await note("the other face notes its heads", at: face) { try await $0.noteHeads() }
        case 4: await revoke(at: cabinet, by: face)
        default: await forge(for: cabinet, at: face)
        }
    }

    /// Whoever holds the key of a cabinet's log signs other heads of the sizes that it has, for a while.
    mutating func lie(at cabinet: CabinetMachine) {
        house.judge.taint(cabinet.place)
        let isLying = !oneIn(3)
        house.trace.note("\(cabinet.place) \(isLying ? "lies" : "lies no more")")
        cabinet.lie(isLying)
        house.network.cut(cabinet.place)
    }
}
