import Authority
import Enrolment
import Host
import Logging
import Records

/// Keeps an enrolment provisional until `authority` names this cabinet's keys, and undoes what nobody confirms in time.
struct EnrolmentConfirmation<Store: LogStore> {
    /// How often the powered time of an unconfirmed answer is written; so much of it is lost when power fails.
    private static var pause: Duration { .seconds(60) }

    let path: String
    let ledger: CabinetLedger<Store>
    let logger: Logger

    /// Returns when the enrolment is confirmed.
    ///
    /// - Throws: ``CabinetError`` `.notEnrolled` when time ran out; what `authority` contradicts; what the disk refuses.
    func run() async throws {
        let wakes = Changes()
        let stream = wakes.stream()
        let updates = ledger.updates()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in updates { wakes.yield() } }
            group.addTask {
                while !Task.isCancelled {
                    try await Task.sleep(for: Self.pause)
                    wakes.yield()
                }
            }
            try await confirm(at: stream)
            group.cancelAll()
        }
    }

    private func confirm(at wakes: AsyncStream<Void>) async throws {
        var store = try EnrolmentStore(path: path)
        var counted = ledger.clock.bootMilliseconds
        if try isConfirmed(&store) { return }
        for await _ in wakes {
            if try isConfirmed(&store) { return logger.notice("enrolment.confirmed") }
            let now = ledger.clock.bootMilliseconds
            guard .milliseconds(now - min(now, counted)) >= Self.pause else { continue }
            let isUndone = try store.change { $0.tick(milliseconds: now - counted) }
            counted = now
            if isUndone {
                throw CabinetError(
                    .notEnrolled,
                    "headquarters never confirmed this cabinet's enrolment; bring another slip"
                )
            }
        }
    }

    private func isConfirmed(_ store: inout EnrolmentStore) throws -> Bool {
        try store.change { try $0.confirm(with: ledger.view.obeyed.standing) }
    }
}
