import Synchronization

/// The memory that the connections of one database share, in regions that stay where they are.
final class SharedMemory: Sendable {
    private let regions = Mutex<[UInt]>([])

    /// The address of a region, zeroed when it is made; nil where it is not there and must not be made.
    func region(_ index: Int, byteCount: Int, extends: Bool) -> UInt? {
        regions.withLock { regions in
            while regions.count <= index {
                guard extends else { return nil }
                let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 4_096)
                unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
                regions.append(UInt(bitPattern: memory))
            }
            return regions[index]
        }
    }

    deinit {
        for address in regions.withLock({ $0 }) {
            unsafe UnsafeMutableRawPointer(bitPattern: address)?.deallocate()
        }
    }
}
