import Cryptography

/// Frames as a file on a stick: what a line would have carried, for a site that has none.
///
/// The line `signet stick v1`; each frame behind its length in four bytes, highest first; then an end mark: four zero bytes,
/// the number of frames in eight bytes, and SHA-256 of everything before the digest. A file that was cut has no end mark;
/// its whole frames are as good as on a line that was cut, because each proves itself.
package struct StickFile: Sendable, Equatable {
    /// The most bytes of a file: it is read and written in one piece of memory.
    package static let byteCountMax = 64 << 20
    /// The first bytes of every file.
    package static let header = Array("signet stick v1\n".utf8)

    private static let family = Array("signet stick ".utf8)
    private static let lineByteCountMax = 32
    private static let lengthByteCount = 4
    private static let countByteCount = 8
    private static let endByteCount = lengthByteCount + countByteCount + Digest.byteCount

    /// The frames' bytes, in their order; nothing is looked at inside them.
    package private(set) var frames: [[UInt8]] = []
    /// Whether the end mark is there: nothing is missing behind the last frame.
    package private(set) var isWhole: Bool

    /// A file without a frame yet.
    package init() { isWhole = true }

    /// Adds a frame, where there is room for it.
    ///
    /// - Returns: false where the file would be too large, or these are no frame's bytes.
    package mutating func append(_ frame: [UInt8]) -> Bool {
        guard (1...LinkLimits.frameByteCountMax).contains(frame.count),
            byteCount + Self.lengthByteCount + frame.count <= Self.byteCountMax
        else { return false }
        frames.append(frame)
        contentByteCount += Self.lengthByteCount + frame.count
        return true
    }

    /// How many bytes the file has.
    package var byteCount: Int { Self.header.count + contentByteCount + Self.endByteCount }

    private var contentByteCount = 0

    /// The file's bytes.
    package var bytes: [UInt8] {
        var bytes = Self.header
        bytes.reserveCapacity(byteCount)
        for frame in frames {
            bytes += Self.number(UInt64(frame.count), byteCount: Self.lengthByteCount) + frame
        }
        bytes += Self.number(0, byteCount: Self.lengthByteCount)
        bytes += Self.number(UInt64(frames.count), byteCount: Self.countByteCount)
        return bytes + SHA256.hash(bytes).bytes
    }

    /// Reads a file, or the beginning of one that was cut.
    ///
    /// - Throws: `.unknownVersion` for a later version; `.malformed` for anything else that is no such file, and for one whose
    ///   end mark says that its bytes were changed.
    package init(reading bytes: [UInt8]) throws(ReplicationError) {
        guard bytes.starts(with: Self.header) else {
            // Only a whole line names a version.
            throw bytes.starts(with: Self.family) && bytes.prefix(Self.lineByteCountMax).contains(0x0A)
                ? ReplicationError(
                    .unknownVersion,
                    "the stick was written by a newer program; update this one"
                )
                : ReplicationError(.malformed, "this is no file of a Signet stick")
        }
        guard bytes.count <= Self.byteCountMax else {
            throw ReplicationError(.malformed, "a stick's file has at most \(Self.byteCountMax >> 20) MiB")
        }
        isWhole = false
        var offset = Self.header.count
        while bytes.count - offset >= Self.lengthByteCount {
            let count = Int(Self.number(bytes[offset..<offset + Self.lengthByteCount]))
            guard count > 0 else {
                isWhole = try Self.ends(bytes, at: offset, after: frames.count)
                break
            }
            guard count <= LinkLimits.frameByteCountMax else {
                throw ReplicationError(.malformed, "the stick's file is damaged; write it again")
            }
            guard bytes.count - offset - Self.lengthByteCount >= count else { break }
            offset += Self.lengthByteCount
            frames.append(Array(bytes[offset..<offset + count]))
            contentByteCount += Self.lengthByteCount + count
            offset += count
        }
    }

    /// Whether the end mark stands at an offset; false where it was cut.
    private static func ends(_ bytes: [UInt8], at offset: Int, after frameCount: Int) throws(ReplicationError)
        -> Bool
    {
        let rest = bytes.count - offset
        guard rest >= endByteCount else { return false }
        let digest = offset + lengthByteCount + countByteCount
        guard rest == endByteCount,
            number(bytes[offset + lengthByteCount..<digest]) == UInt64(frameCount),
            SHA256.hash(bytes.span.extracting(0..<digest)).bytes == Array(bytes[digest...])
        else { throw ReplicationError(.malformed, "the stick's file is damaged; write it again") }
        return true
    }

    private static func number(_ value: UInt64, byteCount: Int) -> [UInt8] {
        (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (byteCount - 1 - $0))) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
