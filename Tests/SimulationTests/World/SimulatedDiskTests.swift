import GRDBSQLite
import Testing

@testable import Simulation

@Suite struct SimulatedDiskTests {
    private func write(_ disk: SimulatedDisk, _ bytes: [UInt8], to name: String = "f", isSynced: Bool) throws
    {
        let file = try #require(try disk.open(disk.folder + name, creates: true))
        try disk.write(file.place, file.generation, bytes, at: 0)
        if isSynced { try disk.sync(file.place, file.generation) }
    }

    private func content(_ disk: SimulatedDisk, _ name: String = "f") throws -> [UInt8]? {
        guard let file = try disk.open(disk.folder + name, creates: false) else { return nil }
        return try disk.read(file.place, file.generation, at: 0, count: 4_096)
    }

    private func restart(_ disk: SimulatedDisk) {
        disk.cutPower()
        disk.start()
    }

    @Test(arguments: 1...50) func `what was synced outlives a power cut`(seed: UInt64) throws {
        let disk = SimulatedDisk(named: "synced-\(seed)", seed: seed)
        defer { disk.unmount() }
        try write(disk, [1, 2, 3], isSynced: true)
        restart(disk)
        #expect(try content(disk) == [1, 2, 3])
    }

    @Test func `what was not synced is lost, kept or torn by a power cut`() throws {
        let bytes = [UInt8](repeating: 9, count: 2_048)
        var lengths: Set<Int> = []
        for seed in 1...200 as ClosedRange<UInt64> {
            let disk = SimulatedDisk(named: "unsynced-\(seed)", seed: seed)
            defer { disk.unmount() }
            try write(disk, [], isSynced: true)
            try write(disk, bytes, isSynced: false)
            restart(disk)
            lengths.insert(try #require(try content(disk)).count)
        }
        #expect(lengths.contains(0))
        #expect(lengths.contains(2_048))
        #expect(lengths.contains { $0 > 0 && $0 < 2_048 && $0.isMultiple(of: 512) })
        #expect(lengths.contains { !$0.isMultiple(of: 512) })
    }

    @Test func `the end of a process takes nothing back`() throws {
        let disk = SimulatedDisk(named: "killed", seed: 1)
        defer { disk.unmount() }
        try write(disk, [4], isSynced: false)
        disk.endProcess()
        disk.start()
        #expect(try content(disk) == [4])
    }

    @Test func `a handle of before a start reaches nothing`() throws {
        let disk = SimulatedDisk(named: "old-handle", seed: 1)
        defer { disk.unmount() }
        let file = try #require(try disk.open(disk.folder + "f", creates: true))
        restart(disk)
        #expect(throws: DiskFailure.off) { try disk.write(file.place, file.generation, [1], at: 0) }
    }

    @Test func `the power goes in the middle of the operation that was named`() throws {
        let disk = SimulatedDisk(named: "counted", seed: 1)
        defer { disk.unmount() }
        let file = try #require(try disk.open(disk.folder + "f", creates: true))
        disk.change { $0.operationsToPowerCut = 1 }
        try disk.write(file.place, file.generation, [1], at: 0)
        #expect(throws: DiskFailure.off) { try disk.sync(file.place, file.generation) }
        #expect(!disk.isPowered)
    }

    @Test func `a full disk takes no growth and lets be overwritten what is there`() throws {
        let disk = SimulatedDisk(named: "full", seed: 1)
        defer { disk.unmount() }
        let file = try #require(try disk.open(disk.folder + "f", creates: true))
        disk.change { $0.freeByteCount = 2 }
        try disk.write(file.place, file.generation, [1, 1], at: 0)
        #expect(throws: DiskFailure.full) { try disk.write(file.place, file.generation, [2], at: 2) }
        try disk.write(file.place, file.generation, [3, 3], at: 0)
    }

    @Test func `a drive that lies about a sync forgets what it answered for`() throws {
        var isForgotten = false
        for seed in 1...20 as ClosedRange<UInt64> {
            let disk = SimulatedDisk(named: "lying-\(seed)", seed: seed)
            defer { disk.unmount() }
            disk.change { $0.liesAboutSync = true }
            try write(disk, [5], isSynced: true)
            restart(disk)
            if try content(disk) != [5] { isForgotten = true }
        }
        #expect(isForgotten)
    }

    @Test func `an image put back is what was copied`() throws {
        let disk = SimulatedDisk(named: "copied", seed: 1)
        defer { disk.unmount() }
        try write(disk, [1], isSynced: true)
        let image = disk.image
        try write(disk, [2], isSynced: true)
        try write(disk, [3], to: "g", isSynced: true)
        disk.endProcess()
        disk.restore(image)
        disk.start()
        #expect(try content(disk) == [1])
        #expect(try content(disk, "g") == nil)
    }

    @Test func `a file that is kept stays as it is when an image is put back`() throws {
        let disk = SimulatedDisk(named: "kept", seed: 1)
        defer { disk.unmount() }
        try write(disk, [1], isSynced: true)
        try disk.replace("keys", [1])
        let image = disk.image
        try write(disk, [2], isSynced: true)
        try disk.replace("keys", [2])
        disk.endProcess()
        disk.restore(image, keeping: ["keys"])
        disk.start()
        #expect(try content(disk) == [1])
        #expect(try disk.read("keys") == [2])
    }

    @Test(arguments: 0...4 as ClosedRange<UInt64>)
    func `a small file is the old or the new one, whole, whenever the power goes`(operations: UInt64) throws {
        let disk = SimulatedDisk(named: "small-\(operations)", seed: 1)
        defer { disk.unmount() }
        try disk.replace("keys", [1, 1])
        disk.change { $0.operationsToPowerCut = operations }
        // Written, synced, renamed: behind the third step it is there.
        let isReplaced = (try? disk.replace("keys", [2, 2])) != nil
        #expect(isReplaced == (operations >= 3))
        disk.cutPower()
        disk.start()
        #expect(try disk.read("keys") == (isReplaced ? [2, 2] : [1, 1]))
    }

    @Test func `a small file that finds no room, or a drive that fails, leaves the old one`() throws {
        let disk = SimulatedDisk(named: "small-full", seed: 1)
        defer { disk.unmount() }
        try disk.replace("keys", [1])
        disk.change { $0.freeByteCount = 1 }
        #expect(throws: DiskFailure.full) { try disk.replace("keys", [2, 2]) }
        disk.change { $0.writesPerFailure = 1 }
        #expect(throws: DiskFailure.failed) { try disk.replace("keys", [2]) }
        #expect(try disk.read("keys") == [1])
        #expect(try disk.read("others") == nil)
    }

    @Test func `locks let many read and one write`() {
        var locks = FileLocks()
        let first = [
            locks.lock(SQLITE_LOCK_SHARED, by: 1), locks.lock(SQLITE_LOCK_SHARED, by: 2),
            locks.lock(SQLITE_LOCK_RESERVED, by: 1), locks.lock(SQLITE_LOCK_RESERVED, by: 2),
            locks.lock(SQLITE_LOCK_EXCLUSIVE, by: 1),
        ]
        #expect(first == [true, true, true, false, false])
        locks.unlock(to: SQLITE_LOCK_NONE, by: 2)
        let alone = [locks.lock(SQLITE_LOCK_EXCLUSIVE, by: 1), locks.lock(SQLITE_LOCK_SHARED, by: 2)]
        #expect(alone == [true, false])
    }

    @Test func `a slot of shared memory is held by many readers or one writer`() {
        var locks = FileLocks()
        let first = [
            locks.take(0b1, isExclusive: false, by: 1), locks.take(0b1, isExclusive: true, by: 2),
            locks.take(0b10, isExclusive: true, by: 2),
        ]
        #expect(first == [true, false, true])
        locks.release(0b1, by: 1)
        let then = [locks.take(0b1, isExclusive: true, by: 2), locks.take(0b10, isExclusive: false, by: 1)]
        #expect(then == [true, false])
    }
}
