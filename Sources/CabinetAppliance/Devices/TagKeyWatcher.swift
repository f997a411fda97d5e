import Authority
import Custody
import Logging
import Records
import Store

/// Looks at each new delivery of a tag's keys whether it says what the first one said.
struct TagKeyWatcher {
    let vault: TagKeyVault
    let ledger: CabinetLedger<EvidenceFile>
    let logger: Logger

    /// Watches until the task is cancelled.
    func run() async {
        var seen: UInt64 = 0
        for await _ in ledger.updates() {
            let size = ledger.view.obeyed.policy.size
            guard size > seen else { continue }
            seen = size
            do { try await look() } catch {
                logger.error("tag-keys.comparison-failed", metadata: ["error": "\(error)"])
            }
        }
    }

    private func look() async throws {
        let view = ledger.view
        for uid in try vault.contradicted(view.obeyed) {
            let draft = FindingDrafts.otherKey(ofTag: uid)
            let opened = try FindingOpened(canonical: draft.detail)
            guard !view.custody.findings.contains(where: { $0.opened.note == opened.note }) else { continue }
            try await ledger.append([draft])
        }
    }
}
