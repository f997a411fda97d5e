/// Dates, ages and spans of time as a language writes them, in the zone of the configuration.
package struct Formats: Sendable {
    /// The language of the texts.
    package let language: Language
    /// The zone of the clock times.
    package let zone: TimeZoneRules

    /// Formats for a language and a zone.
    package init(language: Language, zone: TimeZoneRules) {
        self.language = language
        self.zone = zone
    }

    /// "09:41", or "09:41:07" with seconds.
    package func time(_ unixSeconds: Int, withSeconds: Bool = false) -> String {
        let time = CivilTime(unixSeconds: unixSeconds, zone: zone)
        let minutes = "\(twoDigits(time.hour)):\(twoDigits(time.minute))"
        return withSeconds ? "\(minutes):\(twoDigits(time.second))" : minutes
    }

    /// "2026年11月22日" or "22 November 2026".
    package func date(_ unixSeconds: Int) -> String {
        let time = CivilTime(unixSeconds: unixSeconds, zone: zone)
        switch language {
        case .chinese: return "\(time.year)年\(time.month)月\(time.day)日"
        case .english: return "\(time.day) \(Self.englishMonths[time.month - 1]) \(time.year)"
        }
    }

    /// Date and time in full: "2026年11月22日 09:41", "22 November 2026, 09:41".
    package func dateAndTime(_ unixSeconds: Int, withSeconds: Bool = false) -> String {
        let clock = time(unixSeconds, withSeconds: withSeconds)
        return language == .chinese ? "\(date(unixSeconds)) \(clock)" : "\(date(unixSeconds)), \(clock)"
    }

    /// A moment as short as it may be without doubt: the time for today, "昨天 18:00", "明天 17:30", else with the date,
    /// and with the year when it is another.
    ///
    /// `namingToday` writes "今天 17:30" where the moment is a date to keep, and not one that has just passed.
    package func near(
        _ unixSeconds: Int,
        now nowUnixSeconds: Int,
        withSeconds: Bool = false,
        namingToday: Bool = false
    ) -> String {
        let then = CivilTime(unixSeconds: unixSeconds, zone: zone)
        let now = CivilTime(unixSeconds: nowUnixSeconds, zone: zone)
        let clock = time(unixSeconds, withSeconds: withSeconds)
        switch then.dayNumber - now.dayNumber {
        case 0 where namingToday: return language == .chinese ? "今天 \(clock)" : "today \(clock)"
        case 0: return clock
        case -1: return language == .chinese ? "昨天 \(clock)" : "yesterday \(clock)"
        case 1: return language == .chinese ? "明天 \(clock)" : "tomorrow \(clock)"
        default: break
        }
        guard then.year == now.year else { return dateAndTime(unixSeconds, withSeconds: withSeconds) }
        switch language {
        case .chinese: return "\(then.month)月\(then.day)日 \(clock)"
        case .english: return "\(then.day) \(Self.englishMonths[then.month - 1].prefix(3)) \(clock)"
        }
    }

    /// A span with its two largest units: "2 天 3 小时", "2 days 3 hours", "9 秒", "9 seconds".
    ///
    /// Parts of a second are cut.
    package func span(_ duration: Duration) -> String {
        let seconds = Int(max(duration.components.seconds, 0))
        let parts: [(count: Int, unit: Phrase)] = [
            (seconds / 86_400, Phrase("{1} 天", "{1} days", one: "{1} day")),
            (seconds / 3600 % 24, Phrase("{1} 小时", "{1} hours", one: "{1} hour")),
            (seconds / 60 % 60, Phrase("{1} 分钟", "{1} minutes", one: "{1} minute")),
            (seconds % 60, Phrase("{1} 秒", "{1} seconds", one: "{1} second")),
        ]
        let first = parts.firstIndex { $0.count > 0 } ?? parts.count - 1
        let shown = parts[first...].prefix(2).enumerated().filter { $0.offset == 0 || $0.element.count > 0 }
        return shown.map { $0.element.unit.text(in: language, $0.element.count) }.joined(separator: " ")
    }

    /// How old something is: "3 小时前", "3 hours ago"; "刚刚", "just now" below ten seconds.
    package func age(_ duration: Duration) -> String {
        guard duration >= .seconds(10) else { return language == .chinese ? "刚刚" : "just now" }
        return language == .chinese ? "\(span(duration))前" : "\(span(duration)) ago"
    }

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November",
        "December",
    ]

    private func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
