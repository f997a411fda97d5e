/// How moments are written for the person who reads: date and time of day with the offset from UTC beside them.
package struct TimeDisplay: Sendable {
    private let offsetSeconds: @Sendable (Int64) -> Int

    /// Times as clocks show them where `offsetSeconds` gives the seconds east of Greenwich for a moment in seconds since 1970.
    package init(offsetSeconds: @escaping @Sendable (Int64) -> Int) { self.offsetSeconds = offsetSeconds }

    /// Times of UTC.
    package static let universal = TimeDisplay { _ in 0 }

    /// A moment in milliseconds since 1970, for example `2026-11-22 11:14:05 +08:00`; milliseconds stand there unless they
    /// are none.
    package func text(_ milliseconds: Int64) -> String {
        let seconds = Self.floorDivide(milliseconds, 1_000)
        // Years that no calendar of people has; also keeps the sums below from overflowing.
        guard (-62_135_596_800...253_402_300_799).contains(seconds) else { return "\(milliseconds) ms" }
        let offset = Int64(max(-86_399, min(86_399, offsetSeconds(seconds))))
        let local = seconds + offset
        let days = Self.floorDivide(local, 86_400)
        let (year, month, day) = Self.date(days)
        let time = local - days * 86_400
        let clock = [time / 3_600, time / 60 % 60, time % 60].map { Self.padded($0) }.joined(separator: ":")
        let minutes = abs(offset) / 60
        let rest = milliseconds - seconds * 1_000
        let fraction = rest == 0 ? "" : ".\(Self.padded(rest, 3))"
        let zone = "\(offset < 0 ? "-" : "+")\(Self.padded(minutes / 60)):\(Self.padded(minutes % 60))"
        return "\(Self.padded(year, 4))-\(Self.padded(month))-\(Self.padded(day)) \(clock)\(fraction) \(zone)"
    }

    /// A length of time in its largest whole unit.
    package static func length(seconds: UInt64, in language: Language) -> String {
        let units: [(UInt64, String, String)] = [
            (86_400, "天", "days"), (3_600, "小时", "hours"), (60, "分钟", "minutes"), (1, "秒", "seconds"),
        ]
        let unit = units.first { seconds >= $0.0 && seconds.isMultiple(of: $0.0) } ?? (1, "秒", "seconds")
        return "\(seconds / unit.0) \(language.pick(unit.1, unit.2))"
    }

    /// The Gregorian date of a day counted from 1970-01-01, by eras of 400 years that begin on the first of
    /// March (H.
    ///
    /// Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value / divisor - (value % divisor < 0 ? 1 : 0)
    }

    private static func padded(_ value: Int64, _ count: Int = 2) -> String {
        let digits = "\(value)"
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}
