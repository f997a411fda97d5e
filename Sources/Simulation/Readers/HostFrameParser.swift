/// Finds frames in the bytes that a host sends, whatever stands between them.
struct HostFrameParser {
    /// A frame, and how many bytes stood before its start code: these wake a sleeping chip.
    struct Found: Equatable {
        let frame: HostFrame
        let leadingByteCount: Int
    }

    /// What has come and is not yet a frame; never longer than one frame and the noise before it.
    private var pending: [UInt8] = []
    private var leadingByteCount = 0

    /// Takes more bytes and gives back the frames that they complete.
    ///
    /// A frame whose checksum is wrong is dropped without a word, as the chip does.
    mutating func take(_ bytes: [UInt8]) -> [Found] {
        pending += bytes
        var found: [Found] = []
        while let start = startOfFrame() {
            leadingByteCount += start
            pending.removeFirst(start)
            guard let (byteCount, frame) = frameAtStart() else { return found }
            pending.removeFirst(byteCount)
            if let frame {
                found.append(Found(frame: frame, leadingByteCount: leadingByteCount))
                leadingByteCount = 0
            }
        }
        // Only a last zero can still become a start code.
        let kept = pending.last == 0 ? 1 : 0
        leadingByteCount += pending.count - kept
        pending.removeFirst(pending.count - kept)
        return found
    }

    /// Forgets half a frame, as when the line was cut.
    mutating func reset() {
        pending = []
        leadingByteCount = 0
    }
}

extension HostFrameParser {
    private func startOfFrame() -> Int? {
        guard pending.count >= 2 else { return nil }
        return (0..<pending.count - 1).first { pending[$0] == 0x00 && pending[$0 + 1] == 0xFF }
    }

    /// How many bytes the frame at the start takes and what it is; nil while bytes are missing, a nil frame when it
    /// is broken.
    private func frameAtStart() -> (byteCount: Int, frame: HostFrame?)? {
        guard pending.count >= 4 else { return nil }
        switch (pending[2], pending[3]) {
        case (0x00, 0xFF): return (4, .acknowledge)
        case (0xFF, 0x00): return (4, .notAcknowledge)
        case (0xFF, 0xFF):
            guard pending.count >= 7 else { return nil }
            let count = Int(pending[4]) << 8 | Int(pending[5])
            let sum = pending[4] &+ pending[5] &+ pending[6]
            guard sum == 0, count > 0, count <= HostFrame.contentByteCountMax else { return (2, nil) }
            return content(from: 7, byteCount: count)
        default:
            guard pending[2] &+ pending[3] == 0 else { return (2, nil) }
            return content(from: 4, byteCount: Int(pending[2]))
        }
    }

    private func content(from start: Int, byteCount: Int) -> (byteCount: Int, frame: HostFrame?)? {
        let end = start + byteCount
        guard pending.count > end else { return nil }
        let content = Array(pending[start..<end])
        guard content.reduce(pending[end], &+) == 0 else { return (end + 1, nil) }
        guard content.first == HostFrame.hostIdentifier, content.count > 1 else { return (end + 1, .unknown) }
        return (end + 1, .command(Array(content.dropFirst())))
    }
}
