import Custody
import Records
import ScreensProbe
import Store
import Testing

@testable import Headquarters

/// What people see of a cabinet's sensors.
@Suite(.timeLimit(.minutes(2))) struct SensorPageTests {
    private func put(
        _ values: [(sensor: UInt64, place: UInt64, value: Int64, age: Int64)],
        _ bench: ConsoleBench
    )
        throws
    {
        let origin = try LogNames.telemetry(Office.name, cabinet: "c1", epoch: 1)
        let now = bench.office.clock.wallMilliseconds
        let size = try bench.history.size(of: origin)
        try bench.history.take(
            values.map {
                SensorHistory.Latest(sensor: $0.sensor, place: $0.place, value: $0.value, time: now - $0.age)
            },
            shed: [],
            heardAt: now - (values.map(\.age).min() ?? 0),
            oldestHour: 0,
            of: "c1",
            records: size..<size + 1,
            in: origin
        )
    }

    private func page(_ bench: ConsoleBench, in language: String = "en") async throws -> String {
        var browser = try await bench.browser(as: "systemAdministrator")
        return try await browser.get("/cabinets/c1/sensors?language=\(language)").text
    }

    @Test func `nothing measured says why and what to expect, in both languages`() async throws {
        let bench = try await ConsoleBench(try await Office.founded())
        _ = try await bench.office.enrol("c1")
        let english = try await page(bench)
        #expect(english.contains("Nothing that this cabinet measured is here yet."))
        #expect(english.contains("never"))
        #expect(try await page(bench, in: "zh-Hans").contains("还没有收到本柜的数值"))
    }

    @Test func `values stand with their sensors, places, units and lines`() async throws {
        let bench = try await ConsoleBench(try await Office.founded())
        _ = try await bench.office.enrol("c1")
        try put(
            [
                (Sensor.readerTime.rawValue, 3, 1_234, 2 * 3_600_000),
                (Sensor.readerTime.rawValue, 3, 40, 60_000),
                (Sensor.readerIll.rawValue, 3, 1, 60_000), (Sensor.diskFree.rawValue, 0, 5_120, 60_000),
                (999, 7, -5, 60_000),
            ],
            bench
        )
        let english = try await page(bench)
        for text in ["Slot reader", "Drawer 3", "40 ms", "Ill", "5,120 MiB", "Sensor 999", "−5", "<polyline"]
        {
            #expect(english.contains(text), "\(text)")
        }
        #expect(!english.contains("not heard since"))
        let chinese = try await page(bench, in: "zh-Hans")
        for text in ["格口读卡器", "抽屉 3", "40 毫秒", "故障", "传感器 999"] {
            #expect(chinese.contains(text), "\(text)")
        }
    }

    @Test func `a cabinet that was not heard for two hours says since when`() async throws {
        let bench = try await ConsoleBench(try await Office.founded())
        _ = try await bench.office.enrol("c1")
        try put([(Sensor.memory.rawValue, 0, 40, 2 * 3_600_000 + 1)], bench)
        #expect(try await page(bench).contains("not heard since"))
        #expect(try await page(bench, in: "zh-Hans").contains("没有收到"))
    }

    @Test func `values of places beyond all bounds are counted, and a clock far behind is named`()
        async throws
    {
        let bench = try await ConsoleBench(try await Office.founded())
        _ = try await bench.office.enrol("c1")
        let hour: Int64 = 3_600_000
        let origin = try LogNames.telemetry(Office.name, cabinet: "c1", epoch: 1)
        let now = bench.office.clock.wallMilliseconds
        try bench.history.take(
            (0..<2_000).map { SensorHistory.Latest(sensor: 999, place: $0, value: 1, time: now - 3 * hour) },
            shed: [],
            heardAt: now,
            oldestHour: 0,
            of: "c1",
            records: 0..<1,
            in: origin
        )
        let english = try await page(bench)
        #expect(english.contains("976 more values"))
        #expect(english.contains("its clock may be behind"))
        let chinese = try await page(bench, in: "zh-Hans")
        #expect(chinese.contains("另有 976 个数值") && chinese.contains("时钟可能偏慢"))
    }

    @Test func `tools are told the same by numbers`() async throws {
        let bench = try await ConsoleBench(try await Office.founded())
        _ = try await bench.office.enrol("c1")
        try put([(Sensor.memory.rawValue, 0, 40, 1_000)], bench)
        var browser = try await bench.browser(as: "auditor")
        let body = try await browser.get("/api/cabinets/c1/sensors").text
        #expect(body.contains("\"sensor\":9") && body.contains("\"value\":40"))
    }
}
