import Custody
package import Logging
import Records
import Store

extension CabinetLedger {
    /// Reads everything that is stored again each day and writes what is not as it was signed, until the task is cancelled.
    package nonisolated func runAudit(logger: Logger) async {
        await LogAuditor(store).run { result in
            do {
                let damages = try result.get()
                for damage in damages {
                    logger.critical("log.damaged", metadata: ["log.damage": "\(damage)"])
                }
                try await self.note(damages)
            } catch {
                logger.error("log.audit-failed", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Writes that headquarters sends a record with another body than its leaf's, once as long as that is among the findings
    /// that are kept.
    func noteDamagedRecord(of origin: Origin) throws {
        try noteDamaged(["a record of \(origin) comes damaged and is not taken: look at headquarters' disk"])
    }

    /// Writes what an audit found, each damage once as long as it is among the findings that are kept.
    func note(_ damages: [LogDamage]) throws { try noteDamaged(damages.map(\.description)) }

    private func noteDamaged(_ notes: [String]) throws {
        let known = Set(view.custody.findings.map(\.opened.note))
        let drafts = notes.filter { !known.contains($0) }.map(FindingDrafts.damaged)
        if !drafts.isEmpty { try append(drafts) }
    }
}
