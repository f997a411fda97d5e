import Custody
import Host
import Records
import Synchronization

/// The alarms whose records are not here yet; each goes when its record has come.
package final class AlarmBoard: Sendable {
    /// The most alarms of one cabinet that are kept; it sends further ones with its backlog.
    package static let countPerCabinetMax = 256

    /// The most of them that the cabinet's act key did not sign: they take the room of no others.
    package static let unattestedCountMax = 16

    private let alarms = Mutex<[String: [UInt64: EarlyAlarm]]>([:])
    private let changes = Changes()

    /// No alarms.
    package init() {}

    /// A sequence that yields after changes.
    package func updates() -> AsyncStream<Void> { changes.stream() }

    /// Shows an alarm.
    package func show(_ alarm: EarlyAlarm) {
        let isShown = alarms.withLock { alarms in
            var own = alarms[alarm.cabinet] ?? [:]
            if alarm.grade == .unattested {
                // Nor the place of one: at that index a signed one may stand.
                guard own[alarm.index] == nil,
                    own.values.count(where: { $0.grade == .unattested }) < Self.unattestedCountMax
                else { return false }
            }
            guard own.count < Self.countPerCabinetMax || own[alarm.index] != nil else { return false }
            own[alarm.index] = alarm
            alarms[alarm.cabinet] = own
            return true
        }
        if isShown { changes.yield() }
    }

    /// The alarms whose records are not among those that `view` has folded, newest first.
    package func waiting(beyond view: HeadquartersView) -> [EarlyAlarm] {
        alarms.withLock { alarms in
            for (cabinet, own) in alarms {
                guard let custody = view.cabinets[cabinet]?.custody else { continue }
                let known = Set(custody.findings.map(\.finding))
                // At its index something else may lie: without a place it goes only when the finding itself has come.
                alarms[cabinet] = own.filter { index, alarm in
                    let isBehind =
                        alarm.grade == .unplaced || (alarm.epoch, index) >= (custody.epoch, custody.size)
                    return isBehind && alarm.subject.finding.map { !known.contains($0) } ?? true
                }
            }
            return alarms.values.flatMap(\.values).sorted { $0.time > $1.time }
        }
    }
}
