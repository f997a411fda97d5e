/// When a zone's clocks stand how far from UTC: a fixed offset, or the transitions of a compiled zone file (RFC 8536).
///
/// What lies after the last transition of a file follows that last transition: the footer's rule for years to come is
/// left out, because `zic -b fat` files (Debian's) list transitions until 2037.
package struct TimeZoneRules: Sendable, Hashable {
    /// Largest zone file that is read.
    package static let byteCountMax = 64 * 1024

    private let transitions: [Int]
    private let offsets: [Int]
    private let firstOffset: Int

    /// A zone whose clocks never change.
    ///
    /// Offset in seconds east of UTC.
    package init(offsetSeconds: Int) {
        transitions = []
        offsets = []
        firstOffset = offsetSeconds
    }

    /// China has had one zone and no summer time since 1991.
    package static let china = TimeZoneRules(offsetSeconds: 8 * 3600)

    /// The zone of a compiled zone file, version 2 or later.
    package init(compiledZone bytes: [UInt8]) throws(ScreensError) {
        guard bytes.count <= Self.byteCountMax else {
            throw ScreensError(
                .zoneFile,
                "The zone file is larger than \(Self.byteCountMax) bytes; name a file made by zic."
            )
        }
        var reader = ZoneFileReader(bytes: bytes)
        // The first block holds 32-bit times; the one after it is the same zone in 64 bits.
        let narrow = try reader.header()
        try reader.skip(narrow.byteCount(timeByteCount: 4))
        let wide = try reader.header()
        var times: [Int] = []
        for _ in 0..<wide.transitionCount { times.append(try reader.integer(byteCount: 8)) }
        var kinds: [Int] = []
        for _ in 0..<wide.transitionCount { kinds.append(try reader.byte()) }
        var kindOffsets: [Int] = []
        for _ in 0..<wide.kindCount {
            kindOffsets.append(try reader.integer(byteCount: 4))
            try reader.skip(2)
        }
        guard let first = kindOffsets.first, kinds.allSatisfy(kindOffsets.indices.contains),
            zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }),
            kindOffsets.allSatisfy({ (-93_599...93_599).contains($0) })
        else {
            throw ScreensError(
                .zoneFile,
                "The zone file contradicts itself; install tzdata again or name another file."
            )
        }
        transitions = times
        offsets = kinds.map { kindOffsets[$0] }
        firstOffset = first
    }

    /// Seconds east of UTC at a moment.
    package func offset(atUnixSeconds moment: Int) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : offsets[low - 1]
    }
}
