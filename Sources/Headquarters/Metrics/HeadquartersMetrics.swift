import CoreMetrics
import Metrics
package import Screens

/// What headquarters counts for a collector of metrics.
enum HeadquartersMetrics {
    private static let cabinetsConnected = Meter(label: "signet.headquarters.cabinets.connected")
    private static let recordsStored = Counter(label: "signet.headquarters.records.stored")
    private static let alarmsReceived = Counter(label: "signet.headquarters.alarms.received")
    private static let linesRefused = Counter(label: "signet.headquarters.lines.refused")

    private static let disksFull = Counter(label: "signet.headquarters.disk.full")

    /// The disk is full, and nothing is taken in.
    static func diskIsFull() { disksFull.increment() }

    private static let looksNotWritten = Counter(label: "signet.headquarters.looks.unwritten")

    /// Somebody looked at something, and it could not be written down.
    static func lookNotWritten() { looksNotWritten.increment() }

    /// So many cabinets have a line that stands.
    static func connected(_ count: Int) { cabinetsConnected.set(count) }

    /// Records of cabinets were stored.
    static func stored(_ count: Int) { recordsStored.increment(by: count) }

    /// An alarm came ahead of a backlog.
    static func receivedAlarm() { alarmsReceived.increment() }

    /// A line was ended because of what came over it.
    static func refusedLine() { linesRefused.increment() }
}

extension Headquarters {
    /// A board on which the whole process counts from now on; once in its life.
    package static func collectMetrics() -> MetricsBoard {
        let board = MetricsBoard()
        MetricsSystem.bootstrap(board)
        return board
    }
}
