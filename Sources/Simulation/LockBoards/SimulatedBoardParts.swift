/// What hangs on a simulated board: drawers and lights.
struct SimulatedBoardParts {
    typealias Instant = ContinuousClock.Instant

    /// Both rows of inputs and of outputs.
    static let partCount = 2 * SimulatedBoardPlan.drawerCountMax
    /// A coil that was switched on without an end.
    private static let withoutEnd: Duration = .seconds(86_400)

    let plan: SimulatedBoardPlan
    var drawers: [SimulatedDrawer]
    private(set) var lights: [Bool]
    /// How many pulses each lock was given, for whoever counts.
    private(set) var pulseCounts: [Int]

    init(plan: SimulatedBoardPlan) {
        self.plan = plan
        drawers = Array(repeating: SimulatedDrawer(), count: plan.drawerCount)
        lights = Array(repeating: false, count: SimulatedBoardPlan.drawerCountMax)
        pulseCounts = Array(repeating: 0, count: plan.drawerCount)
    }

    var isMoving: Bool { drawers.contains { $0.isMoving } }

    /// Energises lock `index`, from 0; an output without a lock clicks and nothing happens.
    mutating func energise(_ index: Int, for duration: Duration?, at now: Instant) {
        guard drawers.indices.contains(index) else { return }
        pulseCounts[index] += 1
        drawers[index].energise(until: now.advanced(by: duration ?? Self.withoutEnd), at: now)
    }

    mutating func switchOff(_ index: Int, at now: Instant) {
        if drawers.indices.contains(index) { drawers[index].release(at: now) }
    }

    mutating func setLight(_ index: Int, on: Bool) {
        if lights.indices.contains(index) { lights[index] = on }
    }

    /// The board lost its power: every relay falls.
    mutating func losePower(at now: Instant) {
        for index in drawers.indices { drawers[index].release(at: now) }
        lights = Array(repeating: false, count: lights.count)
    }

    /// Both rows of inputs, active where the contact is closed (or open, where inverted).
    func inputs(at now: Instant) -> [Bool] {
        var inputs = Array(repeating: plan.isInverted, count: Self.partCount)
        for (index, drawer) in drawers.enumerated() {
            let (door, bolt) = drawer.sensors(at: now)
            inputs[SimulatedBoardPlan.boltInput(index + 1) - 1] = bolt != plan.isInverted
            inputs[SimulatedBoardPlan.doorInput(index + 1) - 1] = door != plan.isInverted
        }
        return inputs
    }

    /// Both rows of outputs: the locks that are energised, then the lights.
    var outputs: [Bool] {
        var locks = drawers.map { $0.energisedUntil != nil }
        locks += Array(repeating: false, count: SimulatedBoardPlan.drawerCountMax - locks.count)
        return locks + lights
    }

    /// Lets time pass; the numbers, from 1, of the drawers that opened.
    mutating func advance(to now: Instant) -> [Int] {
        var opened: [Int] = []
        for index in drawers.indices where drawers[index].advance(to: now) { opened.append(index + 1) }
        return opened
    }
}
