import FoundationEssentials
import GRDB
import Records
import Store
import Testing

/// What cabinets measured, as people look at it.
@Suite struct SensorHistoryTests {
    private let origin = try? Origin("seals.example/cabinet/c1/telemetry/e1")

    private func with(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/signet-sensors-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder + "/sensors.sqlite")
    }

    private func value(_ value: Int64, hour: Int64, place: UInt64 = 1) -> SensorHistory.Latest {
        SensorHistory.Latest(
            sensor: 2,
            place: place,
            value: value,
            time: hour * SensorHistory.hourMilliseconds + 5
        )
    }

    @Test func `the later record says how it is, and an hour its least and its most`() throws {
        let origin = try #require(origin)
        try with { path in
            let history = try SensorHistory(path: path)
            try history.take(
                [
                    value(40, hour: 10), value(90, hour: 10), value(7, hour: 10, place: 2),
                    value(50, hour: 11),
                ],
                shed: [],
                heardAt: 11,
                oldestHour: 0,
                of: "c1",
                records: 0..<4,
                in: origin
            )
            // A clock that was set back: the record counts as the later one all the same.
            try history.take(
                [value(-3, hour: 10)],
                shed: [],
                heardAt: 10,
                oldestHour: 0,
                of: "c1",
                records: 4..<5,
                in: origin
            )
            #expect(try history.latest(of: "c1") == [value(-3, hour: 10), value(7, hour: 10, place: 2)])
            #expect(
                try history.hours(of: "c1", from: 0)
                    .map { [Int64($0.sensor), Int64($0.place), $0.hour, $0.least, $0.most] } == [
                        [2, 1, 10, -3, 90], [2, 1, 11, 50, 50], [2, 2, 10, 7, 7],
                    ]
            )
            #expect(try history.heard("c1") == 11)
            #expect(try history.latest(of: "c2").isEmpty)
            #expect(try history.heard("c2") == nil)
            try history.forget(before: 11)
            #expect(try history.hours(of: "c1", from: 0).map(\.hour) == [11])
            #expect(try history.latest(of: "c1").count == 2)
            try history.close()
        }
    }

    @Test func `no more places of a cabinet are kept than a record can tell, and the rest is counted`() throws
    {
        let origin = try #require(origin)
        try with { path in
            let history = try SensorHistory(path: path)
            for slice in 0..<2 as Range<UInt64> {
                try history.take(
                    (0..<1_000).map { value(1, hour: 10, place: slice * 1_000 + $0) },
                    shed: [],
                    heardAt: 1,
                    oldestHour: 0,
                    of: "c1",
                    records: slice..<slice + 1,
                    in: origin
                )
            }
            try history.take(
                [value(2, hour: 11, place: 3), value(2, hour: 11, place: 1_999)],
                shed: [],
                heardAt: 1,
                oldestHour: 0,
                of: "c1",
                records: 2..<3,
                in: origin
            )
            let latest = try history.latest(of: "c1")
            #expect(latest.count == SensorHistory.placeCountMax)
            #expect(latest.first { $0.place == 3 }?.value == 2)
            #expect(try history.hours(of: "c1", from: 0).count == SensorHistory.placeCountMax + 1)
            #expect(try history.beyondCount(of: "c1") == 977)
            #expect(try history.beyondCount(of: "c2") == 0)
            try history.close()
        }
    }

    @Test func `hours that are older than what is kept are not kept, however many a cabinet names`() throws {
        let origin = try #require(origin)
        try with { path in
            let history = try SensorHistory(path: path)
            // From 1970 on, and before: a clock may show anything.
            try history.take(
                (0..<5_000).map { value($0, hour: ($0 - 2_500) * 24) } + [value(9, hour: 60_000)],
                shed: [],
                heardAt: 1,
                oldestHour: 59_280,
                of: "c1",
                records: 0..<1,
                in: origin
            )
            // 59,280 hours are 2,470 days.
            #expect(
                try history.hours(of: "c1", from: .min).map(\.hour) == (2_470...2_499).map { $0 * 24 } + [
                    60_000
                ]
            )
            #expect(try history.beyondCount(of: "c1") == 0)
            // How it is now is what the last record says, whatever its clock.
            try history.take(
                [value(3, hour: 0)],
                shed: [],
                heardAt: 2,
                oldestHour: 59_280,
                of: "c1",
                records: 1..<2,
                in: origin
            )
            #expect(try history.latest(of: "c1") == [value(3, hour: 0)])
            try history.close()
        }
    }

    @Test func `each record is folded once, over a start too`() throws {
        let origin = try #require(origin)
        try with { path in
            let history = try SensorHistory(path: path)
            let shed = SensorHistory.Shed(origin: origin.text, first: 0, last: 9, heldCount: 4)
            try history.take(
                [],
                shed: [shed],
                heardAt: 1,
                oldestHour: 0,
                of: "c1",
                records: 0..<2,
                in: origin
            )
            try history.close()
            let again = try SensorHistory(path: path)
            #expect(try again.size(of: origin) == 2)
            #expect(throws: RecordsError(.conflict, "")) {
                try again.take([], shed: [], heardAt: 1, oldestHour: 0, of: "c1", records: 0..<2, in: origin)
            }
            #expect(try again.shed(of: origin) == [shed])
            try again.close()
        }
    }

    @Test func `a file that is no database is thrown away and begun anew`() throws {
        let origin = try #require(origin)
        try with { path in
            try Data("this is no database, and it is longer than its header would be".utf8)
                .write(to: URL(filePath: path))
            let history = try SensorHistory(path: path)
            #expect(try history.size(of: origin) == 0)
            try history.close()
        }
    }
}
