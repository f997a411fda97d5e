import Authority
import Custody
import Logging
import Records
import Replication

// What alarms and refused heads mean.
extension ReplicationService {
    func take(_ frame: AlarmFrame, _ cabinet: String, isHeldFast: Bool) async throws {
        let view = ledger.view
        guard let statement = view.standing.cabinets[cabinet] else { return }
        guard let log = view.cabinets[cabinet]?.current?.log else { return }
        let origin = log.origin
        let held = try await ledger.witnessedHead(of: origin, at: frame.head.from)
        let review = AlarmReview(
            cabinet: statement,
            origin: origin,
            held: held,
            mirroredSize: view.cabinets[cabinet]?.mirroredSize ?? 0,
            isHeldFast: isHeldFast,
            keys: view.standing.actKeys(of: cabinet),
            obeyedSize: view.cabinets[cabinet]?.custody.obeyedSize ?? 0,
            authoritySize: view.standing.size,
            epoch: (log.epoch, log.key)
        )
        switch review.review(frame) {
        case .shown(let alarm):
            alarms.show(alarm)
        case .fork(let note): try await ledger.note(.fork, note, of: cabinet, by: "witness")
        case .refused(let note):
            logger.warning("an alarm was not taken", metadata: ["cabinet": "\(cabinet)", "why": "\(note)"])
        }
    }

    /// Takes the alarms that had come over a line that is gone: those that wait, and those that nobody has come to yet.
    func takeAlarms(left connection: inout Connection) async {
        let lost = connection.session.receive(.lost)
        var actions: [HeadquartersSession.Action] = []
        while let action = connection.actions.popFirst() { actions.append(action) }
        for case .alarm(let frame, let isHeldFast) in actions + lost {
            HeadquartersMetrics.receivedAlarm()
            do { try await take(frame, connection.cabinet, isHeldFast: isHeldFast) } catch {
                logger.error(
                    "an alarm could not be taken",
                    metadata: ["cabinet": "\(connection.cabinet)", "error": "\(error)"]
                )
            }
        }
    }

    func note(_ refusal: WitnessRefusal, of origin: Origin, _ cabinet: String) async throws {
        switch refusal {
        case .smaller(let size):
            try await ledger.note(
                .rolledBack,
                "\(origin) is smaller than the \(size) leaves cosigned before: restored, or its disk was changed",
                of: cabinet,
                by: "witness",
                isTelemetry: LogNames.isTelemetry(origin)
            )
        case .fork:
            try await ledger.note(
                .fork,
                "two heads of \(origin) contradict each other; both are kept",
                of: cabinet,
                by: "witness",
                isTelemetry: LogNames.isTelemetry(origin)
            )
        default: break
        }
    }
}
