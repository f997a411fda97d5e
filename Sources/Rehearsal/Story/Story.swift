import CabinetAppliance
import Simulation

/// One story: a world that follows from a seed, what happens in it step by step, and the judgement after each.
package enum Story {
    /// Milliseconds that honest pairs may take to agree once everything is well: more than the longest BYE asks for.
    private static let agreementMax: UInt64 = 900_000
    private static let agreementPause: UInt64 = 5_000
    /// Milliseconds within which every cabinet has met headquarters' first face again.
    private static let meetingTime: UInt64 = 180_000
    /// How long officers wait for what is under way before they end an epoch at what is there.
    private static let officersPatience: UInt64 = 480_000

    /// Tells the story of a seed and says what came of it.
    ///
    /// `founding` gives a company of a size; `listener` hears each event; `stoodStill` is told of a world that can neither
    /// go on nor end, and then nothing is returned.
    package static func tell(
        seed: UInt64,
        planted: PlantedBug?,
        founding: (Int) async throws -> Founding,
        listener: (@Sendable (String) -> Void)? = nil,
        stoodStill: @escaping @Sendable (String) -> Void
    ) async throws -> Outcome {
        var generator = SeededGenerator(seed: seed)
        let mood = Mood(using: &generator)
        let company = try await founding(mood.cabinetCount)
        guard DiskDriver.install(seed: seed), LibraryRandomness.install(seed: seed) else {
            throw RehearsalError.driverRefused
        }
        let thread = OneThread(seed: generator.next()) { stoodStill($0.rawValue) }
        let (trace, judge) = (Trace(thread, listener: listener), Judge())
        let stamp = planted == .rubberStamp ? try RubberStamp(keys: company.keys, judge: judge) : nil
        let network = SimulatedNetwork(thread, trace: trace, seed: generator.next()) { passing in
            stamp?.hear(passing)
            return judge.hear(passing)
        }
        let house = House(
            thread: thread,
            trace: trace,
            network: network,
            founding: company,
            judge: judge,
            planted: planted
        )
        let stage = Stage(house, world: "\(seed)", using: &generator)
        let director = Director(mood, stage, generator)
        let step = await withTaskExecutorPreference(PoolLane(thread)) { await play(director, stage) }
        return Outcome(
            seed: seed,
            cabinetCount: mood.cabinetCount,
            step: step,
            violation: judge.violation,
            eventCount: trace.count,
            digest: trace.digest,
            newest: trace.newest,
            faults: mood.faults.map(\.rawValue).sorted()
        )
    }

    private static func play(_ director: Director, _ stage: Stage) async -> Int {
        var director = director
        let (house, judge) = (stage.house, stage.house.judge)
        await stage.run {
            while judge.violation == nil, !director.isOver {
                await director.step()
                examine(stage, isFull: false)
            }
            guard judge.violation == nil else { return }
            stage.heal()
            let deadline = house.thread.now + agreementMax
            judge.beginMeeting()
            let meeting = house.thread.now + (stage.otherFace.hasRun ? meetingTime : 0)
            let patience = house.thread.now + officersPatience
            repeat {
                try? await house.thread.sleep(milliseconds: agreementPause)
                // A machine whose power went in the last moment before all was well.
                stage.powerUp()
                await director.endDouble()
                let isLast = house.thread.now > patience
                await director.confirmEpochs(atLast: isLast)
                if isLast { await director.endWaiting() }
            } while judge.violation == nil && house.thread.now < deadline
                && (house.thread.now < meeting || (stage.disagreement ?? stage.hiddenLie) != nil)
            if let reason = stage.disagreement { judge.report(.convergence, reason) }
            if let reason = stage.hiddenLie { judge.report(.lies, reason) }
            examine(stage, isFull: true)
        }
        house.thread.end()
        return director.stepNumber
    }

    private static func examine(_ stage: Stage, isFull: Bool) {
        let judge = stage.house.judge
        if let running = stage.headquarters.running { judge.look(at: running, isFull: isFull) }
        for cabinet in stage.cabinets {
            let name = cabinet.enrolled.name
            if let running = cabinet.running {
                judge.look(at: running, place: cabinet.place, stage.house.planted)
                judge.check(running.ledger.view.custody, of: name, believedBy: cabinet.place)
            }
            if let running = stage.headquarters.running,
                let custody = stage.house.planted.custody(of: name, in: running)
            {
                judge.check(custody, of: name, believedBy: HeadquartersMachine.place)
            }
        }
        let load = stage.house.network.load
        if load.frames > 2 * load.limit {
            judge.report(.memory, "\(load.frames) frames are under way on one line")
        }
    }
}
