import Synchronization

/// The disk of one simulated machine: files in memory under a folder of its own, which SQLite reaches through ``DiskDriver``.
///
/// The fault model. A power cut takes back what was not synced, in part and in any order, and tears writes; the end of a
/// process takes back nothing. Bits turn over at rest. A full disk takes no growth and still lets what is there be
/// overwritten. Operations fail and may succeed when they are tried again. Never: a sync that comes back and is not one,
/// but where ``DiskFaults/liesAboutSync`` says so.
package final class SimulatedDisk: Sendable {
    struct State: Sendable {
        var generator: SeededGenerator
        var files: [DiskFile] = []
        var places: [String: Int] = [:]
        var faults = DiskFaults()
        /// Counts starts: a handle of an earlier one reaches nothing.
        var generation = 0
        var isPowered = true
        var operationCount: UInt64 = 0
        var failureCount: UInt64 = 0
        var locks: [Int: FileLocks] = [:]
        var memories: [Int: SharedMemory] = [:]
    }

    /// The folder of its files, which ends with a slash.
    package let folder: String
    private let state: Mutex<State>
    private let lost: @Sendable () -> Void

    /// An empty disk with power; `lost` is told of each power cut, in the middle of the operation.
    package init(named name: String, seed: UInt64, lost: @escaping @Sendable () -> Void = {}) {
        folder = "\(DiskDriver.root)\(name)/"
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
        self.lost = lost
        DiskDriver.mount(self)
    }

    /// Takes the disk out of the world: its files are reached no more.
    package func unmount() { DiskDriver.unmount(self) }

    /// Changes what is wrong with it.
    package func change(_ body: (inout DiskFaults) -> Void) { state.withLock { body(&$0.faults) } }

    /// Whether the machine has power.
    package var isPowered: Bool { state.withLock { $0.isPowered } }

    /// How many operations were done or refused since the world began.
    package var operationCount: UInt64 { state.withLock { $0.operationCount } }

    /// How many of them were refused: no power, no room, or an error of the drive.
    package var failureCount: UInt64 { state.withLock { $0.failureCount } }

    /// Cuts the power now.
    package func cutPower() {
        state.withLock { Self.cutPower(&$0) }
        lost()
    }

    /// Ends the process that has the files open, and leaves the power on: nothing that was written is lost.
    package func endProcess() {
        state.withLock { state in
            Self.close(&state)
            state.isPowered = false
        }
    }

    /// Gives the machine power again; files must be opened anew.
    package func start() {
        state.withLock { state in
            Self.close(&state)
            state.faults.operationsToPowerCut = nil
            state.isPowered = true
        }
    }

    /// The files as they are.
    package var image: DiskImage {
        state.withLock { state in
            DiskImage(
                files: Dictionary(
                    uniqueKeysWithValues: state.places.map {
                        (String($0.key.dropFirst(folder.count)), state.files[$0.value].current)
                    }
                )
            )
        }
    }

    /// Puts the files of an image in the place of all that is there, but for those that are kept; the machine must be off.
    package func restore(_ image: DiskImage, keeping kept: Set<String> = []) {
        state.withLock { state in
            let stays = state.files.filter { file in
                !file.isDeleted && kept.contains(String(file.path.dropFirst(folder.count)))
            }
            state.files = []
            state.places = [:]
            for file in stays {
                state.places[file.path] = state.files.count
                state.files.append(file)
            }
            for (name, bytes) in image.files.sorted(by: { $0.key < $1.key }) where !kept.contains(name) {
                state.places[folder + name] = state.files.count
                state.files.append(DiskFile(path: folder + name, bytes: bytes))
            }
        }
    }

    /// Turns over one bit of the files at rest, where there is one.
    ///
    /// - Returns: the name of the file.
    package func flipBit() -> String? {
        state.withLock { state in
            let full = state.places.sorted { $0.key < $1.key }.filter {
                !state.files[$0.value].current.isEmpty
            }
            guard let place = full.randomElement(using: &state.generator) else { return nil }
            let bits = state.files[place.value].current.count * 8
            let bit = Int.random(in: 0..<bits, using: &state.generator)
            state.files[place.value].flipBit(bit)
            return "\(place.key.dropFirst(folder.count)) bit \(bit)"
        }
    }
}

extension SimulatedDisk {
    /// Does something with the files on behalf of a handle.
    ///
    /// `generation` is that of the handle, nil for an operation without one.
    func perform<Result: Sendable>(
        generation: Int?,
        _ access: DriveAccess,
        _ body: (inout State) throws(DiskFailure) -> Result
    ) throws(DiskFailure) -> Result {
        let (outcome, isLost) = state.withLock { state -> (Swift.Result<Result, DiskFailure>, Bool) in
            var isRefused = true
            defer { state.failureCount += isRefused ? 1 : 0 }
            guard state.isPowered, generation == nil || generation == state.generation else {
                return (.failure(.off), false)
            }
            if access == .writes {
                state.operationCount += 1
                if let left = state.faults.operationsToPowerCut {
                    state.faults.operationsToPowerCut = left > 0 ? left - 1 : nil
                    if left == 0 {
                        Self.cutPower(&state)
                        return (.failure(.off), true)
                    }
                }
            }
            if let count = state.faults.operationsPerFailure(access), state.generator.next() % count == 0 {
                return (.failure(.failed), false)
            }
            do throws(DiskFailure) {
                let result = try body(&state)
                isRefused = false
                return (.success(result), false)
            } catch {
                return (.failure(error), false)
            }
        }
        if isLost { lost() }
        return try outcome.get()
    }

    private static func cutPower(_ state: inout State) {
        guard state.isPowered else { return }
        var files: [DiskFile] = []
        var places: [String: Int] = [:]
        for file in state.files where !file.isDeleted {
            guard let bytes = file.afterPowerCut(using: &state.generator) else { continue }
            places[file.path] = files.count
            files.append(DiskFile(path: file.path, bytes: bytes))
        }
        close(&state)
        (state.files, state.places) = (files, places)
        state.isPowered = false
    }

    private static func close(_ state: inout State) {
        state.generation += 1
        state.locks = [:]
        state.memories = [:]
    }
}
