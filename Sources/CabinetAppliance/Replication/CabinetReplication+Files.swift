import Authority
import Custody
import Host
import Logging
import Records
import Replication

// Files that people signed for, on the line behind the records.
extension CabinetReplication {
    /// Tells the session which files are wanted, where the policy has changed since it was told.
    func wantFiles() async {
        let view = ledger.view
        let policy = view.obeyed.policy
        let now = (
            epoch: policy.epoch, policySize: policy.size, isTimeKnown: ledger.present.interval != nil
        )
        guard session != nil, wantedAt.map({ $0 == now }) != true else { return }
        wantedAt = now
        do {
            try await noteArrivals()
            let wishes = try await files.wishes(
                in: view.obeyed.policy,
                of: view.identity.cabinet,
                wallMilliseconds: presentMilliseconds,
                isTimeSigned: now.isTimeKnown
            )
            await perform(session?.receive(.blobsWanted(wishes), at: ledger.now))
        } catch {
            // Records go on: a file can be asked for again.
            logger.error("line.files-failed", metadata: ["error": "\(error)"])
        }
    }

    /// The present as headquarters signed it, else by the machine's clock: a grant that is over needs no file.
    private var presentMilliseconds: Int64 {
        ledger.present.interval?.low ?? ledger.clock.wallMilliseconds
    }

    /// Writes down which files are here whole by now.
    func noteArrivals() async throws {
        let view = ledger.view
        let arrived = try await files.arrivals(
            in: view.obeyed.policy,
            of: view.identity.cabinet,
            wallMilliseconds: presentMilliseconds,
            known: view.custody.filesHeld
        )
        guard !arrived.isEmpty else { return }
        let actor = Actor(component: "files")
        try await ledger.append(
            arrived.map { Draft(.system, .fileHeld, actor: actor, detail: $0.canonical, isSigned: true) }
        )
    }
}
