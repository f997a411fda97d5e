import Synchronization

/// One handle of SQLite on a file of a simulated disk.
final class OpenFile: Sendable {
    private static let handles = Mutex<UInt64>(0)

    let disk: SimulatedDisk
    let place: Int
    let generation: Int
    /// Names the connection among those that lock the file.
    let number: UInt64
    /// Kept until the handle is closed: SQLite looks into it even after a power cut.
    private let memory = Mutex<SharedMemory?>(nil)

    init(disk: SimulatedDisk, place: Int, generation: Int) {
        self.disk = disk
        self.place = place
        self.generation = generation
        number = Self.handles.withLock { count in
            count += 1
            return count
        }
    }

    func read(at offset: Int, count: Int) throws(DiskFailure) -> [UInt8] {
        try disk.read(place, generation, at: offset, count: count)
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(DiskFailure) {
        try disk.write(place, generation, bytes, at: offset)
    }

    func truncate(to size: Int) throws(DiskFailure) { try disk.truncate(place, generation, to: size) }

    func sync() throws(DiskFailure) { try disk.sync(place, generation) }

    func size() throws(DiskFailure) -> Int { try disk.size(place, generation) }

    func locks<Result: Sendable>(_ body: (inout FileLocks) -> Result) throws(DiskFailure) -> Result {
        try disk.withLocks(place, generation, body)
    }

    /// The address of a region of shared memory; nil where it is not there and must not be made.
    func region(_ index: Int, byteCount: Int, extends: Bool) throws(DiskFailure) -> UInt? {
        let number = number
        let shared = try disk.memory(place, generation)
        try locks { $0.map(by: number) }
        memory.withLock { $0 = shared }
        return shared.region(index, byteCount: byteCount, extends: extends)
    }

    func unmap() throws(DiskFailure) {
        let number = number
        let isLast = try locks { $0.unmap(by: number) }
        if isLast { try disk.unmap(place, generation) }
    }
}
