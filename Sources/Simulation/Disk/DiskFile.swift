/// One file of a simulated disk: as programs see it, as the platter has it, and what lies between.
struct DiskFile: Sendable {
    enum Change: Sendable {
        case write(offset: Int, bytes: [UInt8])
        case truncate(size: Int)
    }

    let path: String
    /// What programs read.
    private(set) var current: [UInt8] = []
    /// What outlives a power cut; nil while not even the name does.
    private(set) var durable: [UInt8]?
    /// What was written since the last sync, in order.
    private(set) var unsynced: [Change] = []
    /// Deleted files keep their place, so that open handles of others stay right.
    var isDeleted = false

    init(path: String) { self.path = path }

    init(path: String, bytes: [UInt8]) {
        self.path = path
        current = bytes
        durable = bytes
    }

    mutating func write(_ bytes: [UInt8], at offset: Int) {
        Self.apply(.write(offset: offset, bytes: bytes), to: &current)
        unsynced.append(.write(offset: offset, bytes: bytes))
    }

    mutating func truncate(to size: Int) {
        Self.apply(.truncate(size: size), to: &current)
        unsynced.append(.truncate(size: size))
    }

    mutating func sync() {
        var bytes = durable ?? []
        durable = nil
        for change in unsynced { Self.apply(change, to: &bytes) }
        unsynced = []
        durable = bytes
    }

    /// Whether what programs read is what a power cut would leave.
    var isSynced: Bool { unsynced.isEmpty && durable != nil }

    mutating func flipBit(_ bit: Int) {
        let (place, mask) = (bit / 8, UInt8(1 << (bit % 8)))
        if place < current.count { current[place] ^= mask }
        if place < durable?.count ?? 0 { durable?[place] ^= mask }
    }

    /// What a power cut leaves: of what was not synced any part, each write whole, torn or not at all.
    ///
    /// Between two syncs a drive may write in any order, so a later write may be there without an earlier one. A torn write
    /// ends at a sector or anywhere within one; bytes outside of the written range stay as they were
    /// (SQLITE_IOCAP_POWERSAFE_OVERWRITE).
    func afterPowerCut(using generator: inout SeededGenerator) -> [UInt8]? {
        guard !unsynced.isEmpty else { return durable }
        if durable == nil, Bool.random(using: &generator) { return nil }
        var bytes = durable ?? []
        let keepsOrder = Bool.random(using: &generator)
        let last = Int.random(in: 0...unsynced.count, using: &generator)
        for (index, change) in unsynced.enumerated() {
            if keepsOrder ? index < last : Bool.random(using: &generator) {
                Self.apply(change, to: &bytes)
            } else if !keepsOrder || index == last {
                Self.apply(Self.torn(change, using: &generator), to: &bytes)
            }
        }
        return bytes
    }

    private static let sectorByteCount = 512

    private static func torn(_ change: Change, using generator: inout SeededGenerator) -> Change {
        guard case .write(let offset, let bytes) = change else { return .write(offset: 0, bytes: []) }
        var count = Int.random(in: 0...bytes.count, using: &generator)
        if Bool.random(using: &generator) { count -= min(count, (offset + count) % sectorByteCount) }
        return .write(offset: offset, bytes: Array(bytes.prefix(count)))
    }

    private static func apply(_ change: Change, to bytes: inout [UInt8]) {
        switch change {
        case .write(let offset, let written):
            if bytes.count < offset {
                bytes.append(contentsOf: [UInt8](repeating: 0, count: offset - bytes.count))
            }
            let overlap = min(written.count, bytes.count - offset)
            // Pages are written by the thousand: one copy of memory for each.
            unsafe bytes.withUnsafeMutableBytes { target in
                unsafe written.withUnsafeBytes { source in
                    unsafe UnsafeMutableRawBufferPointer(rebasing: target[offset..<offset + overlap])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<overlap]))
                }
            }
            if overlap < written.count {
                bytes.append(contentsOf: overlap == 0 ? written : Array(written[overlap...]))
            }
        case .truncate(let size):
            if size < bytes.count { bytes.removeLast(bytes.count - size) }
        }
    }
}
