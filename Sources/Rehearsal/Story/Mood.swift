import Simulation

/// What a story is made of: how large its world is, and which faults it has.
///
/// Each story has some faults and not others: a fault that is always there hides what happens without it.
struct Mood: Sendable {
    enum Fault: String, Sendable, CaseIterable {
        case powerCuts
        case kills
        case cuts
        case stalls
        case relays
        case driveErrors
        case fullDisks
        case clockSteps
        case bitErrors
        case restoredCabinets
        case clones
        case restoredHeadquarters
        case forgeries
        case twoFaces
        case lyingCabinets
        case thieves
        case backlogs
        case longPauses
    }

    /// Faults after which an honest pair is no longer one; most stories have none of them.
    private static let betrayals: Set<Fault> = [
        .bitErrors, .restoredCabinets, .clones, .restoredHeadquarters, .twoFaces, .lyingCabinets,
    ]

    let cabinetCount: Int
    let stepCount: Int
    let faults: Set<Fault>

    init(using generator: inout SeededGenerator) {
        let size = generator.next() % 400
        cabinetCount =
            switch size {
            case 0: 50
            case 1...5: 10
            case 6...40: 5
            case 41...120: 3
            case 121...250: 2
            default: 1
            }
        stepCount = cabinetCount > 5 ? 30 : Int.random(in: 15...45, using: &generator)
        let isHonest = generator.next() % 3 != 0
        var faults: Set<Fault> = []
        for fault in Fault.allCases {
            let isIn = generator.next() % 3 == 0
            if isIn, !(isHonest && Self.betrayals.contains(fault)) { faults.insert(fault) }
        }
        self.faults = faults
    }
}
