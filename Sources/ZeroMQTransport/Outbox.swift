import Replication

/// Frames that wait for libzmq to take them for one connection.
struct Outbox {
    private(set) var frames = FIFO<[UInt8]>()
    private var hasRefused = false

    /// Takes a frame when there is room.
    mutating func append(_ frame: [UInt8], frameCountMax: Int) -> Bool {
        guard frames.count < frameCountMax else {
            hasRefused = true
            return false
        }
        frames.append(frame)
        return true
    }

    /// Removes the frame that was sent; true when one who was refused should be told of room again.
    mutating func removeFirst(frameCountMax: Int) -> Bool {
        _ = frames.popFirst()
        guard hasRefused, frames.count <= frameCountMax / 2 else { return false }
        hasRefused = false
        return true
    }

    /// Forgets what waits.
    mutating func removeAll() {
        frames = FIFO()
    }
}
