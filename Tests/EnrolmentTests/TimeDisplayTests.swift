import Testing

@testable import Enrolment

@Suite struct TimeDisplayTests {
    /// From `date -u -d @SECONDS` of GNU coreutils.
    @Test(arguments: [
        (0, "1970-01-01 00:00:00 +00:00"), (1_800_000_000, "2027-01-15 08:00:00 +00:00"),
        (951_782_400, "2000-02-29 00:00:00 +00:00"), (4_107_542_399, "2100-02-28 23:59:59 +00:00"),
        (4_107_542_400, "2100-03-01 00:00:00 +00:00"), (-1, "1969-12-31 23:59:59 +00:00"),
        (253_402_300_799, "9999-12-31 23:59:59 +00:00"), (-62_135_596_800, "0001-01-01 00:00:00 +00:00"),
        (1_709_164_800, "2024-02-29 00:00:00 +00:00"), (1_735_689_599, "2024-12-31 23:59:59 +00:00"),
    ])
    func `dates are those of the calendar`(seconds: Int64, text: String) {
        #expect(TimeDisplay.universal.text(seconds * 1_000) == text)
    }

    @Test(arguments: [
        (1, "00:00:00.001 +00:00"), (-1, "23:59:59.999 +00:00"), (1_500, "00:00:01.500 +00:00"),
    ])
    func `milliseconds stand there unless they are none`(milliseconds: Int64, end: String) {
        #expect(TimeDisplay.universal.text(milliseconds).hasSuffix(end))
    }

    @Test func `the offset stands beside the time`() {
        let shanghai = TimeDisplay { _ in 28_800 }
        #expect(shanghai.text(1_800_000_000_000) == "2027-01-15 16:00:00 +08:00")
        let newfoundland = TimeDisplay { _ in -12_600 }
        #expect(newfoundland.text(1_800_000_000_000) == "2027-01-15 04:30:00 -03:30")
    }

    @Test(arguments: [Int64.min, Int64.max, 253_402_300_800_000])
    func `moments beyond the calendar are shown as they are`(milliseconds: Int64) {
        #expect(TimeDisplay.universal.text(milliseconds) == "\(milliseconds) ms")
    }

    @Test(arguments: [
        (1_209_600, "14 days"), (86_400, "1 days"), (90_000, "25 hours"), (61, "61 seconds"),
        (0, "0 seconds"), (120, "2 minutes"),
    ])
    func `lengths are in their largest whole unit`(seconds: UInt64, text: String) {
        #expect(TimeDisplay.length(seconds: seconds, in: .english) == text)
    }
}
