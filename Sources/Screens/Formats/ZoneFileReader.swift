/// Reads a compiled zone file front to back; every read is checked against the end.
struct ZoneFileReader {
    private let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The counts of one header, RFC 8536 section 3.1.
    struct Header {
        let utcFlagCount: Int
        let standardFlagCount: Int
        let leapCount: Int
        let transitionCount: Int
        let kindCount: Int
        let nameByteCount: Int

        /// Bytes of the block that follows, with times of that many bytes.
        func byteCount(timeByteCount: Int) -> Int {
            transitionCount * (timeByteCount + 1) + kindCount * 6 + nameByteCount
                + leapCount * (timeByteCount + 4) + standardFlagCount + utcFlagCount
        }
    }

    mutating func header() throws(ScreensError) -> Header {
        var magic: [Int] = []
        for _ in 0..<5 { magic.append(try byte()) }
        // "TZif" and a version: '2', '3' or '4'. Version 1 has no 64-bit block and is no longer written.
        guard magic.prefix(4).elementsEqual([0x54, 0x5A, 0x69, 0x66]), (0x32...0x34).contains(magic[4]) else {
            throw ScreensError(
                .zoneFile,
                "This is no zone file of version 2 or later; name one under the system's zoneinfo folder."
            )
        }
        try skip(15)
        var counts: [Int] = []
        for _ in 0..<6 { counts.append(try integer(byteCount: 4)) }
        guard counts.allSatisfy({ (0...TimeZoneRules.byteCountMax).contains($0) }) else {
            throw ScreensError(
                .zoneFile,
                "The zone file announces more than it can hold; install tzdata again."
            )
        }
        return Header(
            utcFlagCount: counts[0],
            standardFlagCount: counts[1],
            leapCount: counts[2],
            transitionCount: counts[3],
            kindCount: counts[4],
            nameByteCount: counts[5]
        )
    }

    mutating func byte() throws(ScreensError) -> Int {
        guard position < bytes.count else { throw Self.cutShort }
        defer { position += 1 }
        return Int(bytes[position])
    }

    /// A big-endian number in two's complement.
    mutating func integer(byteCount: Int) throws(ScreensError) -> Int {
        guard byteCount <= bytes.count - position else { throw Self.cutShort }
        var value: UInt64 = bytes[position] >= 0x80 ? .max : 0
        for byte in bytes[position..<position + byteCount] { value = value << 8 | UInt64(byte) }
        position += byteCount
        return Int(Int64(bitPattern: value))
    }

    mutating func skip(_ count: Int) throws(ScreensError) {
        guard count >= 0, count <= bytes.count - position else { throw Self.cutShort }
        position += count
    }

    private static let cutShort = ScreensError(
        .zoneFile,
        "The zone file ends too early; install tzdata again or name another file."
    )
}
