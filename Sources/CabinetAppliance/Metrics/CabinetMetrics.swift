import CoreMetrics
import Custody
import Metrics
import Records
package import Screens

/// What a cabinet counts for a collector of metrics.
enum CabinetMetrics {
    private static let recordsWritten = Counter(label: "signet.cabinet.records.written")
    private static let findingsOpened = Counter(label: "signet.cabinet.findings.opened")
    private static let recordsPending = Meter(label: "signet.cabinet.records.pending")
    private static let lineUp = Meter(label: "signet.cabinet.line.up")
    private static let slotLook = Timer(label: "signet.cabinet.slot.look")
    private static let slotsIll = Counter(label: "signet.cabinet.slot.ill")

    /// Records were written, findings among them.
    static func wrote(records: Int, findings: Int) {
        recordsWritten.increment(by: records)
        findingsOpened.increment(by: findings)
    }

    /// So many records are not at headquarters yet.
    static func pending(_ count: UInt64) { recordsPending.set(count) }

    /// The line came or went.
    static func line(isUp: Bool) { lineUp.set(isUp ? 1 : 0) }

    /// A slot was looked into, which took so long.
    static func looked(for duration: Duration) { slotLook.record(duration: duration) }

    /// A reader could not say what lies in its slot.
    static func readerWasIll() { slotsIll.increment() }

    /// A visit ended.
    static func ended(_ purpose: OpenVisit.Purpose) {
        Counter(label: "signet.cabinet.visits.ended", dimensions: [("purpose", "\(purpose)")]).increment()
    }
}

extension CabinetDaemon {
    /// A board on which the whole process counts from now on; once in its life.
    package static func collectMetrics() -> MetricsBoard {
        let board = MetricsBoard()
        MetricsSystem.bootstrap(board)
        return board
    }
}
