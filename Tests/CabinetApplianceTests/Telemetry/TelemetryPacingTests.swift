import Custody
import Testing

@testable import CabinetAppliance

/// What of a minute's values becomes a record.
@Suite struct TelemetryPacingTests {
    private func value(_ sensor: Sensor, _ value: Int64, at place: UInt64 = 0) -> SensorValue {
        SensorValue(sensor: sensor.rawValue, place: place, value: value)
    }

    private func told(_ pacing: inout TelemetryPacing, _ values: [SensorValue], at now: UInt64)
        -> ValuesMeasured?
    {
        let due = pacing.due(values, at: now)
        if let due { pacing.wrote(due) }
        pacing.begin(at: now)
        return due
    }

    @Test func `everything is told at first and by the hour, and between only what has changed by a step`() {
        var pacing = TelemetryPacing(at: 0)
        let quiet = [value(.diskFree, 1_000), value(.memory, 40), value(.drawerOpened, 0, at: 1)]
        #expect(
            told(&pacing, quiet, at: 60_000)
                == ValuesMeasured(from: 0, to: 60_000, values: quiet, isWhole: true)
        )
        #expect(told(&pacing, quiet, at: 120_000) == nil)
        let moved = [value(.diskFree, 1_015), value(.memory, 48), value(.drawerOpened, 2, at: 1)]
        #expect(
            told(&pacing, moved, at: 180_000)
                == ValuesMeasured(
                    from: 120_000,
                    to: 180_000,
                    values: [value(.memory, 48), value(.drawerOpened, 2, at: 1)],
                    isWhole: false
                )
        )
        // Steps add up: it is the value that was told last from which is measured.
        #expect(told(&pacing, [value(.diskFree, 1_016)], at: 240_000)?.values == [value(.diskFree, 1_016)])
        // What is counted goes back to 0, which is news once.
        #expect(told(&pacing, [value(.drawerOpened, 0, at: 1)], at: 300_000)?.values.count == 1)
        #expect(told(&pacing, [value(.drawerOpened, 0, at: 1)], at: 360_000) == nil)
        #expect(told(&pacing, quiet, at: 3_660_000)?.isWhole == true)
    }

    @Test func `what could not be written is told with the next`() {
        var pacing = TelemetryPacing(at: 0)
        #expect(told(&pacing, [value(.memory, 40)], at: 60_000) != nil)
        #expect(pacing.due([value(.memory, 60)], at: 120_000) != nil)
        pacing.begin(at: 120_000)
        #expect(pacing.due([value(.memory, 60)], at: 180_000)?.values == [value(.memory, 60)])
    }

    @Test func `values as far apart as they can be are news and no trap`() {
        var pacing = TelemetryPacing(at: 0)
        _ = told(&pacing, [value(.clockOffset, .min)], at: 1)
        #expect(told(&pacing, [value(.clockOffset, .max)], at: 2) != nil)
    }

    @Test func `a minute's values come together as their sensor says`() {
        let gauges = Gauges()
        for milliseconds in [40, 90, 60] as [Int64] { gauges.note(.readerTime, at: 3, milliseconds) }
        for _ in 0..<3 { gauges.note(.drawerOpened, at: 2, 1) }
        gauges.note(.drawerClosed, at: 2, .max)
        gauges.note(.drawerClosed, at: 2, 1)
        for free in [7, 5] as [Int64] { gauges.note(.diskFree, free) }
        func sorted() -> [SensorValue] { gauges.take().sorted { $0.sensor < $1.sensor } }
        #expect(
            sorted() == [
                value(.readerTime, 90, at: 3), value(.drawerOpened, 3, at: 2),
                value(.drawerClosed, .max, at: 2),
                value(.diskFree, 5),
            ]
        )
        // Of what was not measured there is no largest, and nobody takes it for 0.
        #expect(
            sorted() == [
                value(.drawerOpened, 0, at: 2), value(.drawerClosed, 0, at: 2), value(.diskFree, 5),
            ]
        )
    }

    @Test func `a reader that was found ill is ill until somebody looks again`() {
        let gauges = Gauges()
        gauges.note(.readerIll, at: 3, 1)
        for _ in 0..<3 { #expect(gauges.take() == [value(.readerIll, 1, at: 3)]) }
        gauges.note(.readerIll, at: 3, 0)
        #expect(gauges.take() == [value(.readerIll, 0, at: 3)])
    }

    @Test func `what is given back counts with the next minute`() {
        let gauges = Gauges()
        gauges.note(.drawerOpened, at: 2, 3)
        gauges.note(.readerTime, at: 3, 90)
        gauges.note(.diskFree, 7)
        let taken = gauges.take()
        gauges.note(.drawerOpened, at: 2, 1)
        gauges.note(.readerTime, at: 3, 60)
        gauges.note(.diskFree, 5)
        gauges.giveBack(taken)
        #expect(
            gauges.take().sorted { $0.sensor < $1.sensor } == [
                value(.readerTime, 90, at: 3), value(.drawerOpened, 4, at: 2), value(.diskFree, 5),
            ]
        )
    }

    @Test func `no more places are kept than a record holds`() {
        let gauges = Gauges()
        for place in 0..<2_000 { gauges.note(.readerTime, at: UInt64(place), 1) }
        #expect(gauges.take().count == ValuesMeasured.valueCountMax)
    }

    @Test func `a line is counted while it is up, over the ends of spans`() {
        var tally = LineTally()
        tally.turn(isUp: true, at: 1_000)
        tally.sentByteCount += 10
        #expect(tally.take(at: 4_000).upMilliseconds == 3_000)
        tally.turn(isUp: false, at: 5_000)
        let second = tally.take(at: 9_000)
        #expect(second.upMilliseconds == 1_000)
        #expect(second.sentByteCount == 0)
        #expect(tally.take(at: 10_000).upMilliseconds == 0)
    }

    @Test func `every sensor has a number and a step`() {
        for sensor in Sensor.allCases { #expect(sensor.rawValue > 0 && sensor.traits.step > 0) }
    }
}
