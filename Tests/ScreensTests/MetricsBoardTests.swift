import CoreMetrics
import Testing

@testable import Screens

/// What a collector reads; the form is that of the text format 0.0.4 of prometheus.io/docs/instrumenting/exposition_formats.
struct MetricsBoardTests {
    @Test func `counts, levels and durations are written down by name`() {
        let board = MetricsBoard()
        let counter = Counter(label: "signet.visits.ended", dimensions: [("purpose", "take")], factory: board)
        counter.increment()
        counter.increment(by: 2)
        Counter(label: "signet.visits.ended", dimensions: [("purpose", "giveBack")], factory: board)
            .increment()
        Meter(label: "signet.line.up", factory: board).set(1)
        let timer = Timer(label: "signet.slot.look", factory: board)
        timer.recordNanoseconds(1_500_000_000)
        timer.recordNanoseconds(500_000_000)
        #expect(
            board.text == """
                # TYPE signet_line_up gauge
                signet_line_up 1
                # TYPE signet_slot_look_seconds summary
                signet_slot_look_seconds_sum 2
                signet_slot_look_seconds_count 2
                # TYPE signet_visits_ended_total counter
                signet_visits_ended_total{purpose="giveBack"} 1
                signet_visits_ended_total{purpose="take"} 3

                """
        )
    }

    @Test func `a label's value cannot break the line`() {
        let board = MetricsBoard()
        Counter(label: "a", dimensions: [("b", "x\"\n\\y")], factory: board).increment()
        #expect(board.text.hasSuffix("a_total{b=\"x\\\"\\n\\\\y\"} 1\n"))
    }

    @Test func `series beyond the limit are not kept`() {
        let board = MetricsBoard()
        for number in 0..<2_000 { Counter(label: "series\(number)", factory: board).increment() }
        #expect(board.text.split(separator: "\n").count == 2 * 1_024)
    }
}
