import Glibc
import Rehearsal

/// Has stories told one after the other, and tells people what came of them.
struct Theater {
    let planted: PlantedBug?
    let isTracing: Bool
    let showsDigests: Bool

    private var foundings: [Int: Founding] = [:]
    private var count = 0
    private var broken: [Outcome] = []

    init(planted: PlantedBug?, isTracing: Bool, showsDigests: Bool) {
        self.planted = planted
        self.isTracing = isTracing
        self.showsDigests = showsDigests
    }

    /// Tells the story of a seed; false where no other one need be told.
    mutating func play(_ seed: UInt64) async throws -> Bool {
        let replay = replay(seed)
        var listener: (@Sendable (String) -> Void)?
        if isTracing { listener = { tell($0) } }
        let outcome = try await Story.tell(
            seed: seed,
            planted: planted,
            founding: { size in try await founding(size) },
            listener: listener,
            stoodStill: { standstill in
                tell("seed \(seed): a \(standstill)\n  again: \(replay)")
                exit(1)
            }
        )
        count += 1
        if showsDigests {
            tell(
                "seed \(seed): \(outcome.cabinetCount) cabinets, \(outcome.eventCount) events, \(outcome.digest)"
            )
        }
        guard let violation = outcome.violation else { return true }
        broken.append(outcome)
        tell(
            "seed \(seed), step \(outcome.step), \(outcome.cabinetCount) cabinets, \(outcome.faults.joined(separator: " "))"
        )
        tell("  broken: \(violation.invariant.rawValue)")
        tell("  \(violation.text)")
        if planted == nil { for event in outcome.newest { tell("    \(event)") } }
        tell("  again: \(replay)")
        return planted == nil
    }

    /// Tells the sum; false where something was not as it should be.
    func close() -> Bool {
        guard let planted else {
            tell("\(count) stories, \(broken.count) of them with a broken promise")
            return broken.isEmpty
        }
        guard let found = broken.first?.violation else {
            tell("\(planted.rawValue) was not found in \(count) stories")
            return false
        }
        tell("\(planted.rawValue) was found in story \(count)")
        guard found.invariant == planted.breaks else {
            tell("it breaks another promise than it should: \(planted.breaks.rawValue)")
            return false
        }
        return true
    }

    private mutating func founding(_ cabinetCount: Int) async throws -> Founding {
        if let known = foundings[cabinetCount] { return known }
        let founding = try await Founding(cabinetCount: cabinetCount)
        foundings[cabinetCount] = founding
        return founding
    }

    private func replay(_ seed: UInt64) -> String {
        "./test simulate --seeds 1 --first \(seed)" + (planted.map { " --planted \($0.rawValue)" } ?? "")
    }
}

/// A line for people who watch, also through a pipe: at once.
private func tell(_ line: String) {
    print(line)
    fflush(nil)
}
