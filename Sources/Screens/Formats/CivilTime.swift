/// A moment as a calendar and a clock on the wall show it: proleptic Gregorian, no leap seconds.
package struct CivilTime: Sendable, Hashable {
    /// The year, for example 2026.
    package let year: Int
    /// The month, 1 … 12.
    package let month: Int
    /// The day of the month, 1 … 31.
    package let day: Int
    /// The hour, 0 … 23.
    package let hour: Int
    /// The minute, 0 … 59.
    package let minute: Int
    /// The second, 0 … 59.
    package let second: Int
    /// Whole days since 1970-01-01 on this calendar; the difference of two is the number of midnights between them.
    package let dayNumber: Int

    /// The moment `unixSeconds` (seconds since 1970-01-01T00:00:00Z) in a zone.
    package init(unixSeconds: Int, zone: TimeZoneRules) {
        // A million years around 1970: far outside any calendar a moment is clamped, since a screen must show something.
        let limit = 31_556_952_000_000
        let seconds = min(max(unixSeconds, -limit), limit) + zone.offset(atUnixSeconds: unixSeconds)
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let inDay = seconds - days * 86_400
        dayNumber = days
        hour = inDay / 3600
        minute = inDay / 60 % 60
        second = inDay % 60
        // Days are counted from 1 March of year 0, so that the leap day is the last of its year and eras of 400 years
        // (146,097 days) repeat.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}
