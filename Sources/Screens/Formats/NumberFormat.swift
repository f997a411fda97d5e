/// Numbers as both languages write them, without a locale library.
package enum NumberFormat {
    /// Groups of three digits: 15,904; −1,204.
    package static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return value < 0 ? "−" + text : text
    }

    /// A share with one decimal ("94.9%").
    ///
    /// It says 100.0% only when nothing is missing and 0.0% only when nothing is there: a count that lacks
    /// one seal of 100,000 is not complete. "–" when there is no whole.
    package static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "–" }
        var tenths = Int((Double(part) / Double(whole) * 1000).rounded())
        if part < whole { tenths = min(tenths, 999) }
        if part > 0 { tenths = max(tenths, 1) }
        return "\(grouped(tenths / 10)).\(abs(tenths % 10))%"
    }

    /// A size in decimal units with at most one decimal: "512 B", "1.4 MB" (IEC 80000-13 keeps k for 1,000).
    package static func bytes(_ count: Int) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var value = Double(max(count, 0))
        var unit = 0
        while value >= 999.95, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        let tenths = Int((value * 10).rounded())
        let isWhole = unit == 0 || tenths.isMultiple(of: 10)
        return isWhole ? "\(tenths / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
