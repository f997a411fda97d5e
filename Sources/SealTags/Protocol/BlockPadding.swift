/// Padding to whole AES blocks: 80, then zeros (ISO/IEC 9797-1, method 2).
enum BlockPadding {
    static let blockByteCount = 16

    /// Always adds at least one byte.
    static func add(_ bytes: [UInt8]) -> [UInt8] {
        let zeros = blockByteCount - 1 - bytes.count % blockByteCount
        return bytes + [0x80] + [UInt8](repeating: 0, count: zeros)
    }

    /// What was padded, or nil when the end is no padding.
    static func remove(_ bytes: [UInt8]) -> [UInt8]? {
        guard let end = bytes.lastIndex(where: { $0 != 0 }), bytes[end] == 0x80,
            bytes.count - end <= blockByteCount
        else { return nil }
        return Array(bytes[..<end])
    }
}
