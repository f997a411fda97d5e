import Custody
import Host
import Records
import Synchronization

/// The alarms whose records are not here yet; each goes when its record has come.
package final class AlarmBoard: Sendable {
    /// The most alarms of one cabinet that are kept and that its act key signed; it sends further ones with its backlog.
    package static let countPerCabinetMax = 256

    /// The most that it did not sign, beside those: the oldest makes room for the next.
    package static let unattestedCountMax = 16

    /// Alarms of one cabinet, each with its number in the order in which they came.
    private struct Shown {
        var alarms: [UInt64: (alarm: EarlyAlarm, number: UInt64)] = [:]
        private var count: UInt64 = 0

        /// Whether an alarm found room.
        mutating func take(_ alarm: EarlyAlarm) -> Bool {
            let known = alarms[alarm.index]?.alarm
            if alarm.grade == .unattested {
                // Nor the place of one: at that index a signed one may stand.
                guard known == nil else { return false }
                let others = alarms.filter { $0.value.alarm.grade == .unattested }
                if others.count >= AlarmBoard.unattestedCountMax,
                    let oldest = others.min(by: { $0.value.number < $1.value.number })
                {
                    alarms[oldest.key] = nil
                }
            } else {
                let isNew = known.map { $0.grade == .unattested } ?? true
                let signedCount = alarms.values.count { $0.alarm.grade != .unattested }
                guard !isNew || signedCount < AlarmBoard.countPerCabinetMax else { return false }
            }
            count += 1
            alarms[alarm.index] = (alarm, count)
            return true
        }
    }

    private let shown = Mutex<[String: Shown]>([:])
    private let changes = Changes()

    /// No alarms.
    package init() {}

    /// A sequence that yields after changes.
    package func updates() -> AsyncStream<Void> { changes.stream() }

    /// Shows an alarm.
    package func show(_ alarm: EarlyAlarm) {
        let isShown = shown.withLock { $0[alarm.cabinet, default: Shown()].take(alarm) }
        if isShown { changes.yield() }
    }

    /// The alarms whose records are not among those that `view` has folded, newest first.
    package func waiting(beyond view: HeadquartersView) -> [EarlyAlarm] {
        shown.withLock { shown in
            for (cabinet, var own) in shown {
                guard let custody = view.cabinets[cabinet]?.custody else { continue }
                let known = Set(custody.findings.map(\.finding))
                // At its index something else may lie: without a place it goes only when the finding itself has come.
                own.alarms = own.alarms.filter { index, entry in
                    let alarm = entry.alarm
                    let isBehind =
                        alarm.grade == .unplaced || (alarm.epoch, index) >= (custody.epoch, custody.size)
                    return isBehind && alarm.subject.finding.map { !known.contains($0) } ?? true
                }
                shown[cabinet] = own
            }
            return shown.values.flatMap { $0.alarms.values.map(\.alarm) }.sorted { $0.time > $1.time }
        }
    }
}
