import Records

/// What the telemetry of each cabinet may cost headquarters within a day, in bytes.
///
/// Nothing rests on telemetry and nobody has to agree to it: a cabinet that streams values as fast as they are taken would fill the disk
/// on which everybody's acts lie. An honest one sends about a megabyte a day in some hundred frames; a month without a line fits into
/// one day.
struct TelemetryAllowance: Sendable {
    /// The most that is taken of one cabinet within a day.
    static let byteCountMax = 48 << 20
    /// What a head costs whatever its size: a cosignature and its notes, synced.
    ///
    /// One in three minutes uses the day up.
    static let headByteCount = 96 << 10
    /// The least that records cost: a commit, and a head of the mirror's.
    static let recordsByteCountMin = 16 << 10
    private static let span: UInt64 = 86_400_000

    private var spent: [String: (since: UInt64, byteCount: Int)] = [:]

    /// Whether what came of a cabinet's telemetry may be taken in now; it counts then.
    mutating func spend(_ ingest: Ingest, of cabinet: String, at now: UInt64) -> Bool {
        var day = spent[cabinet] ?? (now, 0)
        if now - min(now, day.since) >= Self.span { day = (now, 0) }
        guard day.byteCount < Self.byteCountMax else { return false }
        if ingest.offer != nil { day.byteCount += Self.headByteCount }
        if let bundle = ingest.bundle {
            day.byteCount += max(Self.recordsByteCountMin, bundle.leaves.count + bundle.bodies.count)
        }
        spent[cabinet] = day
        return true
    }
}
