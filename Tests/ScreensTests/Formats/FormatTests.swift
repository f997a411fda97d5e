import FoundationEssentials
import Testing

@testable import Screens

@Suite struct FormatTests {
    // 2026-11-22T01:41:07Z, by `date -d @1795311667`.
    private let moment = 1_795_311_667
    private let chinese = Formats(language: .chinese, zone: .china)
    private let english = Formats(language: .english, zone: .china)

    @Test func `moments are written as the language writes them`() {
        #expect(chinese.time(moment) == "09:41")
        #expect(chinese.time(moment, withSeconds: true) == "09:41:07")
        #expect(chinese.date(moment) == "2026年11月22日")
        #expect(chinese.dateAndTime(moment) == "2026年11月22日 09:41")
        #expect(english.dateAndTime(moment) == "22 November 2026, 09:41")
    }

    @Test func `near moments are short and far ones whole`() {
        let day = 86_400
        #expect(chinese.near(moment + 3600, now: moment) == "10:41")
        #expect(chinese.near(moment + 3600, now: moment, namingToday: true) == "今天 10:41")
        #expect(english.near(moment + 3600, now: moment, namingToday: true) == "today 10:41")
        #expect(english.near(moment + day, now: moment, namingToday: true) == "tomorrow 09:41")
        #expect(chinese.near(moment - day, now: moment) == "昨天 09:41")
        #expect(english.near(moment + day, now: moment) == "tomorrow 09:41")
        #expect(chinese.near(moment - 3 * day, now: moment) == "11月19日 09:41")
        #expect(english.near(moment - 3 * day, now: moment) == "19 Nov 09:41")
        #expect(chinese.near(moment - 400 * day, now: moment) == "2025年10月18日 09:41")
    }

    @Test func `midnight of the zone parts the days, not midnight of UTC`() {
        // 2026-11-21T15:59:59Z and 16:00:00Z: before and after midnight in China.
        #expect(chinese.near(1_795_276_799, now: moment) == "昨天 23:59")
        #expect(chinese.near(1_795_276_800, now: moment) == "00:00")
    }

    @Test(arguments: [
        (Duration.seconds(9), "9 秒", "9 seconds"), (.seconds(1), "1 秒", "1 second"),
        (.zero, "0 秒", "0 seconds"),
        (.seconds(-5), "0 秒", "0 seconds"), (.seconds(3600), "1 小时", "1 hour"),
        (.seconds(2 * 86_400 + 3 * 3600 + 59), "2 天 3 小时", "2 days 3 hours"),
        (.seconds(86_400 + 59), "1 天", "1 day"),
    ])
    func `spans have their two largest units`(span: Duration, inChinese: String, inEnglish: String) {
        #expect(chinese.span(span) == inChinese)
        #expect(english.span(span) == inEnglish)
    }

    @Test func `ages say how old, and not to the second when it is now`() {
        #expect(chinese.age(.seconds(3)) == "刚刚")
        #expect(chinese.age(.seconds(7200)) == "2 小时前")
        #expect(english.age(.seconds(60)) == "1 minute ago")
    }

    @Test func `numbers stand in groups of three`() {
        #expect(NumberFormat.grouped(0) == "0")
        #expect(NumberFormat.grouped(999) == "999")
        #expect(NumberFormat.grouped(15_904) == "15,904")
        #expect(NumberFormat.grouped(-1_000_000) == "−1,000,000")
        #expect(NumberFormat.grouped(.min) == "−9,223,372,036,854,775,808")
    }

    @Test func `a share is whole only when nothing is missing`() {
        #expect(NumberFormat.share(15_377, of: 16_196) == "94.9%")
        #expect(NumberFormat.share(99_999, of: 100_000) == "99.9%")
        #expect(NumberFormat.share(1, of: 100_000) == "0.1%")
        #expect(NumberFormat.share(5, of: 5) == "100.0%")
        #expect(NumberFormat.share(0, of: 5) == "0.0%")
        #expect(NumberFormat.share(0, of: 0) == "–")
    }

    @Test func `sizes are short`() {
        #expect(NumberFormat.bytes(512) == "512 B")
        #expect(NumberFormat.bytes(1_400_000) == "1.4 MB")
        #expect(NumberFormat.bytes(20_000_000) == "20 MB")
        #expect(NumberFormat.bytes(999_950) == "1 MB")
    }

    @Test func `no moment traps`() {
        for moment in [Int.min, Int.min + 1, -1, 0, Int.max - 1, Int.max] {
            #expect(!chinese.dateAndTime(moment).isEmpty)
        }
    }

    @Test func `calendar and zones agree with date of GNU coreutils over two centuries`() throws {
        let vectors = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Vectors/Screens/zones.txt")
        var zones: [Substring: TimeZoneRules] = [:]
        var count = 0
        for line in try String(contentsOf: vectors, encoding: .utf8).split(separator: "\n")
        where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            let zone = try zones[parts[0]] ?? rules(of: String(parts[0]))
            zones[parts[0]] = zone
            let time = CivilTime(unixSeconds: try #require(Int(parts[1])), zone: zone)
            let fields = [time.month, time.day, time.hour, time.minute, time.second].map {
                $0 < 10 ? "0\($0)" : "\($0)"
            }
            let text = "\(time.year)-\(fields[0])-\(fields[1])T\(fields[2]):\(fields[3]):\(fields[4])"
            #expect(text == parts[2], "\(line)")
            count += 1
        }
        #expect(count == 315)
    }

    private func rules(of name: String) throws -> TimeZoneRules {
        let bytes = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)"))
        return try TimeZoneRules(compiledZone: Array(bytes))
    }

    @Test func `a damaged zone file is refused and never traps`() throws {
        let whole = Array(
            try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Berlin"))
        )
        for length in 0..<min(whole.count, 2000) where length < 1300 {
            #expect(throws: ScreensError(.zoneFile, "")) {
                try TimeZoneRules(compiledZone: Array(whole.prefix(length)))
            }
        }
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<5000 {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                damaged[Int.random(in: damaged.indices, using: &generator)] = UInt8.random(
                    in: .min ... .max,
                    using: &generator
                )
            }
            if let zone = try? TimeZoneRules(compiledZone: damaged) {
                _ = CivilTime(unixSeconds: 0, zone: zone)
            }
        }
    }
}
