/// Moments as people read them: 2026-03-01T08:15:30.250Z, by the proleptic Gregorian calendar.
package enum Moment {
    /// Reads milliseconds since 1970, or 2026-03-01, 2026-03-01T16:15, 2026-03-01T16:15:30, each followed by Z or ±HH:MM.
    ///
    /// Nil for anything else: a moment without its zone is none.
    package static func parse(_ text: String) -> Int64? {
        if let milliseconds = Int64(text) {
            return (0...limit).contains(milliseconds) ? milliseconds : nil
        }
        var digits = text[...]
        var minutesEast: Int64 = 0
        if digits.hasSuffix("Z") {
            digits = digits.dropLast()
        } else {
            let zone = digits.suffix(6)
            let parts = zone.dropFirst().split(separator: ":").map { Int64($0) }
            guard let sign = zone.first, sign == "+" || sign == "-", parts.count == 2, let hours = parts[0],
                let minutes = parts[1], (0...23).contains(hours), (0...59).contains(minutes)
            else { return nil }
            minutesEast = (hours * 60 + minutes) * (sign == "-" ? -1 : 1)
            digits = digits.dropLast(6)
        }
        let halves = digits.split(separator: "T", omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count), let day = day(halves[0]) else { return nil }
        var seconds: Int64 = 0
        if halves.count == 2 {
            guard let clock = numbers(halves[1], ":", widths: [2, 2, 2]), clock.count >= 2, clock[0] < 24,
                clock[1] < 60, clock.count == 2 || clock[2] < 60
            else { return nil }
            seconds = clock[0] * 3_600 + clock[1] * 60 + (clock.count == 3 ? clock[2] : 0)
        }
        return (day * 86_400 + seconds - minutesEast * 60) * 1_000
    }

    /// A calendar day as days since 1970-01-01; nil where there is no such day.
    private static func day(_ text: Substring) -> Int64? {
        guard let parts = numbers(text, "-", widths: [4, 2, 2]), parts.count == 3,
            (1...12).contains(parts[1]),
            parts[2] >= 1
        else { return nil }
        // The inverse of `date`: years that begin on 1 March.
        let year = parts[1] > 2 ? parts[0] : parts[0] - 1
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let month = parts[1] > 2 ? parts[1] - 3 : parts[1] + 9
        let dayOfEra =
            yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + (153 * month + 2) / 5 + parts[2] - 1
        let days = era * 146_097 + dayOfEra - 719_468
        return date(days) == (parts[0], parts[1], parts[2]) ? days : nil
    }

    private static func numbers(_ text: Substring, _ separator: Character, widths: [Int]) -> [Int64]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count <= widths.count,
            zip(parts, widths).allSatisfy({ $0.count == $1 && $0.allSatisfy { $0.isASCII && $0.isNumber } })
        else { return nil }
        return parts.compactMap { Int64($0) }
    }

    static func text(_ milliseconds: Int64) -> String {
        let (year, month, day, rest) = parts(milliseconds)
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(clock(rest)).\(pad(rest % 1_000, 3))Z"
    }

    /// With the day and the clock of a zone: 2026-03-01 16:15:30, by so many minutes east of Greenwich.
    static func local(_ milliseconds: Int64, minutesEast: Int) -> String {
        let (moved, overflow) = milliseconds.addingReportingOverflow(Int64(minutesEast) * 60_000)
        let (year, month, day, rest) = parts(overflow ? milliseconds : moved)
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2)) \(clock(rest))"
    }

    /// A zone as ISO 8601 writes it: UTC+08:00.
    static func zone(minutesEast: Int) -> String {
        let minutes = Int64(minutesEast.magnitude)
        return "UTC\(minutesEast < 0 ? "−" : "+")\(pad(minutes / 60, 2)):\(pad(minutes % 60, 2))"
    }

    /// A length of time in the largest units that say it: 3 d 4 h, 2 min 5.500 s.
    static func length(_ milliseconds: Int64, _ language: EvidenceLanguage) -> String {
        let (d, h, m, s) = (
            language.say("天", "d"), language.say("小时", "h"), language.say("分", "min"),
            language.say("秒", "s")
        )
        let space = language.say("", " ")
        func join(_ parts: [(Int64, String)]) -> String {
            parts.filter { $0.0 > 0 }.map { "\($0.0)\(space)\($0.1)" }.joined(separator: space)
        }
        let minutes = milliseconds / 60_000
        if minutes >= 1_440 {
            return join([(minutes / 1_440, d), (minutes / 60 % 24, h), (minutes % 60, m)])
        }
        if minutes >= 60 { return join([(minutes / 60, h), (minutes % 60, m)]) }
        let rest = milliseconds % 60_000
        let thousandths = rest % 1_000 == 0 ? "" : ".\(pad(rest % 1_000, 3))"
        let seconds = "\(rest / 1_000)\(thousandths)\(space)\(s)"
        if minutes == 0 { return seconds }
        return rest == 0 ? join([(minutes, m)]) : "\(join([(minutes, m)]))\(space)\(seconds)"
    }

    private static let day: Int64 = 86_400_000
    /// The moment farthest from 1970 that is told apart, in milliseconds.
    private static let limit: Int64 = 1 << 61

    private static func clock(_ rest: Int64) -> String {
        "\(pad(rest / 3_600_000, 2)):\(pad(rest / 60_000 % 60, 2)):\(pad(rest / 1_000 % 60, 2))"
    }

    /// Year, month, day and the milliseconds of the day.
    private static func parts(_ milliseconds: Int64) -> (Int64, Int64, Int64, Int64) {
        // People may sign any number as a moment; the calendar is asked only about those that it has.
        let milliseconds = min(max(milliseconds, -limit), limit)
        let days = milliseconds / day - (milliseconds % day < 0 ? 1 : 0)
        let (year, month, dayOfMonth) = date(days)
        return (year, month, dayOfMonth, milliseconds - days * day)
    }

    /// Days since 1970-01-01 as year, month, day: eras of 400 years that begin on 1 March, so that leap days come last.
    private static func date(_ days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
