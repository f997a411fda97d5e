/// Frames on the stream between headquarters and the tag-key service: four bytes of length, highest first, then content.
///
/// Collects bytes as they come and gives whole frames. Nothing is allocated for a length that was only announced.
package struct KeyServiceFrames {
    private var bytes: [UInt8] = []

    /// No bytes yet.
    package init() {}

    /// A frame as it is sent.
    package static func frame(_ content: [UInt8]) throws(KeyServiceError) -> [UInt8] {
        guard content.count <= KeyServiceLimits.frameByteCountMax else {
            throw KeyServiceError(
                .tooLarge,
                "a frame of \(content.count) bytes exceeds \(KeyServiceLimits.frameByteCountMax)"
            )
        }
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: content.count >> $0) } + content
    }

    /// Whether a frame has begun and not ended.
    package var isMidway: Bool { !bytes.isEmpty }

    /// Takes what came.
    package mutating func append(_ more: [UInt8]) { bytes += more }

    /// The next whole frame, nil while it is not here yet.
    ///
    /// - Throws: `.tooLarge` for a length over the limit, after which the stream is of no more use.
    package mutating func next() throws(KeyServiceError) -> [UInt8]? {
        let prefix = KeyServiceLimits.lengthByteCount
        guard bytes.count >= prefix else { return nil }
        let count = bytes.prefix(prefix).reduce(0) { $0 << 8 | Int($1) }
        guard count <= KeyServiceLimits.frameByteCountMax else {
            throw KeyServiceError(
                .tooLarge,
                "a frame of \(count) bytes was announced; the most is \(KeyServiceLimits.frameByteCountMax)"
            )
        }
        guard bytes.count >= prefix + count else { return nil }
        let frame = Array(bytes[prefix..<prefix + count])
        bytes.removeFirst(prefix + count)
        return frame
    }
}
